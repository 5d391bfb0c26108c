"""Why a worktree could not be made, where the system or git does not say it well."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.system_errors import known
from branchline.git.repository import Repository, entry_of
from branchline.git.runner import Git

_BLOCK = 4096


async def explained(error: BranchlineError, git: Git, repository: Repository, path: Path, tip: str) -> BranchlineError:
    """What git's failure was about, where git does not say it."""
    errors = str(error.data.get("stderr", ""))
    if error.code in {ErrorCode.DISK_FULL, ErrorCode.FILTER_FAILED} or not isinstance(error.data.get("status"), int):
        return error
    if re.search(r"(?:unable to|couldn't|could not) (?:write|create)", errors) and await _no_room(git, path, tip):
        return BranchlineError(
            ErrorCode.DISK_FULL,
            "The disk is full: the worktree does not fit. Free some space, then try again.",
            stderr=errors,
        )
    return error


def hook_said(error: BranchlineError, repository: Repository, path: Path) -> str | None:
    """A sentence, where it was but the post-checkout hook that failed, over a worktree that is whole; else None."""
    status = error.data.get("status")
    if error.code in {ErrorCode.DISK_FULL, ErrorCode.FILTER_FAILED} or not isinstance(status, int) or status <= 0:
        return None
    if entry_of(repository.common_dir, path) is None:
        return None  # git takes back a checkout that it could not finish; this one it did finish.
    return hook_printed(error)


def hook_printed(error: BranchlineError) -> str:
    said = str(error.data.get("stderr", "")).strip()
    first = shown(said.splitlines()[0]) if said else "it printed nothing."
    return f"The repository's post-checkout hook failed: {first}"


async def _no_room(git: Git, path: Path, tip: str) -> bool:
    """Whether the commit's files need more than the disk has."""
    try:
        listing = await git.read("ls-tree", "-r", "-z", "--long", tip)
    except BranchlineError:
        return False  # Of what a remote only promises no size is known.
    sizes = (entry.partition(b"\t")[0].split()[3] for entry in listing.split(b"\0") if entry)
    needed = _BLOCK + sum(int(size) + _BLOCK for size in sizes if size.isdigit())
    return shutil.disk_usage(path.parent).free < needed


def not_made(error: OSError, place: Path) -> BranchlineError:
    told = known(error)
    if told is not None and told.code is ErrorCode.DISK_FULL:
        return told
    code = told.code if told else ErrorCode.NOT_MADE
    return BranchlineError(code, f"The worktree cannot be made in {shown(str(place))}: {error.strerror}.")
