"""What happens to a session's role: its persona, and what others say of its work."""

from __future__ import annotations

import attrs

from branchline.core.model.note import Note
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.auto_yes_settings import preset_of
from branchline.core.policy.policy import Preset

MOST_NOTES, LONGEST_NOTE = 20, 20_000
"""Notes of a session, and characters of one."""


@attrs.frozen
class PersonaChosen:
    """`preset` is the one that a session of this persona begins with; with "" it has none any more."""

    persona: str
    preset: Preset


@attrs.frozen
class NextPresetDropped:
    """Nobody vouches for the wider one that the next start would bring."""


@attrs.frozen
class NoteTaken:
    note: Note
    instead: Note | None = None
    """Of the same, as it was seen before."""


RoleSaid = PersonaChosen | NextPresetDropped | NoteTaken


def role_said(session: Session, event: RoleSaid) -> Session:
    """A narrower preset holds at once, a wider one from the next start on: as the arguments that belong to it."""
    match event:
        case PersonaChosen(persona, preset):
            runs = session.status.is_live and session.status is not Status.QUEUED
            waits = runs and preset.level > preset_of(session.auto_yes).level
            return attrs.evolve(
                session,
                persona=persona or None,
                auto_yes=session.auto_yes if waits else preset.value,
                next_auto_yes=preset.value if waits else None,
            )
        case NextPresetDropped():
            return attrs.evolve(session, next_auto_yes=None)
        case NoteTaken(note, instead):
            others = tuple(each for each in session.notes if each != instead)
            cut = attrs.evolve(note, text=_cut(note.text))
            return attrs.evolve(session, notes=(*others, cut)[-MOST_NOTES:])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_NOTE else f"{text[: LONGEST_NOTE - 1]}…"
