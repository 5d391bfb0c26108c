"""What git's failures mean: by what it prints, and by what it leaves out."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterable

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.system_errors import DISK_FULL

_DISK_FULL = re.compile(r"No space left on device|Out of diskspace|disk quota exceeded", re.IGNORECASE)
_KNOWN: tuple[tuple[re.Pattern[str], ErrorCode, str], ...] = (
    (re.compile(r"not a git repository"), ErrorCode.NOT_A_REPO, "{where} is not a git repository."),
    (
        re.compile(r"dubious ownership"),
        ErrorCode.UNSAFE_REPO,
        "git does not trust {where}, because another user owns it. If you do, run `{command}` in a terminal.",
    ),
    (
        re.compile(r"from promisor remote"),
        ErrorCode.GIT_FAILED,
        "{where} is a partial clone, and git could not fetch what is missing from its remote: {detail}. Try again when"
        " that can be reached.",
    ),
    (
        re.compile(r"unknown repository extensions? found:\s*(?P<place>[^\n]+)|unknown (?P<what>ref storage format)"),
        ErrorCode.GIT_FAILED,
        "{where} needs a newer git, which knows “{place}”. Update git.",
    ),
    (
        re.compile(r"cannot use bare repository"),
        ErrorCode.BARE_REPO,
        "{where} is a bare repository; open a checkout of it.",
    ),
    (_DISK_FULL, ErrorCode.DISK_FULL, DISK_FULL),
    (
        re.compile(r"(?:checked out|used by worktree) at '?(?P<place>[^'\n]+)"),
        ErrorCode.BRANCH_CHECKED_OUT,
        "The branch is checked out already, in {place}. Choose another branch.",
    ),
    (
        re.compile(r"must be run in a work tree|core\.bare and core\.worktree do not make sense"),
        ErrorCode.BARE_REPO,
        "git takes {where} for a bare repository, which has no checkout. If it has one, another program has set"
        " core.bare: run `git config core.bare false` there.",
    ),
    (
        re.compile(r"Permission denied|Read-only file system"),
        ErrorCode.PERMISSION_DENIED,
        "git has no permission: {detail}.",
    ),
)
_TRUSTS = re.compile(r"^\s*(git config --global --add safe\.directory [^\n]+)", re.MULTILINE)
_FILTER = re.compile(
    r"external filter [^\n]+ failed[^\n]*|initialization for subprocess [^\n]+ failed"
    r"|(?:smudge|clean) filter [^\n]+ failed"
)
_NO_PROGRAM = re.compile(
    r"[^\n]*: (?:command )?not found|[^\n]*sh: (?:line )?\d+: [^\n]+: No such file[^\n]*"
    r"|cannot run [^\n]+: No such file[^\n]*"
)
"""What the shell says that should run one. It names the program; which of its own sentences git says, and in what order
with the shell's, depends on who is quicker."""
_HUNG_UP = re.compile(r"[^\n]*the remote end hung up unexpectedly")
"""So git says of a filter that ended while they spoke, as of a remote."""
_REMOTE = re.compile(r"promisor remote|from remote repository|fetch-pack|index-pack")
_NOT_WRITTEN = re.compile(
    r"(?:unable to|could ?n[o']t|failed to|cannot) (?:write|create|insert|append|close|copy)(?!.*File exists)"
    r"|I/O error",
    re.IGNORECASE,
)
_NO_ROOM = 64 * 1024
"""Bytes: with less than this a disk is full."""


def failure(command: str, folder: str, written: Iterable[str], status: int, errors: str) -> BranchlineError:
    """That git ended with `status` and printed `errors` in `folder`. `written` are other paths that it writes to.

    Codes: those of `_KNOWN`, FILTER_FAILED, DISK_FULL and PERMISSION_DENIED also where git only says that it could not
    write, GIT_KILLED (a signal ended it, and it said nothing about what was asked), else GIT_FAILED. The data hold
    `stderr` and `status`, with UNSAFE_REPO also the `command` by which the user says that they trust it.
    """
    detail = next((line for line in errors.splitlines() if line.startswith(("fatal:", "error:"))), errors)
    detail = shown(detail.removeprefix("fatal: ").removeprefix("error: ")).rstrip(".")
    data: dict[str, object] = {"stderr": errors[-2000:], "status": status}
    filtered = None if _DISK_FULL.search(errors) else _filter_fault(errors)
    if filtered is not None:
        return BranchlineError(
            ErrorCode.FILTER_FAILED,
            f"A filter of the repository's files failed: {shown(filtered)}. Install or mend the program that the"
            " filter's setting names, such as Git LFS, then try again.",
            **data,
        )
    for pattern, code, sentence in _KNOWN:
        found = pattern.search(errors)
        if found:
            place = next(filter(None, found.groupdict().values()), "")
            if code is ErrorCode.UNSAFE_REPO:
                told = _TRUSTS.search(errors)
                data["command"] = told[1] if told else f"git config --global --add safe.directory {shlex.quote(folder)}"
            message = sentence.format(where=shown(folder), detail=detail, place=place, command=data.get("command", ""))
            return BranchlineError(code, message, path=folder, place=place, **data)
    places = (folder, *written) if _NOT_WRITTEN.search(errors) else ()
    if any(map(_is_full, places)):
        return BranchlineError(ErrorCode.DISK_FULL, DISK_FULL, **data)
    if closed := next(filter(_is_read_only, places), None):
        message = f"git has no permission: the file system of {shown(closed)} is read-only."
        return BranchlineError(ErrorCode.PERMISSION_DENIED, message, **data)
    if status < 0:
        return BranchlineError(ErrorCode.GIT_KILLED, f"git {command} was ended by signal {-status}. Try again.", **data)
    return BranchlineError(ErrorCode.GIT_FAILED, f"git {command} failed: {detail or f'exit code {status}'}.", **data)


def _filter_fault(errors: str) -> str | None:
    """The line that says best what was wrong with a filter; None: there was none, or nothing was."""
    missing, failed, hung_up = (pattern.search(errors) for pattern in (_NO_PROGRAM, _FILTER, _HUNG_UP))
    found = failed or (hung_up if not _REMOTE.search(errors) else None)
    return (missing or found)[0].strip() if found else None


def _is_read_only(path: str) -> bool:
    try:
        return os.path.isabs(path) and bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _is_full(path: str) -> bool:
    try:
        return os.path.isabs(path) and shutil.disk_usage(path).free < _NO_ROOM
    except OSError:
        return False
