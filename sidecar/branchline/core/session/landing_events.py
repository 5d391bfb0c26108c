"""A session's work comes into its parent branch, and what becomes of the session's record."""

from __future__ import annotations

import attrs

from branchline.core.model.landing import Keeping, Landed, Landing
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


@attrs.frozen
class LandingTakenBack:
    """The branch is where it was before; `base` is where the session's own left it."""

    base: str


@attrs.frozen
class KeepingSaid:
    """What is left to be done to keep it alone: written down first. None: nothing is."""

    keeping: Keeping | None


@attrs.frozen
class OtherRemoved:
    """It is gone, for the one that is kept."""

    session_id: str


@attrs.frozen
class OthersBack:
    """They are there again, or can never be."""

    ids: tuple[str, ...]


LandingEvent = (
    LandingSaid | LandingEnded | LandingFound | LandingLost | LandingTakenBack | KeepingSaid | OtherRemoved | OthersBack
)


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
        case LandingTakenBack(base):
            return attrs.evolve(session, under_way=None, landing=None, landed=None, base=base, head=None)
        case KeepingSaid(keeping):
            return attrs.evolve(session, keeping=keeping)
        case OtherRemoved(session_id):
            removed = (*(session.landed.removed if session.landed else ()), session_id)
            left = tuple(each for each in (session.keeping.others if session.keeping else ()) if each != session_id)
            return attrs.evolve(
                session,
                landed=session.landed and attrs.evolve(session.landed, removed=removed),
                keeping=session.keeping and attrs.evolve(session.keeping, others=left),
            )
        case OthersBack(ids):
            removed = tuple(each for each in (session.landed.removed if session.landed else ()) if each not in ids)
            return attrs.evolve(session, landed=session.landed and attrs.evolve(session.landed, removed=removed))


def _from(session: Session, landed: Landed) -> Session:
    """What landed is no change any more: the session goes on from there, but where that was elsewhere."""
    if landed.elsewhere:
        return attrs.evolve(session, landed=landed)
    head = session.head
    if head is not None and head.commit == landed.tip:
        head = attrs.evolve(head, commits=0)
    return attrs.evolve(session, base=landed.tip, landed=landed, head=head)
