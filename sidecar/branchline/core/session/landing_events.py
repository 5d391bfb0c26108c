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


LandingEvent = LandingSaid | LandingEnded


def landing_said(session: Session, event: LandingEvent) -> Session:
    match event:
        case LandingSaid(landing):
            return attrs.evolve(session, under_way=Step.LANDING, landing=landing)
        case LandingEnded(landed):
            return attrs.evolve(session, under_way=None, landing=None, landed=landed or session.landed)
