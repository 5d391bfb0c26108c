"""What one session's agent has besides what all have: a folder of its own, further arguments and variables."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Session
from branchline.machine.environment import is_reserved

MOST = 100
"""Of arguments, and of variables."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def subfolder_of(text: str | None) -> str:
    """The path within the worktree, without what says nothing; "" for its top. Raises BAD_PATH."""
    text = (text or "").strip()
    parts = [part for part in text.split("/") if part not in {"", "."}]
    if text.startswith(("/", "~")) or ".." in parts or "\0" in text:
        raise BranchlineError(
            ErrorCode.BAD_PATH,
            f"“{shown(text)}” is no folder inside the worktree. Name one of the repository's folders.",
            path=text,
        )
    return "/".join(parts)


def arguments_of(arguments: Sequence[str]) -> tuple[str, ...]:
    """Raises BAD_ARGUMENTS."""
    if len(arguments) > MOST:
        raise BranchlineError(ErrorCode.BAD_ARGUMENTS, f"There are more than {MOST} extra arguments.")
    return tuple(arguments)


def environment_of(variables: Sequence[str]) -> tuple[str, ...]:
    """`NAME=value`; of several with one name the last holds. Raises BAD_VARIABLE."""
    found: dict[str, str] = {}
    for variable in variables:
        name, equals, value = variable.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise BranchlineError(ErrorCode.BAD_VARIABLE, f"“{shown(name)}” is no variable; write NAME=value.")
        if is_reserved(name):
            raise BranchlineError(
                ErrorCode.BAD_VARIABLE,
                f"{name} cannot be set for one session: Branchline, git or the terminal goes by it. Leave it out.",
            )
        found[name] = value
    if len(found) > MOST:
        raise BranchlineError(ErrorCode.BAD_VARIABLE, f"There are more than {MOST} extra variables.")
    return tuple(f"{name}={value}" for name, value in found.items())


def refuse_folder_outside(session: Session) -> None:
    """Raises BAD_PATH where the session's subfolder is not there, or leads out of its worktree by a link."""
    root, folder = os.path.realpath(session.worktree), os.path.realpath(session.folder)
    if not os.path.isdir(folder):
        raise BranchlineError(
            ErrorCode.BAD_PATH,
            f"There is no folder “{shown(session.subfolder)}” in the worktree. Choose another one.",
            path=session.subfolder,
        )
    if folder != root and not folder.startswith(f"{root}/"):
        raise BranchlineError(
            ErrorCode.BAD_PATH,
            f"“{shown(session.subfolder)}” leads out of the worktree. Choose another folder.",
            path=session.subfolder,
        )
