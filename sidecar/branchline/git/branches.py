"""Which branches a repository has, where they are checked out, and what a name among them means."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.git_folders import folders_of
from branchline.git.repository import Repository, git_of, inspect, inspect_known
from branchline.git.runner import Git, alone, changes
from branchline.git.together import together

LOCAL = "refs/heads/"
REMOTE = "refs/remotes/"
NEVER = -1
"""No count of `changes`."""


@attrs.frozen
class Branch:
    """`checked_out` is the worktree that holds it, or None. `remote` is for `origin/main` and the like."""

    name: str
    remote: bool
    checked_out: str | None


@attrs.frozen
class Branches:
    """`current` is that of the folder that was asked about; None on a detached HEAD."""

    current: str | None
    branches: tuple[Branch, ...]


@attrs.frozen
class Seen:
    """A repository and its branches, as they were looked at together, when git of ours had changed things so often."""

    repository: Repository
    refs: dict[str, str]
    when: int

    async def refs_now(self) -> dict[str, str]:
        """As `refs_of`, asked again where they may have altered since. Raises git's errors."""
        return self.refs if self.when == changes() else await refs_of(self.repository.git)


async def see(folder: str) -> Seen:
    """Raises the errors of `inspect`."""
    when = changes()
    repository, refs = await together(inspect(folder), refs_of(Git(folder)))
    return Seen(repository, refs, when)


async def see_known(folder: str) -> Seen:
    """By `inspect_known`, whose errors it raises; the branches are asked when they are needed."""
    return Seen(await inspect_known(folder), {}, NEVER)


async def list_branches(folder: str) -> Branches:
    """Local ones first, each kind by name. Raises the errors of `inspect`."""
    repository = await inspect(folder)
    held = {checkout.branch: checkout.path for checkout in repository.checkouts if checkout.branch}
    if Path(repository.common_dir, "reftable").is_dir():
        current, names = await _ask_git(Git(folder))
    else:
        current, names = await asyncio.to_thread(_read, folder)
    local = sorted(name.removeprefix(LOCAL) for name in names if name.startswith(LOCAL))
    remote = sorted(name.removeprefix(REMOTE) for name in names if name.startswith(REMOTE))
    return Branches(
        current,
        (
            *(Branch(name, False, held.get(name)) for name in local),
            *(Branch(name, True, None) for name in remote if not name.endswith("/HEAD")),
        ),
    )


async def delete_branch(folder: str, branch: str, expected_tip: str | None = None) -> None:
    """Delete a branch that no worktree has checked out; only at `expected_tip`, when that is given.

    Does nothing when there is no such branch. Raises BRANCH_CHECKED_OUT, BRANCH_MOVED; nothing was deleted then.
    """
    git = git_of(folder)
    async with alone(str(folders_of(folder).common_dir)):
        # Here: what was checked out may have changed while we waited. Where it pulls from goes with it.
        pulls = git.ok("config", "--local", "--get", f"branch.{branch}.remote")
        repository, refs, has_remote = await together(inspect_known(folder), refs_of(git), pulls)
        tip = refs.get(LOCAL + branch)
        if tip is None:
            return
        refuse_checked_out(repository, branch)
        try:
            await git.write("update-ref", "-d", LOCAL + branch, expected_tip or tip)
        except BranchlineError as error:
            if error.code is not ErrorCode.GIT_FAILED or "but expected" not in str(error.data.get("stderr")):
                raise
            raise BranchlineError(
                ErrorCode.BRANCH_MOVED,
                f"The branch {shown(branch)} has other commits now; it was not deleted.",
                branch=branch,
            ) from None
        if has_remote:
            await git.write("config", "--local", "--remove-section", f"branch.{branch}")


async def make_branch(folder: str, branch: str, commit: str) -> None:
    """A local branch at `commit`, unless there is one of that name. Raises git's errors."""
    git = git_of(folder)
    if LOCAL + branch not in await refs_of(git):
        await git.write("branch", "--no-track", "-q", "--", branch, commit)


async def refs_of(git: Git) -> dict[str, str]:
    """The commit of every local and remote branch, by full name."""
    listing = await git.text("for-each-ref", "--format=%(objectname) %(refname)", LOCAL, REMOTE)
    return {name: commit for commit, _, name in (line.partition(" ") for line in listing.splitlines())}


async def holder_of(folder: str, branch: str, but: str) -> str | None:
    """The worktree that has the branch checked out, other than the one at `but`. Raises git's errors."""
    checkouts = (await inspect_known(folder)).checkouts
    own = os.path.realpath(but)
    return next((each.path for each in checkouts if each.branch == branch and os.path.realpath(each.path) != own), None)


def refuse_checked_out(repository: Repository, branch: str) -> None:
    """Raises BRANCH_CHECKED_OUT, with the worktree as `place` in its data."""
    for checkout in repository.checkouts:
        if checkout.branch == branch:
            raise BranchlineError(
                ErrorCode.BRANCH_CHECKED_OUT,
                f"The branch {shown(branch)} is checked out already, in {shown(checkout.path)}. Choose another one.",
                place=checkout.path,
            )


def find_branch(refs: Mapping[str, str], wanted: str) -> tuple[str, str | None]:
    """(local name, None) of an existing branch, or (local name to make, full ref of the remote's branch).

    `wanted` is a local branch, `REMOTE/BRANCH`, or a branch that only a remote has: the one remote that has it, else
    origin. A local branch of that name goes before a remote's. Raises BRANCH_NOT_FOUND.
    """
    if LOCAL + wanted in refs:
        return wanted, None
    # A remote's name may hold slashes, but hardly ever does.
    _, _, short = wanted.partition("/")
    if REMOTE + wanted in refs and short != "HEAD":
        return (short, None) if LOCAL + short in refs else (short, REMOTE + wanted)
    remotes = [ref for ref in refs if ref.startswith(REMOTE) and ref.split("/", 3)[3] == wanted != "HEAD"]
    if len(remotes) > 1:
        remotes = [ref for ref in remotes if ref == f"{REMOTE}origin/{wanted}"]
    if not remotes:
        raise BranchlineError(
            ErrorCode.BRANCH_NOT_FOUND, f"There is no branch “{shown(wanted)}” in this repository.", branch=wanted
        )
    return wanted, remotes[0]


async def parents_of(git: Git, branch: str, refs: Mapping[str, str]) -> list[str]:
    """The commits of the default branch, local and remote, that `branch` probably left: `origin/HEAD` says which one
    that is, besides `main` and `master`. Empty when there is none but `branch` itself."""
    names = ["main", "master"]
    if f"{REMOTE}origin/HEAD" in refs:
        names.append((await git.text("symbolic-ref", f"{REMOTE}origin/HEAD")).removeprefix(f"{REMOTE}origin/"))
    defaults = {prefix + name for name in names for prefix in (LOCAL, f"{REMOTE}origin/")} - {LOCAL + branch}
    return sorted({refs[ref] for ref in defaults if ref in refs})


def _read(folder: str) -> tuple[str | None, list[str]]:
    """GitPython reads loose and packed refs itself, without a process."""
    import git

    with git.Repo(folder, search_parent_directories=True) as repo:
        current = None if repo.head.is_detached else repo.head.ref.name
        names = [ref.path for ref in git.Reference.iter_items(repo, LOCAL)]
        return current, names + [ref.path for ref in git.Reference.iter_items(repo, REMOTE)]


async def _ask_git(git: Git) -> tuple[str | None, list[str]]:
    """For the newer way of storing refs, which GitPython does not know."""
    current = await git.text("branch", "--show-current")
    return current or None, list(await refs_of(git))
