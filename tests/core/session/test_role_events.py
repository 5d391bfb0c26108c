"""What a session's role does to it: presets by persona, and notes."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.model.note import Note
from branchline.core.model.status import Status
from branchline.core.policy.policy import Preset
from branchline.core.session.events import Edited, SlotGranted
from branchline.core.session.lifecycle import step
from branchline.core.session.role_events import (
    LONGEST_NOTE,
    MOST_NOTES,
    NextPresetDropped,
    NoteTaken,
    PersonaChosen,
)
from harness.lifecycle import session as session_in

LIVE = (Status.STARTING, Status.WORKING, Status.WAITING, Status.READY)
ENDED = (Status.QUEUED, Status.PAUSED, Status.FAILED, Status.COMPLETED)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(
    ("before", "chosen"), [(one, other) for one in Preset for other in Preset], ids=lambda each: each.value
)
def test_a_narrower_preset_holds_at_once_a_wider_one_from_the_next_start(
    status: Status, before: Preset, chosen: Preset
) -> None:
    session = attrs.evolve(session_in(status), auto_yes=before.value, next_auto_yes="worktree")
    after, effects = step(session, PersonaChosen("qa", chosen), 2.0)
    waits = status in LIVE and chosen.level > before.level
    assert after.persona == "qa"
    assert (after.auto_yes, after.next_auto_yes) == ((before.value, chosen.value) if waits else (chosen.value, None))
    assert effects == []


def test_the_wider_one_comes_with_the_next_slot() -> None:
    session = attrs.evolve(session_in(Status.QUEUED), auto_yes="off", next_auto_yes="safe")
    started, _ = step(session, SlotGranted(), 2.0)
    assert (started.auto_yes, started.next_auto_yes) == ("safe", None)


@pytest.mark.parametrize(
    ("event", "after"),
    [
        (Edited(auto_yes="read-only"), ("read-only", None)),
        (Edited(pinned=True), ("off", "safe")),
        (NextPresetDropped(), ("off", None)),
    ],
)
def test_it_waits_until_another_one_is_chosen(event: Edited | NextPresetDropped, after: tuple[str, str | None]) -> None:
    session = attrs.evolve(session_in(Status.WORKING), auto_yes="off", next_auto_yes="safe")
    changed, _ = step(session, event, 2.0)
    assert (changed.auto_yes, changed.next_auto_yes) == after


def test_no_persona_is_one_too() -> None:
    after, _ = step(attrs.evolve(session_in(Status.READY), persona="qa"), PersonaChosen("", Preset.OFF), 2.0)
    assert after.persona is None


def note(number: int, text: str = "It is fine.") -> Note:
    return Note(float(number), f"r{number}", "Review", text)


def test_notes_are_kept_in_order_and_only_so_many() -> None:
    session = session_in(Status.READY)
    for number in range(MOST_NOTES + 2):
        session, effects = step(session, NoteTaken(note(number)), 2.0)
        assert effects == []
    assert [each.session for each in session.notes] == [f"r{number}" for number in range(2, MOST_NOTES + 2)]


def test_a_note_may_take_the_place_of_what_was_seen_before() -> None:
    seen, whole = note(1, "fine."), note(1, "All of it is fine.")
    session = attrs.evolve(session_in(Status.READY), notes=(note(0), seen))
    after, _ = step(session, NoteTaken(whole, seen), 2.0)
    assert after.notes == (note(0), whole)


def test_a_long_one_is_cut() -> None:
    after, _ = step(session_in(Status.READY), NoteTaken(note(1, "x" * 1_000_000)), 2.0)
    assert (len(after.notes[0].text), after.notes[0].text[-1]) == (LONGEST_NOTE, "…")
