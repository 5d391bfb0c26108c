"""Sessions are found by what was said in them, within bounds."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.session.searching import Found
from branchline.service.history import search
from branchline.service.history.search import Search
from branchline.store.transcript import Transcript
from harness.base import Base
from harness.service import refused, session

IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]


def said(base: Base, session_id: str, text: str, task: str | None = None) -> Transcript:
    transcript = Transcript(base.paths.transcripts, task, session_id, 1.0)
    transcript.append("input", 1.0, text=text)
    return transcript


@pytest.fixture
def found(base: Base) -> Any:
    for number, session_id in enumerate(IDS):
        base.sessions.add(session(session_id, name=f"name-{number}", updated_at=float(number)))
    return Search(base.paths, base.sessions).find


async def test_in_names_and_in_transcripts_whatever_task_they_lie_under(base: Base, found: Any) -> None:
    said(base, IDS[0], "Mend the parser")
    said(base, IDS[1], "Nothing\nthat the PARSER reads", task="web-1")
    said(base, "00000000-0000-4000-8000-999999999999", "the parser of a removed session")
    assert await found("parser") == ([Found(IDS[1], "that the PARSER reads"), Found(IDS[0], "Mend the parser")], True)
    assert await found("NAME-2") == ([Found(IDS[2], "name-2")], True)
    assert await found("nobody said that") == ([], True)


async def test_the_newest_line_is_told_and_torn_ones_do_no_harm(base: Base, found: Any) -> None:
    transcript = said(base, IDS[0], "first needle")
    with transcript.path.open("a") as file:
        file.write('{"text": "torn needle\n["needle"]\n')
    transcript.append("input", 2.0, text='second "needle"')
    assert await found('"needle') == ([Found(IDS[0], 'second "needle"')], True)
    assert await found("needle") == ([Found(IDS[0], 'second "needle"')], True)


async def test_of_a_long_transcript_the_end_is_read(base: Base, found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "BYTES_OF_ONE", 300)
    transcript = said(base, IDS[0], "early")
    for _ in range(10):
        transcript.append("input", 2.0, text="x" * 50)
    transcript.append("input", 3.0, text="late")
    assert await found("late") == ([Found(IDS[0], "late")], False)
    assert await found("early") == ([], False)


@pytest.mark.parametrize(("limit", "most"), [("BYTES", 10), ("SECONDS", -1.0)])
async def test_it_ends_where_bytes_or_time_do(
    base: Base, found: Any, monkeypatch: pytest.MonkeyPatch, limit: str, most: float
) -> None:
    for session_id in IDS:
        said(base, session_id, "needle")
    monkeypatch.setattr(search, limit, most)
    assert await found("needle") == ([], False)
    assert await found("name-1") == ([Found(IDS[1], "name-1")], False), "what is on records is found all the same"


async def test_nothing_and_too_much_are_refused(found: Any) -> None:
    await refused("BAD_TEXT", found(" \n"))
    await refused("BAD_TEXT", found("x" * 201))
