"""Telling as it is wired: changes of sessions and windows in, messages out, by one timer."""

from __future__ import annotations

import time

import pytest

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.core.session import attention
from branchline.core.session.attention_events import Begun, Tell
from branchline.core.session.events import Observed
from branchline.service.prompts.telling import Telling
from harness.base import Base
from harness.service import session
from harness.waiting import until


@pytest.fixture
def telling(base: Base, monkeypatch: pytest.MonkeyPatch) -> Telling:
    monkeypatch.setattr(attention, "GATHERED", 0.05)
    base.effects(*base.sessions.nobody_does())
    for session_id in ("a", "b"):
        base.sessions.add(session(session_id, status=Status.STARTING))
    return Telling(sessions=base.sessions, settings=base.settings)


def asks(base: Base, session_id: str) -> None:
    prompt = Prompt("p", WaitReason.APPROVAL, "title", "text")
    base.sessions.happened(session_id, Observed(Observation(Status.WAITING, "rule", "approval", prompt)))


def of(tell: Tell) -> tuple[int, list[str]]:
    return tell.window, [need.id for need in tell.needs]


async def test_one_window_is_told_of_all_that_began(base: Base, telling: Telling) -> None:
    told: list[Tell] = []
    begun: list[Begun] = []
    telling.listeners.add(told.append)
    telling.begun.add(begun.append)
    first, second = telling.opened(["/a"]), telling.opened(["/b"])
    telling.looked(second, focused=True, session=None)
    asks(base, "a")
    asks(base, "b")
    assert [each.need.id for each in begun] == ["waiting a p", "waiting b p"]
    await until(lambda: told)
    assert [of(each) for each in told] == [(second, ["waiting a p", "waiting b p"])]
    assert telling.due is None, "nothing is waited for"
    telling.seen(["waiting a p"])
    telling.closed(second)
    await until(lambda: len(told) == 2)
    assert of(told[1]) == (first, ["waiting b p"])
    telling.close()


async def test_what_is_dropped_or_goes_on_is_not_told(base: Base, telling: Telling) -> None:
    told: list[Tell] = []
    telling.listeners.add(told.append)
    telling.opened([])
    asks(base, "a")
    asks(base, "b")
    base.sessions.drop("a")
    base.sessions.happened("b", Observed(Observation(Status.WORKING, "rule")))
    assert telling.due is not None, "it is looked at once more"
    await until(lambda: telling.due is None)
    assert told == []


@pytest.mark.parametrize(("offset", "is_quiet"), [(0, True), (60, False), (-60, False)])
async def test_quiet_hours_are_by_the_clock_on_the_wall(
    base: Base, telling: Telling, offset: int, is_quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = time.strptime("12:00", "%H:%M")
    monkeypatch.setattr(time, "localtime", lambda: noon)
    start, end = 12 * 60 + offset, 12 * 60 + offset + 30
    base.settings.configure({"quietHours": f"{start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}"})
    assert telling.is_quiet is is_quiet
