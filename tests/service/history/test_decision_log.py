"""What was decided: told once, kept, and there again for the next sidecar, whatever else lies beside it."""

from __future__ import annotations

import asyncio

import attrs
import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.policy.decisions import Decided, Decider, by_person
from branchline.service.history.decision_log import DecisionLog
from branchline.service.history.recorder import Recorder
from harness.base import Base
from harness.service import session

FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


def log_of(base: Base) -> DecisionLog:
    recorder = Recorder(paths=base.paths, sessions=base.sessions)
    return DecisionLog(paths=base.paths, sessions=base.sessions, recorder=recorder)


def decided(session_id: str, at: float) -> Decided:
    prompt = Prompt(f"p{at}", WaitReason.APPROVAL, "Run?", "Run?", tool="Bash", command=f"make {at}", paths=("a",))
    return by_person(session_id, session_id, prompt, None, Decider.USER, at)


@pytest.fixture
def log(base: Base) -> DecisionLog:
    for each in (FIRST, SECOND):
        base.sessions.add(session(each))
    return log_of(base)


async def test_each_is_told_and_kept_oldest_first(log: DecisionLog) -> None:
    heard: list[Decided] = []
    log.listeners.add(heard.append)
    entries = [decided(FIRST, 1.0), decided(SECOND, 2.0), decided(FIRST, 3.0)]
    for each in entries:
        log.add(each)
    assert heard == entries
    assert await log.entries() == entries
    assert await log.entries(FIRST) == [entries[0], entries[2]]
    assert await log.entries(limit=2) == entries[1:]
    assert await log.entries(limit=0) == []
    assert await log.entries("nobody") == []


async def test_of_a_session_that_is_gone_nothing_is_added(log: DecisionLog) -> None:
    with pytest.raises(BranchlineError) as caught:
        log.add(decided("nobody", 1.0))
    assert caught.value.code == "NO_SESSION"
    assert await log.entries() == []


async def test_the_next_sidecar_has_them_also_of_removed_sessions(base: Base, log: DecisionLog) -> None:
    entries = [decided(FIRST, 1.0), decided(SECOND, 2.0)]
    for each in entries:
        log.add(each)
    base.sessions.drop(SECOND)
    again = await base.next()
    assert await log_of(again).entries() == entries
    await again.close()


async def test_what_is_added_while_the_older_ones_are_read_is_there_once(base: Base, log: DecisionLog) -> None:
    log.add(decided(FIRST, 1.0))
    again = await base.next()
    later = log_of(again)
    reading = asyncio.create_task(later.entries())
    await asyncio.sleep(0)
    later.add(decided(FIRST, 2.0))
    await reading
    assert [each.at for each in await later.entries()] == [1.0, 2.0]
    await again.close()


async def test_what_is_no_entry_is_passed_over(base: Base, log: DecisionLog) -> None:
    log.add(decided(FIRST, 1.0))
    (file,) = base.paths.transcripts.glob(f"*/{FIRST}-*.jsonl")
    file.write_text('not json\n{"event": "decision"}\n' + file.read_text() + '{"event": "decision", "at": 7}\n{"ev')
    (file.parent / "a folder.jsonl").mkdir()
    again = await base.next()
    assert [each.at for each in await log_of(again).entries()] == [1.0]
    await again.close()


async def test_only_so_many_are_looked_through(base: Base, log: DecisionLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("branchline.service.history.decision_log.MOST", 3)
    for at in range(6):
        log.add(decided(FIRST, float(at)))
    again = await base.next()
    assert [each.at for each in await log_of(again).entries()] == [3.0, 4.0, 5.0]
    await again.close()


async def test_an_entry_is_as_it_was(base: Base, log: DecisionLog) -> None:
    entry = attrs.evolve(decided(FIRST, 1.0), folder="/a", url="https://example.com", option="Yes")
    log.add(entry)
    again = await base.next()
    assert await log_of(again).entries() == [entry]
    await again.close()
