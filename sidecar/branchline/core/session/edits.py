"""What the user sets on a session's record, field by field."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.session.events import Edited


def edited(session: Session, edit: Edited) -> Session:
    """A preset that is chosen ends a pause, and comes in the place of one that waits for the next start. So does the
    word on common answers with theirs."""
    chosen, answers = edit.auto_yes is not None, edit.answers is not None
    return attrs.evolve(
        session,
        task=session.task if edit.task is None else edit.task or None,
        auto_yes=session.auto_yes if edit.auto_yes is None else edit.auto_yes,
        next_auto_yes=None if chosen else session.next_auto_yes,
        auto_yes_paused=None if chosen else session.auto_yes_paused,
        answers=session.answers if edit.answers is None else edit.answers,
        answers_paused=None if answers else session.answers_paused,
        asked=None if chosen or answers else session.asked,
        pinned=session.pinned if edit.pinned is None else edit.pinned,
    )
