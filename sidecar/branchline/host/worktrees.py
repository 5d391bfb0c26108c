"""Branches and worktrees: made for sessions, and taken away again only when Branchline made them."""

from __future__ import annotations

import asyncio
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model import Ownership
from branchline.core.naming import slug
from branchline.host.git import Git, alone, shown

MOST_TRIES = 200
"""Names tried with a suffix before giving up."""


@attrs.frozen
class Checkout:
    """One entry of `git worktree list`. `branch` is None on a detached HEAD."""

    path: str
    head: str | None
    branch: str | None
    bare: bool


@attrs.frozen
class Repository:
    """`root` is the main checkout, `head` the commit checked out in the folder that was asked about."""

    root: str
    common_dir: str
    head: str
    checkouts: tuple[Checkout, ...]


@attrs.frozen
class Created:
    """`base` is the commit where the branch left its parent."""

    worktree: str
    branch: str
    base: str
    owns: Ownership


@attrs.frozen
class Loss:
    """What deleting would lose: files not committed, and commits that no other branch, remote or tag has."""

    files: int
    commits: int


async def inspect(folder: str) -> Repository:
    """The repository that the folder is in: its main checkout, a subfolder, or a linked worktree.

    Raises PATH_MISSING, NOT_A_REPO, NO_COMMIT, BARE_REPO or UNSAFE_REPO.
    """
    git = Git(folder)
    common_dir = await git.text("rev-parse", "--path-format=absolute", "--git-common-dir")
    checkouts = _parse_checkouts(await git.text("worktree", "list", "--porcelain"))
    main = checkouts[0]
    if main.bare:
        raise BranchlineError("BARE_REPO", f"{shown(folder)} is a bare repository; open a checkout of it.")
    try:
        head = await git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except BranchlineError as error:
        if error.code != "GIT_FAILED":
            raise
        raise BranchlineError(
            "NO_COMMIT", f"{shown(folder)} has no commit yet. Make a first commit, then start a session."
        ) from None
    return Repository(main.path, common_dir, head, tuple(checkouts))


async def resolve(folder: str, base: str) -> str:
    """The full id of the commit that `base` names. Raises BASE_NOT_FOUND."""
    try:
        return await Git(folder).text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    except (BranchlineError, ValueError) as error:
        if isinstance(error, BranchlineError) and error.code != "GIT_FAILED":
            raise
        raise BranchlineError(
            "BASE_NOT_FOUND", f"There is no branch or commit “{shown(base)}” in this repository."
        ) from None


async def create(
    folder: str,
    name: str,
    *,
    base: str | None = None,
    branch: str | None = None,
    prefix: str = "branchline/",
    worktrees_folder: str | None = None,
) -> Created:
    """A worktree with a new branch `prefix + slug(name)` at `base` (default: the folder's HEAD), or with the existing
    `branch`, local or of a remote. Names that are taken get a suffix.

    The base of an existing branch is where it forked from the folder's HEAD (their merge base). Raises the errors of
    `inspect`, and BASE_NOT_FOUND, BRANCH_NOT_FOUND, BRANCH_CHECKED_OUT, BAD_PREFIX, NAME_TAKEN, DISK_FULL,
    HOOK_FAILED or GIT_FAILED. Nothing is left then.
    """
    repository = await inspect(folder)
    made: list[Created] = []

    async def work() -> None:
        made.append(await _create(repository, folder, name, base, branch, prefix, worktrees_folder))

    await alone(repository.common_dir, work)
    return made[0]


