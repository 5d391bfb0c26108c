"""What the user has looked at of a session's changes, and what becomes of its record."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session


@attrs.frozen
class Reviewed:
    """`tree` has each file as the user last looked at it; "": nothing is marked any more."""

    tree: str


def reviewed_said(session: Session, event: Reviewed) -> Session:
    return attrs.evolve(session, reviewed=event.tree)
