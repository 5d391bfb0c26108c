"""Where a folder's repository is, and which worktrees it has."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.checkouts import checkout_of, common_dir_of
from branchline.git.git_folders import GitFolders, folders_of
from branchline.git.runner import Git
from branchline.git.together import together
from branchline.git.version import LEAST, needs

_CHECKOUT = re.compile(
    r"^worktree (?P<path>(?s:.+?))\n(?:bare|HEAD (?P<head>[0-9a-f]+)\n(?:detached|branch refs/heads/(?P<branch>.+)))$",
    re.MULTILINE,
)

APPEARS = "{**/.git,**/.git/HEAD}"
"""A glob, below any folder: where such a file or folder comes or goes, a repository does. Not every watcher tells what
is within a new folder."""


@attrs.frozen
class Checkout:
    """One entry of `git worktree list`. `branch` is None on a detached HEAD."""

    path: str
    head: str | None
    branch: str | None


@attrs.frozen
class Repository:
    """`root` is the main checkout, `head` the commit checked out in the folder that was asked about, `common_dir` what
    all checkouts share. Paths are absolute, without symbolic links."""

    root: str
    common_dir: str
    head: str
    checkouts: tuple[Checkout, ...]

    @property
    def git(self) -> Git:
        common_dir = Path(self.common_dir)
        return Git(self.root, GitFolders(self.root, common_dir, common_dir))


def git_of(repository: str) -> Git:
    """git in a known checkout, or common git folder: nothing is looked for upward. Raises NOT_A_REPO, PATH_MISSING."""
    return Git(repository, folders_of(repository))


async def inspect(folder: str) -> Repository:
    """The repository that the folder is in: its main checkout, a subfolder, or a linked worktree.

    Where there is no main checkout to be found (linked worktrees of a bare repository, submodules, a separate git
    folder), `root` is the checkout that the folder is in.
    Raises PATH_MISSING, NOT_A_REPO, NO_COMMIT, BARE_REPO, UNSAFE_REPO, GIT_MISSING or GIT_TOO_OLD.
    """
    _check_absolute(folder)
    found, bare = await _look(Git(folder))
    # `core.bare` may say so of a repository that has a checkout: some tools leave it behind.
    if bare and Path(found.common_dir).name != ".git" and _checkout_around(folder) is None:
        raise BranchlineError(
            ErrorCode.BARE_REPO, f"{shown(folder)} is a bare repository; open a checkout of it.", path=folder
        )
    if not found.head:
        raise BranchlineError(
            ErrorCode.NO_COMMIT, f"{shown(folder)} has no commit yet. Make a first commit, then start a session."
        )
    return found


async def inspect_known(folder: str) -> Repository:
    """As `inspect`, for a repository that sessions have already: it may have become bare by now, or HEAD may be on a
    branch without a commit (`head` is "" then). `folder` may be its common git folder, which then is the `root` where
    there is no main checkout. None around it is taken for it. Raises PATH_MISSING, NOT_A_REPO or UNSAFE_REPO."""
    _check_absolute(folder)
    return (await _look(git_of(folder)))[0]


async def _look(git: Git) -> tuple[Repository, bool]:
    """The repository, and whether it is bare as seen from git's folder."""
    await needs(LEAST)
    found, listing = await together(_where_and_head(git), git.text("worktree", "list", "--porcelain"))
    common_dir, bare, head = found.rsplit("\n", 2)
    checkouts = tuple(Checkout(one["path"], one["head"], one["branch"]) for one in _CHECKOUT.finditer(listing))
    root = checkouts[0].path
    if not os.path.lexists(Path(root, ".git")):
        root = await _toplevel(git) or _checkout_around(git.folder) or common_dir
    return Repository(root, common_dir, head, checkouts), bare == "true"


def _checkout_around(folder: str) -> str | None:
    """As `_toplevel`, by the files alone: what git cannot tell where `core.bare` is set."""
    top = checkout_of(folder)
    return os.path.realpath(top) if top is not None and os.path.lexists(os.path.join(top, ".git")) else None


async def _toplevel(git: Git) -> str | None:
    """The checkout that the folder is in; None in a git folder."""
    try:
        return await git.text("rev-parse", "--path-format=absolute", "--show-toplevel")
    except BranchlineError as error:
        if error.code not in {ErrorCode.GIT_FAILED, ErrorCode.BARE_REPO}:
            raise
        return None


async def outermost(checkout: str) -> str:
    """The checkout itself, or the one of which it is a submodule, or that is one of. Raises git's errors."""
    found = checkout
    while any(os.path.lexists(above / ".git") for above in Path(found).parents):
        above = await git_of(found).text("rev-parse", "--show-superproject-working-tree")
        if not above:
            break
        found = os.path.realpath(above)
    return found


async def in_repositories(folders: Iterable[str]) -> list[str]:
    """Those of the folders that are in a repository, in the same order. One that git does not trust, or cannot read, is
    one too: whoever wants a session there is told what is wrong. Raises GIT_MISSING, and PATH_MISSING for a relative
    path."""
    return [folder for folder in folders if await _is_in_repository(folder)]


async def _is_in_repository(folder: str) -> bool:
    _check_absolute(folder)
    try:
        await Git(folder).read("rev-parse", "--git-dir")
    except BranchlineError as error:
        if error.code is ErrorCode.GIT_MISSING:
            raise
        return error.code not in {ErrorCode.NOT_A_REPO, ErrorCode.PATH_MISSING}
    return True


async def resolve(folder: str, base: str) -> str:
    """The full id of the commit that `base` names: a branch, a remote's branch, a tag, any commit-ish.

    Raises BASE_NOT_FOUND.
    """
    try:
        git = Git(folder) if common_dir_of(folder) is None else git_of(folder)
        return await git.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        raise BranchlineError(
            ErrorCode.BASE_NOT_FOUND, f"There is no branch or commit “{shown(base)}” in this repository.", base=base
        ) from None


def entry_of(common_dir: str, worktree: str | Path) -> Path | None:
    """What git keeps about the linked worktree at this path: `<common dir>/worktrees/<id>`. The worktree itself may
    be gone."""
    wanted = os.path.realpath(worktree)
    for entry in Path(common_dir, "worktrees").glob("*"):
        try:
            link = (entry / "gitdir").read_bytes()
        except OSError:
            continue
        # `<worktree>/.git`; a relative one (worktree.useRelativePaths) counts from the entry.
        if os.path.realpath(entry / os.path.dirname(os.fsdecode(link.removesuffix(b"\n")))) == wanted:
            return entry
    return None


def _check_absolute(folder: str) -> None:
    if not os.path.isabs(folder):
        raise BranchlineError(
            ErrorCode.PATH_MISSING, f"“{shown(folder)}” is not the absolute path of a folder.", path=folder
        )


async def _where_and_head(git: Git) -> str:
    """Three lines: the common git folder, whether it is bare, the commit (none where there is none yet)."""
    where = ("rev-parse", "--path-format=absolute", "--git-common-dir", "--is-bare-repository")
    try:
        return await git.text(*where, "HEAD^{commit}")
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
    return f"{await git.text(*where)}\n"