async def _create(
    repository: Repository,
    folder: str,
    name: str,
    base: str | None,
    branch: str | None,
    prefix: str,
    worktrees_folder: str | None,
) -> Created:
    parent = Path(worktrees_folder or f"{repository.root}.worktrees")
    git = Git(repository.root)
    stem = slug(name)
    if branch is None:
        commit = await resolve(folder, base) if base else repository.head
        taken = await _branch_names(git)
        label = _free(stem, parent, lambda label: _is_taken(prefix + label, taken))
        new = prefix + label
        if not await git.ok("check-ref-format", "--branch", new):
            raise BranchlineError("BAD_PREFIX", f"“{shown(new)}” cannot be a branch; change branchline.branchPrefix.")
        arguments, track = ["-b", new, str(parent / label), commit], "--no-track"
        created = Created(str(parent / label), new, commit, Ownership(worktree=True, branch=True))
    else:
        label = _free(stem, parent, lambda _: False)
        start = await _existing(git, branch)
        base_commit = await git.text("merge-base", repository.head, start) if start else ""
        local = start.startswith("refs/heads/")
        created = Created(str(parent / label), branch, base_commit, Ownership(worktree=True, branch=not local))
        arguments = [created.worktree, branch] if local else ["-b", branch, created.worktree, start]
        track = "" if local else "--track"
    made_parent = not parent.exists()
    try:
        options = ["--quiet", *([track] if track else [])]
        await git.write("-c", "core.longpaths=true", "worktree", "add", *options, *arguments)
    except BranchlineError as error:
        await _undo(git, repository, created, made_parent)
        if error.code == "GIT_FAILED" and "fatal:" not in str(error.data.get("stderr", "")):
            raise BranchlineError(
                "HOOK_FAILED",
                f"The repository's post-checkout hook failed: {_first_line(error)} Mend the hook, then try again.",
                stderr=error.data.get("stderr"),
            ) from None
        raise
    except asyncio.CancelledError:
        await _undo(git, repository, created, made_parent)
        raise
    return created


def _free(stem: str, parent: Path, is_taken: Callable[[str], bool]) -> str:
    """`stem`, or `stem-2`, … whichever neither path nor branch has."""
    for number in range(1, MOST_TRIES):
        label = stem if number == 1 else f"{stem}-{number}"
        if not os.path.lexists(parent / label) and not is_taken(label):
            return label
    raise BranchlineError("NAME_TAKEN", f"Every name like “{stem}” is taken. Choose another one.")


def _is_taken(branch: str, names: set[str]) -> bool:
    """Also when they differ by case only, or one is a folder of the other: on disk they are the same file."""
    wanted = branch.lower()
    return any(name == wanted or name.startswith(f"{wanted}/") or wanted.startswith(f"{name}/") for name in names)


async def _branch_names(git: Git) -> set[str]:
    listing = await git.text("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads")
    return {line.lower() for line in listing.splitlines()}


async def _existing(git: Git, branch: str) -> str:
    """The full ref of a local or a remote's branch. Raises BRANCH_NOT_FOUND."""
    if branch and not branch.startswith("-") and await git.ok("check-ref-format", "--branch", branch):
        for pattern in (f"refs/heads/{branch}", f"refs/remotes/*/{branch}"):
            listing = await git.text("for-each-ref", "--format=%(refname)", pattern)
            found = [ref for ref in listing.splitlines() if ref.endswith(f"/{branch}")]
            if found:
                return found[0]
    raise BranchlineError("BRANCH_NOT_FOUND", f"There is no branch “{shown(branch)}” in this repository.")


async def _undo(git: Git, repository: Repository, created: Created, made_parent: bool) -> None:
    """Take back whatever a failed `git worktree add` left."""
    path = Path(created.worktree)
    admin = _admin_folder(repository.common_dir, path)
    await asyncio.to_thread(shutil.rmtree, path, True)
    if admin:
        await asyncio.to_thread(shutil.rmtree, admin, True)
    if created.owns.branch and await git.ok("show-ref", "--verify", "--quiet", f"refs/heads/{created.branch}"):
        await git.write("branch", "-D", "--quiet", "--", created.branch)
    if made_parent and path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def _first_line(error: BranchlineError) -> str:
    lines = str(error.data.get("stderr", "")).strip().splitlines()
    return shown(lines[0]) if lines else "it printed nothing."


