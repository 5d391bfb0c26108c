"""What git's failures mean: by what it prints, and by what it leaves out."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.system_errors import DISK_FULL

_KNOWN: tuple[tuple[re.Pattern[str], ErrorCode, str], ...] = (
    (re.compile(r"not a git repository"), ErrorCode.NOT_A_REPO, "{where} is not a git repository."),
    (
        re.compile(r"dubious ownership"),
        ErrorCode.UNSAFE_REPO,
        "git does not trust {where}, because another user owns it. Add it to git's safe.directory.",
    ),
    (
        re.compile(r"cannot use bare repository"),
        ErrorCode.BARE_REPO,
        "{where} is a bare repository; open a checkout of it.",
    ),
    (
        re.compile(r"No space left on device|Out of diskspace|disk quota exceeded", re.IGNORECASE),
        ErrorCode.DISK_FULL,
        DISK_FULL,
    ),
    (
        re.compile(r"(?:checked out|used by worktree) at '?(?P<place>[^'\n]+)"),
        ErrorCode.BRANCH_CHECKED_OUT,
        "The branch is checked out already, in {place}. Choose another branch.",
    ),
    (re.compile(r"Permission denied"), ErrorCode.PERMISSION_DENIED, "git has no permission: {detail}."),
)
_NOT_WRITTEN = re.compile(
    r"(?:unable to|could ?n[o']t|failed to|cannot) (?:write|create|insert|append|close|copy)(?!.*File exists)",
    re.IGNORECASE,
)
_NO_ROOM = 64 * 1024
"""Bytes: with less than this a disk is full."""


def failure(command: str, folder: str, written: Iterable[str], status: int, errors: str) -> BranchlineError:
    """That git ended with `status` and printed `errors` in `folder`. `written` are other paths that it writes to.

    Codes: those of `_KNOWN`, DISK_FULL also where git says only that it could not write, GIT_KILLED (a signal ended it,
    and it said nothing about what was asked), else GIT_FAILED. The data hold `stderr` and `status`.
    """
    detail = next((line for line in errors.splitlines() if line.startswith(("fatal:", "error:"))), errors)
    detail = shown(detail.removeprefix("fatal: ").removeprefix("error: ")).rstrip(".")
    data = {"stderr": errors[-2000:], "status": status}
    for pattern, code, sentence in _KNOWN:
        found = pattern.search(errors)
        if found:
            place = found.groupdict().get("place", "")
            return BranchlineError(code, sentence.format(where=shown(folder), detail=detail, place=place), **data)
    if _NOT_WRITTEN.search(errors) and any(_is_full(path) for path in (folder, *written)):
        return BranchlineError(ErrorCode.DISK_FULL, DISK_FULL, **data)
    if status < 0:
        return BranchlineError(ErrorCode.GIT_KILLED, f"git {command} was ended by signal {-status}. Try again.", **data)
    return BranchlineError(ErrorCode.GIT_FAILED, f"git {command} failed: {detail or f'exit code {status}'}.", **data)


def _is_full(path: str) -> bool:
    try:
        return os.path.isabs(path) and shutil.disk_usage(path).free < _NO_ROOM
    except OSError:
        return False
