"""A session's work comes into its parent branch, and what becomes of the session's record."""

from __future__ import annotations

import attrs

from branchline.core.model.landing import Landed, Landing
from branchline.core.model.session import Session
from branchline.core.model.under_way import Step


@attrs.frozen
class LandingSaid:
    """How far it is: written down before each step that cannot be seen otherwise."""

    landing: Landing


@attrs.frozen
class LandingEnded:
    """`landed` is None where it came to nothing; nothing of it is left then."""

    landed: Landed | None = None


@attrs.frozen
class LandingFound:
    """It landed without us: somebody merged it, or a pull request of it was."""

    landed: Landed


@attrs.frozen
class LandingLost:
    """No branch has it any more; `base` is where the session's branch left its parent."""

    base: str


LandingEvent = LandingSaid | LandingEnded | LandingFound | LandingLost


def landing_said(session: Session, event: LandingEvent) -> Session:
    match event:
        case LandingSaid(landing):
            return attrs.evolve(session, under_way=Step.LANDING, landing=landing)
        case LandingEnded(landed):
            ended = attrs.evolve(session, under_way=None, landing=None)
            return _from(ended, landed) if landed is not None else ended
        case LandingFound(landed):
            return _from(session, landed)
        case LandingLost(base):
            return attrs.evolve(session, base=base, landed=None, head=None)


def _from(session: Session, landed: Landed) -> Session:
    """What landed is no change any more: the session goes on from there."""
    head = session.head
    if head is not None and head.commit == landed.tip:
        head = attrs.evolve(head, commits=0)
    return attrs.evolve(session, base=landed.tip, landed=landed, head=head)
