"""What is refused with a coded error, and a sentence."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from branchline.core.errors import BranchlineError


async def failure(awaited: Awaitable[object]) -> BranchlineError:
    """The error that it ends with."""
    with pytest.raises(BranchlineError) as caught:
        await awaited
    assert caught.value.message.endswith("."), caught.value.message
    return caught.value


async def refused(code: str, awaited: Awaitable[object]) -> BranchlineError:
    """As `failure`, with this code."""
    error = await failure(awaited)
    assert error.code == code, error.message
    return error
