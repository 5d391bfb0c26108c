"""Documents and files of what happened, from transcripts as they are on the disk."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.history.document import Scope
from branchline.core.history.entries import HistoryKind
from branchline.core.model.session import Removed
from branchline.core.model.status import Status
from branchline.service.history.exports import Exports
from branchline.service.history.histories import Histories, Wanted
from branchline.store.transcript import Transcript
from harness.base import Base
from harness.service import refused, session

FIRST, SECOND, THIRD = (f"00000000-0000-4000-8000-00000000000{each}" for each in (1, 2, 3))


@pytest.fixture
def histories(base: Base) -> Histories:
    base.sessions.add(session(FIRST, repo="/a", task="T-1"))
    base.sessions.add(session(SECOND, repo="/b", task="T-1", status=Status.FAILED))
    base.store.save_removed(Removed(session(THIRD, repo="/a"), 5.0, None, None))
    return Histories(paths=base.paths, sessions=base.sessions, store=base.store)


def write(base: Base, session_id: str, at: float, event: str = "exit", task: str | None = None, **fields: Any) -> None:
    Transcript(base.paths.transcripts, task, session_id, 1.0).append(event, at, **fields)


async def moments(histories: Histories, scope: Scope, **wanted: Any) -> list[float]:
    return [each.at for each in (await histories.read(scope, Wanted(**wanted))).entries]


async def test_a_sessions_entries_are_in_order_whatever_its_task_was(base: Base, histories: Histories) -> None:
    write(base, FIRST, 1.0)
    write(base, FIRST, 2.0, task="T-1")
    write(base, FIRST, 3.0)
    write(base, SECOND, 2.5)
    assert await moments(histories, histories.of_session(FIRST)) == [1.0, 2.0, 3.0]


async def test_a_removed_session_has_its_history_and_an_unknown_one_is_refused(
    base: Base, histories: Histories
) -> None:
    write(base, THIRD, 1.0)
    assert await moments(histories, histories.of_session(THIRD)) == [1.0]

    async def unknown() -> None:
        histories.of_session("nobody")

    await refused("NO_SESSION", unknown())


async def test_those_of_a_repository_a_task_and_a_status_are_found(base: Base, histories: Histories) -> None:
    for at, each in enumerate((FIRST, SECOND, THIRD), 1):
        write(base, each, float(at))
    assert await moments(histories, histories.of_all("/a", None, None)) == [1.0, 3.0]
    assert await moments(histories, histories.of_all(None, "T-1", None)) == [1.0, 2.0]
    assert await moments(histories, histories.of_all(None, "T-1", {Status.FAILED})) == [2.0]
    assert await moments(histories, histories.of_all(None, None, None)) == [1.0, 2.0, 3.0]
    with pytest.raises(BranchlineError) as caught:
        histories.of_all("/nowhere else", None, None)
    assert caught.value.code == "NO_SESSION"


async def test_kinds_and_times_are_chosen(base: Base, histories: Histories) -> None:
    write(base, FIRST, 1.0)
    write(base, FIRST, 2.0, "input", text="Go")
    write(base, FIRST, 3.0)
    scope = histories.of_session(FIRST)
    assert await moments(histories, scope, kinds=frozenset({HistoryKind.INSTRUCTION})) == [2.0]
    assert await moments(histories, scope, since=2.0) == [2.0, 3.0]
    assert await moments(histories, scope, before=2.0) == [1.0]


async def test_the_latest_are_shown_and_older_ones_from_there_on_none_twice_and_none_left_out(
    base: Base, histories: Histories
) -> None:
    times = [float(each // 3) for each in range(30)]  # Three of one moment.
    for at in times:
        write(base, FIRST, at)
    scope, before = histories.of_session(FIRST), None
    seen: list[float] = []
    while True:
        found = await histories.read(scope, Wanted(before=before), 4)
        seen = [*(each.at for each in found.entries), *seen]
        before = found.older
        if before is None:
            break
    assert seen == times


async def test_a_line_that_is_longer_than_what_is_read_at_once_and_torn_ones_are_borne(
    base: Base, histories: Histories
) -> None:
    write(base, FIRST, 1.0, "input", text="é" * 700_000)
    write(base, FIRST, 2.0)
    (file,) = base.paths.transcripts.glob("*/*.jsonl")
    with file.open("ab") as opened:
        opened.write(b'not json\n[]\n\xff\xfe\n{"event": "exit", "at": 7}\n{"ev')
    lines, found = await histories.lines(histories.of_session(FIRST), Wanted(), "en")
    assert [each.at for each in found.entries] == [1.0, 2.0]
    assert sum(len(line.text) for line in lines) < 10_000


async def test_a_file_has_all_of_it_and_no_secret(base: Base, histories: Histories) -> None:
    text = "Say token=hunter2hunter2\n" + "x" * 10_000
    write(base, FIRST, 1.0, "input", text=text)
    write(base, FIRST, 2.0)
    exports, scope = Exports(paths=base.paths), histories.of_session(FIRST)
    path = await exports.write(histories.pieces(scope, Wanted(), "en", as_json=True))
    assert path.stat().st_mode & 0o777 == 0o600
    told = json.loads(path.read_text())
    assert (told["format"], told["version"]) == ("branchline-history", 1)
    assert [each["event"] for each in told["entries"]] == ["input", "exit"]
    assert told["sessions"][0]["id"] == told["entries"][0]["session"] == FIRST
    assert told["entries"][0]["text"] == "Say token=[hidden]\n" + "x" * 10_000
    written = (await exports.write(histories.pieces(scope, Wanted(), "de", as_json=False))).read_text()
    assert "x" * 10_000 in written
    assert "hunter2" not in written
    assert "# Verlauf von" in written


async def test_a_file_that_nobody_took_away_goes_and_one_that_cannot_be_written_is_said(base: Base) -> None:
    exports = Exports(paths=base.paths)
    old, new = await exports.write(["old"]), await exports.write(["new"])
    os.utime(old, (time.time() - 3700,) * 2)
    third = await exports.write(["third"])
    assert sorted(third.parent.iterdir()) == sorted([new, third])

    def broken() -> Any:
        yield "a"
        raise OSError(28, "No space left on device")

    await refused("NOT_SAVED", exports.write(broken()))
    assert Path(third).read_text() == "third"
