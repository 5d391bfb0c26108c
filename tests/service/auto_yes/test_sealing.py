"""After a start auto-yes goes on only where it is known that the user turned it on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.status import Status
from harness.edited_store import UNCONFIRMED, after_edit, edits, pause, records, switch, waiting
from harness.service import InProcess


@pytest.mark.parametrize("preset", ["worktree", "safe", "read-only"])
async def test_what_was_off_and_is_on_is_not_answered(service: InProcess, repo: Path, preset: str) -> None:
    session = await waiting(service, repo, "off")
    typed = list(service.program(session).typed)
    again = await after_edit(service, edits(auto_yes=preset))
    assert pause(again, session.id) == UNCONFIRMED
    third = await again.next()
    assert pause(third, session.id) == UNCONFIRMED, "being asked about it once makes it no more the user's"
    assert third.sessions.get(session.id).status is Status.WAITING
    assert third.program(session).typed == typed
    switch(third, session.id, "worktree")
    await third.until_status(session.id, Status.READY)
    fourth = await third.next()
    assert (fourth.sessions.get(session.id).auto_yes, pause(fourth, session.id)) == ("worktree", None)
    await fourth.close()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"auto_yes": "worktree"}, UNCONFIRMED),
        ({"auto_yes": "read-only"}, None),
        ({"auto_yes": "off"}, None),
        ({"name": "Another", "pinned": True}, None),
        ({"repo": "/"}, UNCONFIRMED),
        ({"agent": "claude"}, UNCONFIRMED),
        ({"owns": {"worktree": False, "branch": True}}, UNCONFIRMED),
    ],
)
async def test_what_is_wider_is_held_and_what_is_narrower_is_taken(
    service: InProcess, repo: Path, fields: dict[str, Any], code: str | None
) -> None:
    session = await waiting(service, repo, "safe")
    other = await waiting(service, repo, "safe")

    def edit(tables: dict[str, Any]) -> None:
        (record,) = (each for each in records(tables) if each["id"] == session.id)
        record.update(fields)

    again = await after_edit(service, edit)
    assert pause(again, session.id) == code
    assert pause(again, other.id) is None, "nobody touched that one"
    assert again.sessions.get(session.id).auto_yes == fields.get("auto_yes", "safe")
    await again.close()


async def test_a_pause_that_somebody_took_away_holds(service: InProcess, repo: Path) -> None:
    session = await waiting(service, repo, "safe")
    service.auto_yes.stop_all()
    again = await after_edit(service, edits(auto_yes_paused=None))
    assert pause(again, session.id) == UNCONFIRMED
    third = await again.next()
    assert pause(third, session.id) == UNCONFIRMED
    await third.close()


async def test_what_is_under_another_session_s_name_is_held(service: InProcess, repo: Path) -> None:
    wide, narrow = await waiting(service, repo, "safe"), await waiting(service, repo, "off")

    def edit(tables: dict[str, Any]) -> None:
        first, second = sorted(records(tables), key=lambda each: each["id"] != wide.id)
        second.update(auto_yes=first["auto_yes"], worktree=first["worktree"])

    again = await after_edit(service, edit)
    assert (pause(again, wide.id), pause(again, narrow.id)) == (None, UNCONFIRMED)
    await again.close()


@pytest.mark.parametrize("seal", [None, [], {}, {"number": 99, "sessions": {}, "settings": None, "signatures": ["00"]}])
async def test_a_store_without_a_seal_is_asked_about_once(service: InProcess, repo: Path, seal: object) -> None:
    """An older version's, too."""
    session = await waiting(service, repo, "safe")

    def edit(tables: dict[str, Any]) -> None:
        (record,) = (each for each in tables["meta"].values() if each["key"] == "seal")
        record["value"] = seal

    again = await after_edit(service, edit)
    assert pause(again, session.id) == UNCONFIRMED
    switch(again, session.id, "safe")
    third = await again.next()
    assert pause(third, session.id) is None
    await third.close()


@pytest.mark.parametrize("how", ["off", "stopped everywhere"])
async def test_common_answers_that_somebody_turned_on_again_stay_off(service: InProcess, repo: Path, how: str) -> None:
    service.configure(answers=[{"words": "which", "answer": {"option": "CSV"}}])
    session, other = await waiting(service, repo, "off"), await waiting(service, repo, "off")
    if how == "off":
        service.editing.update(session.id, name=None, task=None, auto_yes=None, pinned=None, read=None, answers=False)
    else:
        service.auto_yes.stop_all()
        service.editing.update(other.id, name=None, task=None, auto_yes=None, pinned=None, read=None, answers=True)
    again = await after_edit(service, edits(answers=True, answers_paused=None))
    held = again.sessions.get(session.id).answers_paused
    assert held is not None
    assert held.code == UNCONFIRMED
    assert again.sessions.get(other.id).answers_paused is None, "nobody had turned them off there"
    await again.close()
