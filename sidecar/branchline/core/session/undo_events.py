"""What is taken back in a worktree, or tried in the main checkout: each is on the record before a file is written."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.model.under_way import Step, Trying, Undoing


@attrs.frozen
class UndoBegun:
    """A `StepEnded` ends it."""

    undoing: Undoing


@attrs.frozen
class Tried:
    """What is being put into the main checkout, or stands there; None: nothing any more."""

    trying: Trying | None


UndoSaid = UndoBegun | Tried


def undo_said(session: Session, event: UndoSaid) -> Session:
    match event:
        case UndoBegun(undoing):
            return attrs.evolve(session, under_way=Step.UNDOING, undoing=undoing)
        case Tried(trying):
            return attrs.evolve(session, trying=trying)
