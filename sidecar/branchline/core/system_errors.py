"""What the system refuses, as errors that the user can act on."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from typing import Any, ParamSpec, TypeVar

from branchline.core.errors import BranchlineError, ErrorCode, shown

Params = ParamSpec("Params")
Result = TypeVar("Result")
DISK_FULL = "The disk is full. Free some space, then try again."
_FULL = frozenset({ENOSPC, EDQUOT})
_REFUSED = frozenset({EACCES, EPERM, EROFS})


def known(error: BaseException | None) -> BranchlineError | None:
    """The error itself where it is one of ours, or what the system's means; None: it is a fault of Branchline's."""
    if isinstance(error, BranchlineError) or not isinstance(error, OSError):
        return error if isinstance(error, BranchlineError) else None
    if error.errno in _FULL:
        return BranchlineError(ErrorCode.DISK_FULL, DISK_FULL)
    if error.errno in _REFUSED:
        place = shown(error.filename) if isinstance(error.filename, str) else "a file"
        return BranchlineError(
            ErrorCode.PERMISSION_DENIED,
            f"The system does not let Branchline use {place}: {error.strerror}. Mend its permissions, then try again.",
        )
    return None


def tells_system_errors(
    work: Callable[Params, Coroutine[Any, Any, Result]],
) -> Callable[Params, Coroutine[Any, Any, Result]]:
    """The same work, which raises what is `known` as one of ours."""

    @functools.wraps(work)
    async def telling(*args: Params.args, **named: Params.kwargs) -> Result:
        try:
            return await work(*args, **named)
        except OSError as error:
            told = known(error)
            if told is None:
                raise
            raise told from error

    return telling
