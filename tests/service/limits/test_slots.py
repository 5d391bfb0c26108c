"""So many agents at once; the others have their turn in the order in which they were made."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.session.effects import GrantSlots, Start
from branchline.service.limits.slots import Slots
from harness.base import Base
from harness.service import InProcess, session


@pytest.fixture
def granted(base: Base) -> list[str]:
    """The sessions that were started, of three that wait: a, b, c."""
    started: list[str] = []
    base.sessions.does(Start, lambda session_id, _: started.append(session_id))
    base.settings.configure({"maxSessions": 2})
    for place, name in enumerate("abc"):
        base.sessions.add(session(name, status=Status.QUEUED, created_at=float(place)))
    return started


def places(base: Base) -> dict[str, int | None]:
    return {each.id: each.queue_place for each in base.sessions.all()}


async def test_as_many_as_there_is_room_for_the_oldest_first(base: Base, granted: list[str]) -> None:
    slots = Slots(sessions=base.sessions, settings=base.settings)
    assert slots.free() == 2
    slots.grant()
    assert (granted, slots.free()) == (["a", "b"], 0)
    assert places(base) == {"a": None, "b": None, "c": 1}
    slots.grant()
    assert granted == ["a", "b"]


@pytest.mark.parametrize("status", [Status.STARTING, Status.WORKING, Status.WAITING, Status.READY])
async def test_whatever_has_a_process_has_a_slot(base: Base, granted: list[str], status: Status) -> None:
    base.sessions.add(session("runs", status=status, created_at=9.0))
    Slots(sessions=base.sessions, settings=base.settings).grant()
    assert granted == ["a"]


@pytest.mark.parametrize("how", ["its end", "it was dropped", "more are allowed"])
async def test_a_slot_that_is_freed_is_the_next_ones(base: Base, granted: list[str], how: str) -> None:
    slots = Slots(sessions=base.sessions, settings=base.settings)
    slots.grant()
    if how == "its end":
        base.sessions._begin("a", GrantSlots())
        assert granted == ["a", "b"], "it runs still"
        base.sessions.drop("a")
    elif how == "it was dropped":
        base.sessions.drop("b")
    else:
        base.settings.configure({"maxSessions": 3})
    assert granted == ["a", "b", "c"]


async def test_fewer_than_run_ends_none_of_them(base: Base, granted: list[str]) -> None:
    slots = Slots(sessions=base.sessions, settings=base.settings)
    slots.grant()
    base.settings.configure({"maxSessions": 1})
    assert slots.free() == -1
    base.sessions.drop("a")
    assert granted == ["a", "b"]


async def test_one_of_the_queue_that_goes_moves_the_others_up(base: Base, granted: list[str]) -> None:
    slots = Slots(sessions=base.sessions, settings=base.settings)
    base.settings.configure({"maxSessions": 1})
    assert places(base) == {"a": None, "b": 1, "c": 2}
    base.sessions.drop("b")
    assert (places(base), granted) == ({"a": None, "c": 1}, ["a"])
    assert slots.free() == 0


async def test_more_sessions_than_slots_wait_in_the_queue(service: InProcess, repo: Path) -> None:
    service.configure(maxSessions=1)
    first = await service.create(repo, "demo", name="one")
    second = await service.create(repo, "demo", name="two")
    third = await service.create(repo, "demo", name="three")
    assert [(each.status, each.queue_place) for each in (second, third)] == [(Status.QUEUED, 1), (Status.QUEUED, 2)]
    assert second.worktree == ""
    service.running.stop(first.id)
    await service.until_status(second.id, Status.STARTING)
    await service.until_status(second.id, Status.READY)
    assert service.sessions.get(second.id).queue_place is None
    assert service.sessions.get(third.id).queue_place == 1
