"""What nobody waits for is begun after what somebody does, or beside it at a low priority."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import attrs
import pytest

from branchline.machine import priority
from branchline.service.base import foreground
from branchline.service.base.background import Background
from branchline.service.base.foreground import Foreground
from branchline.service.review.jobs import Jobs


async def some_turns() -> None:
    """In which all that can go on does."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_where_nobody_waits_it_begins_at_once() -> None:
    await Foreground().clear()


async def test_it_begins_when_the_last_that_somebody_waits_for_has_ended() -> None:
    place = Foreground()
    with place.waited_for("a"):
        with place.waited_for("a"):
            clear = asyncio.ensure_future(place.clear())
            await some_turns()
        await some_turns()
        assert not clear.done()
    await clear


async def test_what_fails_is_waited_for_no_more() -> None:
    place = Foreground()
    with pytest.raises(OSError, match="full"), place.waited_for("a"):
        raise OSError("full")
    await place.clear()


async def test_what_takes_long_holds_nothing_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreground, "PATIENCE", 0.01)
    place = Foreground()
    with place.waited_for("a"):
        await place.clear()


async def test_jobs_begin_after_it() -> None:
    background = Background()
    done = asyncio.Event()

    @attrs.define
    class Job:
        begun: bool = False

        async def run(self) -> None:
            self.begun = True
            done.set()

    job = Job()
    with background.foreground.waited_for("a"):
        Jobs(background).start(None, job.run, "counting")
        await some_turns()
        assert not job.begun
    await done.wait()
    await background.close()


async def test_what_cannot_be_put_off_gives_way_meanwhile_and_only_then() -> None:
    place = Foreground()

    def nice(session_id: str) -> int:
        with place.beside(session_id):
            child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
            priority.follow(child.pid)
        found = os.getpriority(os.PRIO_PROCESS, child.pid)
        child.communicate(b"\n")
        return found

    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert nice("b") == own
    with place.waited_for("a"):
        assert nice("b") == max(priority.NICE, own)
        assert nice("a") == own, "who waits for that session may wait for this"
    assert nice("b") == own