# ---------------------------------------------------------------- taking away


async def remove(worktree: str, folder: str, owns: Ownership) -> None:
    """Delete a linked worktree that Branchline made: out of sight at once, then off the disk.

    Raises WORKTREE_NOT_OURS or WORKTREE_LOCKED; nothing was deleted then.
    """
    repository = await inspect(folder)
    path = Path(worktree)
    admin = _admin_folder(repository.common_dir, path)
    if not owns.worktree or path.is_symlink() or admin is None or path.samefile(repository.root):
        raise BranchlineError(
            "WORKTREE_NOT_OURS", f"{shown(worktree)} is not a worktree that Branchline made; nothing was deleted."
        )
    if (admin / "locked").exists():
        raise BranchlineError(
            "WORKTREE_LOCKED", f"{shown(worktree)} is locked (git worktree unlock); nothing was deleted."
        )
    aside = path.with_name(f".branchline-removed-{uuid.uuid4().hex[:8]}")

    async def work() -> None:
        os.rename(path, aside)
        await asyncio.to_thread(shutil.rmtree, admin)

    try:
        await alone(repository.common_dir, work)
        await asyncio.to_thread(_delete_tree, aside)
    except OSError as error:
        raise BranchlineError("NOT_DELETED", f"{shown(worktree)} could not be deleted: {error.strerror}.") from error
    if not any(path.parent.iterdir()):
        path.parent.rmdir()


async def delete_branch(folder: str, branch: str, expected_tip: str | None = None) -> None:
    """Delete a branch that no worktree has checked out; only at `expected_tip`, when that is given.

    Does nothing when there is no such branch. Raises BRANCH_CHECKED_OUT, BRANCH_MOVED.
    """
    repository = await inspect(folder)
    git = Git(repository.root)
    ref = f"refs/heads/{branch}"
    if not await git.ok("show-ref", "--verify", "--quiet", ref):
        return
    if expected_tip and await git.text("rev-parse", ref) != expected_tip:
        raise BranchlineError("BRANCH_MOVED", f"The branch {shown(branch)} has new commits; it was not deleted.")
    await git.write("branch", "-D", "--quiet", "--", branch)


async def loss(worktree: str) -> Loss:
    """What removing the worktree and its branch would lose. Raises git's errors."""
    git = Git(worktree)
    status, branch = await asyncio.gather(
        git.read("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"),
        git.text("rev-parse", "--abbrev-ref", "HEAD"),
    )
    count = await git.text(
        "rev-list", "--count", "HEAD", "--not", f"--exclude={branch}", "--branches", "--remotes", "--tags"
    )
    return Loss(status.count(b"\0"), int(count))


def _admin_folder(common_dir: str, path: Path) -> Path | None:
    """`<common>/worktrees/<id>` of a linked worktree, when both ends point at each other."""
    for admin in Path(common_dir, "worktrees").glob("*"):
        try:
            target = (admin / "gitdir").read_text().strip()
            link = (path / ".git").read_text().strip() if path.exists() else f"gitdir: {admin}"
        except OSError:
            continue
        if target == str(path / ".git") and os.path.realpath(link.removeprefix("gitdir: ")) == os.path.realpath(admin):
            return admin
    return None


def _delete_tree(path: Path) -> None:
    """Also read-only folders, which some build tools leave."""
    for folder, names, _ in os.walk(path):
        for name in names:
            inner = os.path.join(folder, name)
            if not os.path.islink(inner):
                os.chmod(inner, 0o700)
    shutil.rmtree(path)


def _parse_checkouts(listing: str) -> list[Checkout]:
    checkouts = []
    for entry in listing.split("\n\n"):
        fields = dict(line.partition(" ")[::2] for line in entry.splitlines())
        branch = fields.get("branch", "").removeprefix("refs/heads/") or None
        checkouts.append(Checkout(fields["worktree"], fields.get("HEAD"), branch, "bare" in fields))
    return checkouts
