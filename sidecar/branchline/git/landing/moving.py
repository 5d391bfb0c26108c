"""Moves a branch to the commit that was merged for it: by its ref, or with the checkout that has it."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.session.landing import dirty
from branchline.git.branches import LOCAL
from branchline.git.git_folders import GitFolders
from branchline.git.landing.bringing import bring
from branchline.git.landing.committing import NO_TERMINAL
from branchline.git.own_folder import looking
from branchline.git.repository import Repository
from branchline.git.runner import Git, alone
from branchline.git.snapshots.refs import optional
from branchline.git.stale_locks import drop_left, past_stale_locks
from branchline.git.switches import USERS

_NOT_BACK = ("not uptodate", "would be overwritten", "would be removed")
_IN_THE_WAY = ("would be overwritten by merge", "untracked working tree file")


async def move(repository: Repository, onto: str, before: str, made: str, *, killed: bool = False) -> None:
    """The branch, which no worktree has checked out. Raises BRANCH_MOVED, COMMIT_REFUSED (a hook did) and git's
    errors."""

    async def change() -> None:
        async with alone(repository.common_dir):
            words = ("-m", "branchline: landed", LOCAL + onto, made, before)
            await repository.git.write("update-ref", *words, env=NO_TERMINAL, lifted=USERS)

    try:
        await past_stale_locks(change, repository.root, LOCAL + onto, killed=killed)
    except BranchlineError as error:
        said = str(error.data.get("stderr", ""))
        if "but expected" in said:
            raise moved(onto) from None
        if "hook" in said:
            raise _refused(onto, said) from None
        raise


async def forward(checkout: GitFolders, onto: str, before: str, made: str) -> None:
    """The branch together with its checkout, which is clean. Raises CHECKOUT_DIRTY, BRANCH_MOVED and git's errors;
    nothing was changed then."""
    git = Git(checkout.checkout, checkout)
    if await git.text("rev-parse", "HEAD") != before:
        raise moved(onto)
    try:
        await git.write("merge", "--ff-only", "--quiet", "--no-stat", made, env=NO_TERMINAL, lifted=USERS)
    except BranchlineError as error:
        said = str(error.data.get("stderr", ""))
        if any(word in said for word in _IN_THE_WAY):
            raise dirty(checkout.checkout, _listed(said), onto) from None
        if await git.text("rev-parse", "HEAD") == made:
            return  # It is a hook that failed after it.
        raise


async def backward(checkout: GitFolders, onto: str, at: str, before: str) -> None:
    """A branch that is `at` a commit goes back to the one before, with its checkout, which is clean. Raises
    NOT_UNDOABLE, BRANCH_MOVED and git's errors; nothing was changed then."""
    git = Git(checkout.checkout, checkout)
    if await git.text("rev-parse", "HEAD") != at:
        raise moved(onto)
    try:
        await git.write("reset", "--keep", "--quiet", before, env=NO_TERMINAL, lifted=USERS)
    except BranchlineError as error:
        said = str(error.data.get("stderr", ""))
        if any(word in said for word in _NOT_BACK):
            raise BranchlineError(
                ErrorCode.NOT_UNDOABLE,
                f"{shown(checkout.checkout)} has {shown(onto)} checked out, and something of its own in the way. git"
                f" says: {shown(said.splitlines()[0])}",
            ) from None
        raise


async def forward_again(checkout: GitFolders, onto: str, before: str, made: str) -> bool:
    """`forward`, where a git that was killed may have done half of it: it is done to its end, and what is neither as it
    was nor as it is to be stays as somebody made it. False: it cannot be, as the checkout is at something else by now,
    or somebody has staged files there."""
    git = Git(checkout.checkout, checkout)
    head = await git.text("rev-parse", "HEAD")
    if head != before:
        return head == made
    locks = [checkout.git_dir / name for name in ("index.lock", "HEAD.lock", "ORIG_HEAD.lock")]
    await drop_left([*locks, checkout.common_dir / f"{LOCAL}{onto}.lock"])
    if await optional(git, "symbolic-ref", "--quiet", "HEAD") != LOCAL + onto:
        return False
    if not any([await git.ok("diff-index", "--cached", "--quiet", each, "--") for each in (before, made)]):
        return False
    place = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-"))
    try:
        await bring(checkout, before, made, place)
    finally:
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
    await git.write("read-tree", "--reset", made)
    await git.write("update-ref", "-m", "branchline: landed", "HEAD", made, before)
    return True


async def changed_in(checkout: GitFolders) -> list[str]:
    """The files that git knows and that are not as they were committed. Raises git's errors."""
    head = await Git(checkout.checkout, checkout).text("rev-parse", "HEAD^{commit}")
    options = ("-z", "--no-renames", "--untracked-files=no", "--ignore-submodules=dirty")
    async with looking(checkout, head) as ours:
        status = await ours.read("status", "--porcelain", *options)
    return [os.fsdecode(entry[3:]) for entry in status.split(b"\0") if entry]


def is_under_way(repository: Repository, onto: str) -> str | None:
    """The git folder of a checkout in which the branch is being rebased or bisected, so that it must not move."""
    common = Path(repository.common_dir)
    for git_dir in (common, *common.glob("worktrees/*")):
        for file in ("rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START"):
            try:
                name = (git_dir / file).read_text().strip()
            except OSError:
                continue
            if name.removeprefix(LOCAL) == onto:
                return str(git_dir)
    return None


def moved(onto: str) -> BranchlineError:
    return BranchlineError(
        ErrorCode.BRANCH_MOVED,
        f"The branch {shown(onto)} has other commits now, so that nothing was landed. Try again.",
        branch=onto,
    )


def _refused(onto: str, said: str) -> BranchlineError:
    return BranchlineError(
        ErrorCode.COMMIT_REFUSED,
        f"A hook of the repository does not let {shown(onto)} be moved: {shown(said.splitlines()[0])} Nothing was"
        " changed.",
        said=said,
        signing=False,
    )


def _listed(said: str) -> list[str]:
    """git names them on lines of their own."""
    return [line.strip() for line in said.splitlines() if line.startswith("\t")] or ["an untracked file"]
