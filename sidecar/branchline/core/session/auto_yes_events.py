"""What auto-yes says of a session: events as those of `events`, and what becomes of its record."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Asked, Session
from branchline.core.reasons import AutoYesPause
from branchline.core.session.seal import is_unconfirmed


@attrs.frozen
class AutoYesPaused:
    why: AutoYesPause


@attrs.frozen
class AutoYesConfirmed:
    """It is known after all that the user turned auto-yes on."""


@attrs.frozen
class AutoYesAsks:
    """Auto-yes leaves the standing prompt to the user."""

    asked: Asked


@attrs.frozen
class AnswersPaused:
    """Common answers stop in this session."""

    why: AutoYesPause


AutoYesSaid = AutoYesPaused | AutoYesConfirmed | AutoYesAsks | AnswersPaused


def auto_yes_said(session: Session, event: AutoYesSaid) -> Session:
    match event:
        case AutoYesPaused(why):
            return attrs.evolve(session, auto_yes_paused=why)
        case AutoYesConfirmed():
            return attrs.evolve(session, auto_yes_paused=None) if is_unconfirmed(session) else session
        case AutoYesAsks(asked):
            return attrs.evolve(session, asked=asked)
        case AnswersPaused(why):
            return attrs.evolve(session, answers_paused=why)
