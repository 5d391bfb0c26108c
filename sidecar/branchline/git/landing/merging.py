"""Merges in a worktree of its own, which nobody looks at and which goes when it is done."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.landing import How
from branchline.core.session.landing import merge_message, named
from branchline.git.git_folders import GitFolders, folders_in
from branchline.git.landing.committing import written
from branchline.git.own_folder import IDENTITY
from branchline.git.repository import Repository, entry_of
from branchline.git.runner import Git, alone
from branchline.git.switches import USERS, configured
from branchline.git.worktrees.entries import unmake_worktree

_FILES_ONLY = USERS - {"hooks", "signing"}
_PLAIN = {
    "rebase.updateRefs": "false",
    "rebase.autoStash": "false",
    "merge.autoStash": "false",
    "rerere.enabled": "false",
}
"""What a user may have set that would change more than what is asked for, or remember what nobody decided."""


async def make_apart(repository: Repository, place: Path, commit: str, beside: GitFolders) -> None:
    """A worktree at the commit. Folders that are ignored in the worktree `beside` are there too, as links, so that
    hooks find what is installed. Raises git's errors; nothing is left then."""
    await asyncio.to_thread(place.parent.mkdir, parents=True, exist_ok=True, mode=0o700)
    async with alone(repository.common_dir):
        try:
            words = ("--quiet", "--detach", str(place), commit)
            await repository.git.write("worktree", "add", *words, lifted=_FILES_ONLY)
        except BaseException:
            await unmake_worktree(repository, place)
            raise
    listing = ("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")
    for name in (await Git(beside.checkout, beside).read(*listing)).split(b"\0"):
        if name.endswith(b"/") and name.count(b"/") == 1:
            _link(os.fsencode(place), name[:-1], os.fsencode(beside.checkout))


def _link(place: bytes, name: bytes, beside: bytes) -> None:
    if not os.path.lexists(os.path.join(place, name)):
        os.symlink(os.path.join(beside, name), os.path.join(place, name))


async def clear_apart(repository: Repository, place: Path) -> None:
    """Raises OSError."""
    async with alone(repository.common_dir):
        if place.exists() or entry_of(repository.common_dir, place):
            await unmake_worktree(repository, place)
    if place.parent.is_dir():
        await asyncio.to_thread(shutil.rmtree, place.parent, ignore_errors=True)


async def merge(
    how: How, place: Path, repo: str, *, source: str, tip: str, onto: str, before: str, message: str, known: str = ""
) -> str:
    """What comes of it, as a commit. `known` is one of the session's all of which `onto` has, though not in its
    history. Raises LAND_CONFLICT, NOTHING_TO_LAND, COMMIT_REFUSED and git's errors."""
    git = Git(str(place), folders_in(str(place), repo))
    env = configured(_PLAIN)
    said = [word for text in merge_message(source, message) for word in ("-m", text)]
    try:
        if known and how is not How.REBASE:
            words = ("merge", "--quiet", "--strategy=ours", "--no-edit", "--no-stat", known)
            await git.write(*words, env={**env, **IDENTITY})
        if how is How.REBASE:
            await written(git, "rebase", "--quiet", *(["--onto", before, known] if known else [before]), env=env)
        elif how is How.MERGE and not known:
            await written(git, "merge", "--quiet", "--no-ff", "--no-edit", "--no-stat", *said, tip, env=env)
        elif how is How.MERGE:
            await written(git, "merge", "--quiet", "--no-ff", "--no-commit", "--no-stat", tip, env=env)
            await git.write("update-ref", "--no-deref", "HEAD", before)
            await written(git, "commit", "--quiet", *said, env=env)
        else:
            await written(git, "merge", "--quiet", "--squash", "--ff", "--no-stat", tip, env=env)
            if known:
                await git.write("update-ref", "--no-deref", "HEAD", before)
            if await git.ok("diff-index", "--cached", "--quiet", "HEAD", "--"):
                raise _nothing(onto)
            await written(git, "commit", "--quiet", "--file=-", stdin=message, env=env)
    except BranchlineError as error:
        if error.code is ErrorCode.COMMIT_REFUSED and (files := await _unmerged(git)):
            raise conflict(files, onto, before) from None
        raise
    made = await git.text("rev-parse", "HEAD")
    if made == before:
        raise _nothing(onto)
    return made


def conflict(files: list[str], onto: str, commit: str) -> BranchlineError:
    """`commit` is what `onto` is at."""
    return BranchlineError(
        ErrorCode.LAND_CONFLICT,
        f"This session’s work conflicts with {shown(onto)} in {named(files)}. Have the agent bring {shown(onto)} into"
        " its branch and resolve that, then land again. Nothing was changed.",
        onto=onto,
        commit=commit,
        files=files[:100],
    )


def _nothing(onto: str) -> BranchlineError:
    return BranchlineError(
        ErrorCode.NOTHING_TO_LAND, f"There is nothing to land: {shown(onto)} has all of this session’s work.", onto=onto
    )


async def _unmerged(git: Git) -> list[str]:
    listing = await git.read("ls-files", "--unmerged", "-z")
    return sorted({os.fsdecode(entry.partition(b"\t")[2]) for entry in listing.split(b"\0") if entry})
