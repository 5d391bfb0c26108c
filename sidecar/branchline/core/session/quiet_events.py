"""A session that works without a sign of life, and what becomes of its record."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.core.reasons import WorkingReason


@attrs.frozen
class FellQuiet:
    """It has shown no sign of life for long."""

    at: float
    """When it showed the last one."""


@attrs.frozen
class Stirred:
    """It shows signs of life again."""


QuietSaid = FellQuiet | Stirred


def quiet_said(session: Session, said: QuietSaid) -> Session:
    """Of a session that does not work, or whose agent rests, nothing is said."""
    match said:
        case FellQuiet(at) if session.status is Status.WORKING and session.reason is None:
            why = WorkingReason.QUIET.value
            return attrs.evolve(session, reason=why, evidence=Evidence(why, at))
        case Stirred() if session.reason == WorkingReason.QUIET.value:
            return attrs.evolve(session, reason=None)
    return session
