"""What was found of a session's work: events as those of `events`, and what becomes of its record."""

from __future__ import annotations

import attrs

from branchline.core.model.changes import Changes
from branchline.core.model.head import Head
from branchline.core.model.session import Session
from branchline.core.model.stray import Stray

MOST_STRAYS = 20


@attrs.frozen
class ChangesMeasured:
    """`base` is where the branch left its parent by now, "": where it did before; `head` None: as before."""

    changes: Changes
    base: str = ""
    head: Head | None = None


@attrs.frozen
class Strayed:
    """What the agent touched outside its worktree, the latest last."""

    strays: tuple[Stray, ...]


@attrs.frozen
class StraysSeen:
    """The user knows of them."""


ReviewSaid = ChangesMeasured | Strayed | StraysSeen


def review_said(session: Session, said: ReviewSaid) -> Session:
    match said:
        case ChangesMeasured(changes, base, head):
            return attrs.evolve(session, changes=changes, base=base or session.base, head=head or session.head)
        case Strayed(strays):
            known = {each.path: each for each in session.strayed}
            for each in strays:  # That it was written says more than that it altered.
                before = known.pop(each.path, None)
                known[each.path] = before if before is not None and before.way is before.way.WROTE else each
            if all(each in session.strayed for each in known.values()):
                return session
            return attrs.evolve(session, strayed=tuple(known.values())[-MOST_STRAYS:])
        case StraysSeen():
            return attrs.evolve(session, strayed=())
