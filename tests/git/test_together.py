"""What is done at once has ended when the whole has: nothing goes on behind its caller."""

from __future__ import annotations

import asyncio

import pytest

from branchline.git.together import together


class Work:
    """Lasts until it is told to end; once cancelled, `slow` more turns, or until it is cancelled again."""

    def __init__(self, slow: int = 0) -> None:
        self.slow = slow
        self.has_ended = False
        self.cancelled = 0

    async def run(self) -> None:
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            self.cancelled = 1
            try:
                for _ in range(self.slow):
                    await asyncio.sleep(0)
            except asyncio.CancelledError:
                self.cancelled = 2
            raise
        finally:
            self.has_ended = True


async def gives(value: str) -> str:
    await asyncio.sleep(0)
    return value


async def fails(error: Exception) -> str:
    await asyncio.sleep(0)
    raise error


async def test_it_gives_what_each_gives() -> None:
    assert await together(gives("a"), gives("b")) == ("a", "b")
    assert await together(gives("a"), gives("b"), gives("c")) == ("a", "b", "c")


@pytest.mark.parametrize("slow", [0, 1, 50])
async def test_a_failure_ends_the_others_first(slow: int) -> None:
    work, other = Work(slow), Work()
    with pytest.raises(ValueError, match="this"):
        await together(work.run(), fails(ValueError("this")), other.run())
    assert work.has_ended
    assert other.has_ended


async def test_the_first_failure_is_told() -> None:
    with pytest.raises(ValueError, match="one"):
        await together(fails(ValueError("one")), fails(ValueError("two")))


@pytest.mark.parametrize("slow", [0, 1, 50])
async def test_whoever_is_cancelled_waits_for_their_ends(slow: int) -> None:
    slower, other = Work(slow), Work()
    whole = asyncio.create_task(together(slower.run(), other.run()))
    await asyncio.sleep(0.001)
    whole.cancel()
    with pytest.raises(asyncio.CancelledError):
        await whole
    assert slower.has_ended
    assert other.has_ended


async def test_cancelled_again_it_hurries_and_still_waits() -> None:
    work, other = Work(10_000_000), Work()
    whole = asyncio.create_task(together(work.run(), other.run()))
    await asyncio.sleep(0.001)
    whole.cancel()
    await asyncio.sleep(0.001)
    assert not whole.done()
    whole.cancel()
    with pytest.raises(asyncio.CancelledError):
        await whole
    assert (work.has_ended, work.cancelled) == (True, 2)


async def test_one_that_somebody_else_cancels_cancels_the_whole() -> None:
    async def is_cancelled() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await together(gives("a"), is_cancelled())
