"""The records of sessions: how they change, what is begun by that, and who waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.session.effects import GrantSlots, MeasureChanges, TakeSnapshot
from branchline.core.session.events import AgentExited, Looked, ResumeRequested
from branchline.core.session.name_events import Renamed
from branchline.service.base.sessions import Activated, Changed, Dropped, LookedAt, News
from harness.base import Base
from harness.service import session


def has_ended(session: Session) -> bool:
    return not session.status.is_live


def code_of(caught: pytest.ExceptionInfo[BranchlineError]) -> str:
    return caught.value.code


async def test_an_effect_whose_doer_raises_costs_neither_the_others_nor_whoever_told(
    base: Base, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_session_id: str, _effect: object) -> None:
        raise RuntimeError("the cause")

    base.sessions.does(MeasureChanges, failing)
    begun = base.effects(TakeSnapshot, GrantSlots)
    base.sessions.add(session("s", status=Status.WORKING))
    base.sessions.happened("s", AgentExited(0))
    assert base.sessions.get("s").status is Status.COMPLETED
    assert begun == [("s", TakeSnapshot(SnapshotReason.END)), ("s", GrantSlots())]
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "MeasureChanges() could not be begun" in record.getMessage()
    assert "RuntimeError: the cause" in caplog.text


async def test_an_effect_that_nobody_does_is_logged(base: Base, caplog: pytest.LogCaptureFixture) -> None:
    begun = base.effects(MeasureChanges, GrantSlots)
    base.sessions.add(session("s", status=Status.WORKING))
    base.sessions.happened("s", AgentExited(0))
    assert [type(effect) for _, effect in begun] == [MeasureChanges, GrantSlots]
    assert "TakeSnapshot(reason=<SnapshotReason.END: 'at its end'>) could not be begun" in caplog.text


async def test_an_effect_has_one_doer(base: Base) -> None:
    base.effects(GrantSlots)
    with pytest.raises(ValueError, match="GrantSlots"):
        base.effects(GrantSlots)
    assert GrantSlots not in base.sessions.nobody_does()


async def test_what_cannot_happen_changes_nothing_and_begins_nothing(base: Base) -> None:
    begun, heard = base.effects(GrantSlots), list[News]()
    base.sessions.add(session("s", status=Status.READY))
    base.sessions.listeners.add(heard.append)
    before, revision = base.sessions.get("s"), base.sessions.revision
    with pytest.raises(BranchlineError) as caught:
        base.sessions.happened("s", ResumeRequested())
    assert code_of(caught) == "INVALID_STATE"
    with pytest.raises(BranchlineError) as caught:
        base.sessions.happened("nobody", Looked())
    assert code_of(caught) == "NO_SESSION"
    assert (base.sessions.get("s"), base.sessions.revision, begun, heard) == (before, revision, [], [])


async def test_each_change_is_one_revision_and_no_change_none(base: Base) -> None:
    heard: list[News] = []
    base.sessions.listeners.add(heard.append)
    base.sessions.add(session("s", name="one", unread=True))
    base.sessions.happened("s", Renamed("two"))
    base.sessions.happened("s", Renamed("two"))
    base.sessions.happened("s", Looked())
    base.sessions.happened("s", Looked())
    base.sessions.activate("s")
    base.sessions.activate("s")
    base.sessions.drop("s")
    told = [(type(news), getattr(news, "revision", None)) for news in heard]
    changes = [(Changed, 1), (Changed, 2), (Changed, 3)]
    assert told == [*changes, (LookedAt, None), (LookedAt, None), (Activated, None), (Activated, None), (Dropped, 4)]
    assert base.sessions.active is None, "nobody looks at what is gone"


async def test_all_are_oldest_first(base: Base) -> None:
    for name, at in (("b", 2.0), ("c", 1.0), ("a", 2.0)):
        base.sessions.add(session(name, created_at=at))
    assert [each.id for each in base.sessions.all()] == ["c", "a", "b"]


async def test_the_next_sidecar_has_them_as_they_were(base: Base) -> None:
    base.sessions.add(session("stays", name="one"))
    base.sessions.add(session("goes"))
    base.sessions.happened("stays", Renamed("two"))
    base.sessions.drop("goes")
    again = await base.next()
    assert again.sessions.all() == base.sessions.all()
    await again.close()


@pytest.mark.parametrize("use", ["get", "drop", "activate", "happened"])
async def test_one_that_is_not_there(base: Base, use: str) -> None:
    uses: dict[str, Callable[[str], object]] = {
        "get": base.sessions.get,
        "drop": base.sessions.drop,
        "activate": base.sessions.activate,
        "happened": lambda each: base.sessions.happened(each, Looked()),
    }
    with pytest.raises(BranchlineError) as caught:
        uses[use]("nobody")
    assert code_of(caught) == "NO_SESSION"
    assert base.sessions.revision == 0


# ---------------------------------------------------------------- whoever waits for the end


async def test_the_end_is_waited_for(base: Base) -> None:
    base.effects(MeasureChanges, TakeSnapshot, GrantSlots)
    base.sessions.add(session("s", status=Status.WORKING))
    waits = asyncio.create_task(base.sessions.until("s", has_ended))
    await asyncio.sleep(0)
    base.sessions.happened("s", Renamed("still there"))
    await asyncio.sleep(0)
    assert not waits.done()
    base.sessions.happened("s", AgentExited(0))
    await waits


async def test_whoever_waits_for_the_end_of_one_that_is_dropped_is_told(base: Base) -> None:
    base.sessions.add(session("s", status=Status.WORKING))
    waits = asyncio.create_task(base.sessions.until("s", has_ended))
    await asyncio.sleep(0)
    base.sessions.drop("s")
    with pytest.raises(BranchlineError) as caught:
        await waits
    assert code_of(caught) == "NO_SESSION"


async def test_whoever_no_longer_waits_is_told_nothing(base: Base) -> None:
    base.sessions.add(session("s", status=Status.WORKING))
    before = list(base.sessions.listeners._listeners)
    waits = asyncio.create_task(base.sessions.until("s", has_ended))
    await asyncio.sleep(0)
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    assert base.sessions.listeners._listeners == before
