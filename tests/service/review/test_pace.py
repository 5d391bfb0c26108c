"""What is asked for often is done seldom, and once more after the last that asked."""

from __future__ import annotations

import asyncio

import attrs
import pytest

from branchline.service.review.pace import SHARE, SHORTEST, Pace


@attrs.define
class Clock:
    """The loop's, which goes on only when it is told to."""

    now: float = 1000.0
    done: list[float] = attrs.field(factory=list)

    async def goes_on(self, seconds: float) -> None:
        self.now += seconds
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: clock.now)
    return clock


async def counted(clock: Clock, pace: Pace, took: float = 0.0) -> None:
    with pace.work("s"):
        clock.now += took


async def test_the_first_at_once_and_the_next_after_a_while(clock: Clock) -> None:
    pace = Pace(lambda _: clock.done.append(clock.now))
    pace.soon("s")
    await clock.goes_on(0)
    assert clock.done == [1000.0]
    await counted(clock, pace)
    for _ in range(5):
        pace.soon("s")
        await clock.goes_on(0.1)
    assert len(clock.done) == 1
    await clock.goes_on(SHORTEST)
    assert len(clock.done) == 2, "a last one, after it went quiet"
    await clock.goes_on(1000)
    assert len(clock.done) == 2, "and none when nothing asks"


async def test_what_took_long_is_done_seldom(clock: Clock) -> None:
    pace = Pace(lambda _: clock.done.append(clock.now))
    await counted(clock, pace, took=2.0)
    pace.soon("s")
    await clock.goes_on(2.0 * SHARE - 0.1)
    assert clock.done == []
    await clock.goes_on(0.2)
    assert len(clock.done) == 1


async def test_what_the_agent_tells_itself_is_not_kept_waiting(clock: Clock) -> None:
    pace = Pace(lambda _: clock.done.append(clock.now))
    await counted(clock, pace, took=0.05)
    pace.soon("s")
    pace.at_once("s")
    await clock.goes_on(0.06)
    assert len(clock.done) == 1
    await clock.goes_on(10)
    assert len(clock.done) == 1, "it was for both"


async def test_what_asks_while_it_is_done_has_it_done_again_and_not_at_once(clock: Clock) -> None:
    pace = Pace(lambda _: clock.done.append(clock.now))
    with pace.work("s"):
        clock.now += 1.0
        pace.soon("s")
        await clock.goes_on(5.0)
    assert clock.done == []
    await clock.goes_on(6.0 * SHARE - 0.1)
    assert clock.done == []
    await clock.goes_on(0.2)
    assert len(clock.done) == 1


async def test_one_that_is_forgotten_is_not_done(clock: Clock) -> None:
    pace = Pace(lambda _: clock.done.append(clock.now))
    with pace.work("s"):
        pace.soon("s")
        pace.forget("s")
    pace.soon("other")
    pace.forget("other")
    await clock.goes_on(1000)
    assert clock.done == []
