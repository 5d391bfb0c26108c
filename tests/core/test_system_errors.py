from __future__ import annotations

import errno
import os

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.system_errors import known, tells_system_errors


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        (errno.ENOSPC, ErrorCode.DISK_FULL, "The disk is full."),
        (errno.EDQUOT, ErrorCode.DISK_FULL, "The disk is full."),
        (errno.EACCES, ErrorCode.PERMISSION_DENIED, "/a/b: Permission denied."),
        (errno.EPERM, ErrorCode.PERMISSION_DENIED, "/a/b: Operation not permitted."),
        (errno.EROFS, ErrorCode.PERMISSION_DENIED, "/a/b: Read-only file system."),
    ],
)
async def test_what_the_user_can_act_on_is_said(number: int, code: ErrorCode, says: str) -> None:
    cause = OSError(number, os.strerror(number), "/a/b")
    found = known(cause)
    assert found is not None
    assert found.code is code
    assert says in found.message

    @tells_system_errors
    async def work() -> None:
        raise cause

    with pytest.raises(BranchlineError) as raised:
        await work()
    assert (raised.value.code, raised.value.message) == (found.code, found.message)
    assert raised.value.__cause__ is cause


@pytest.mark.parametrize(
    "error",
    [OSError(errno.EBADF, "Bad file descriptor"), FileNotFoundError(errno.ENOENT, "none"), OSError("odd"), KeyError()],
)
async def test_what_is_a_fault_of_ours_stays_one(error: Exception) -> None:
    assert known(error) is None

    @tells_system_errors
    async def work() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        await work()
    assert raised.value is error


def test_what_is_said_already_is_not_said_anew() -> None:
    error = BranchlineError(ErrorCode.NO_SESSION, "There is none.")
    assert known(error) is error
    assert known(None) is None


def test_a_path_that_no_sentence_can_hold() -> None:
    found = known(PermissionError(errno.EACCES, "no", "/a\n" + "x" * 500))
    assert found is not None
    assert "\n" not in found.message
    assert len(found.message) < 320
    assert "a file" in str(known(PermissionError(errno.EACCES, "no")))
