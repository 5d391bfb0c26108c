"""What the user changes on a session's record: all of it or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Asked, Removed, Session
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPause
from branchline.service.base.personas import Personas
from branchline.service.base.sessions import LookedAt, News
from branchline.service.sessions.editing import Editing
from branchline.service.sessions.removed_sessions import RemovedSessions
from harness.base import Base
from harness.service import session

NOTHING: dict[str, Any] = {"name": None, "title": None, "task": None, "auto_yes": None, "pinned": None, "read": None}


@pytest.fixture
def edited(base: Base) -> Editing:
    base.sessions.add(session("s", name="One", branch="branchline/one", task="web-1", auto_yes="safe", unread=True))
    base.sessions.add(session("t", name="Two"))
    removed = RemovedSessions(
        paths=base.paths,
        store=base.store,
        saving=base.saving,
        sessions=base.sessions,
        whereabouts=base.whereabouts,
        sealing=base.sealing,
    )
    removed.add(Removed(session("gone", name="Gone"), 1.0, None, None))
    return Editing(sessions=base.sessions, personas=Personas(settings=base.settings), removed=removed)


def fields(now: Session) -> tuple[Any, ...]:
    return now.name, now.title, now.task, now.auto_yes, now.pinned, now.unread


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({}, ("One", "", "web-1", "safe", False, True)),
        ({"name": "  Other  "}, ("Other", "", "web-1", "safe", False, True)),
        ({"task": "web-2", "pinned": True, "read": True}, ("One", "", "web-2", "safe", True, False)),
        ({"task": ""}, ("One", "", None, "safe", False, True)),
        ({"auto_yes": Preset.OFF}, ("One", "", "web-1", "off", False, True)),
        ({"title": "  The first\n one "}, ("One", "The first one", "web-1", "safe", False, True)),
        ({"title": ""}, ("One", "", "web-1", "safe", False, True)),
        ({"name": "ONE"}, ("ONE", "", "web-1", "safe", False, True)),
        ({"name": "One"}, ("One", "", "web-1", "safe", False, True)),
        ({"read": False}, ("One", "", "web-1", "safe", False, True)),
    ],
)
async def test_none_leaves_a_field_as_it_is(
    base: Base, edited: Editing, change: dict[str, Any], after: tuple[Any, ...]
) -> None:
    now = edited.update("s", **{**NOTHING, **change})
    assert fields(now) == after
    assert now.branch == "branchline/one", "names are labels, the branch stays"
    assert base.sessions.get("s") == now


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "INVALID_NAME"),
        ({"name": "  ", "auto_yes": Preset.WORKTREE}, "INVALID_NAME"),
        ({"name": "The first"}, "INVALID_NAME"),
        ({"name": "a" * 21}, "INVALID_NAME"),
        ({"name": "two"}, "INVALID_NAME"),
        ({"name": "gone"}, "INVALID_NAME"),
        ({"title": "a" * 61, "name": "fine"}, "INVALID_NAME"),
        ({"title": "\u202eevil"}, "INVALID_NAME"),
    ],
)
async def test_what_cannot_be_changes_nothing(base: Base, edited: Editing, change: dict[str, Any], code: str) -> None:
    before, revision = base.sessions.get("s"), base.sessions.revision
    with pytest.raises(BranchlineError) as caught:
        edited.update("s", **{**NOTHING, **change})
    assert (caught.value.code, base.sessions.get("s"), base.sessions.revision) == (code, before, revision)
    with pytest.raises(BranchlineError) as caught:
        edited.update("nobody", **{**NOTHING, **change})
    assert caught.value.code == "NO_SESSION"


async def test_another_preset_takes_back_a_pause_and_what_was_left_to_the_user(base: Base, edited: Editing) -> None:
    base.sessions.add(
        session("p", auto_yes="safe", auto_yes_paused=AutoYesPause("why"), asked=Asked("x", "preset", "why"))
    )
    now = edited.update("p", **{**NOTHING, "auto_yes": Preset.WORKTREE})
    assert (now.auto_yes, now.auto_yes_paused, now.asked) == ("worktree", None, None)


async def test_a_look_is_told_though_nothing_was_new(base: Base, edited: Editing) -> None:
    heard: list[News] = []
    base.sessions.listeners.add(heard.append)
    edited.update("t", **{**NOTHING, "read": True})
    assert heard == [LookedAt("t")]
