"""What runs under a session, and what becomes of its record."""

from __future__ import annotations

import attrs

from branchline.core.model.screen import Observation
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.work import BackgroundKind, BackgroundWork, Progress
from branchline.core.reasons import TurnReason

TYPED = "instruction typed"
"""The rule of a session that was told something, and has shown nothing since."""
_AT_WORK = frozenset({Status.WORKING, Status.WAITING})
_LIVES = _AT_WORK | {Status.STARTING, Status.READY}


@attrs.frozen
class WorkSeen:
    """All that is known now. `by_user` are the ids of what the user ended."""

    background: tuple[BackgroundWork, ...] = ()
    progress: Progress | None = None
    tool: str | None = None
    by_user: frozenset[str] = frozenset()


def work_seen(session: Session, said: WorkSeen) -> Session:
    """Of a session that is ready, the end of what went on is news: of each, but for a server while others go on."""
    after = attrs.evolve(session, background=said.background, progress=said.progress, tool=said.tool)
    left = {each.id for each in said.background} | said.by_user
    ended = [each for each in session.background if each.id not in left]
    is_news = any(each.kind is not BackgroundKind.SERVER for each in ended) or (bool(ended) and not said.background)
    if session.status is not Status.READY or not is_news or session.reason not in _CALM:
        return after
    return attrs.evolve(after, reason=TurnReason.BACKGROUND_ENDED.value, unread=True)


_CALM = (None, TurnReason.BACKGROUND_TASKS.value, TurnReason.BACKGROUND_ENDED.value)
"""Reasons of a ready session that say no more than that its turn is over."""


def work_of(session: Session) -> Session:
    """Without what ends with a turn, and with the agent."""
    if session.tool is not None and session.status not in _AT_WORK:
        session = attrs.evolve(session, tool=None)
    return attrs.evolve(session, background=()) if session.background and session.status not in _LIVES else session


def still_ended(session: Session, observation: Observation) -> Observation:
    """That something has ended is said until the agent does something else."""
    is_calm = observation.status is Status.READY and observation.reason in _CALM
    if session.status is Status.READY and session.reason == TurnReason.BACKGROUND_ENDED.value and is_calm:
        return attrs.evolve(observation, reason=session.reason)
    return observation


def begun(session: Session, observation: Observation, now: float) -> Session:
    """That its agent begins to work, or that it did not, though it was told to: the text stands in its input."""
    if session.begun_at is None:
        begins = observation.status is Status.WORKING and session.status is not Status.STARTING
        return attrs.evolve(session, begun_at=now) if begins else session
    is_unsent = observation.status is Status.READY and observation.typed and session.evidence.rule == TYPED
    return attrs.evolve(session, begun_at=None) if is_unsent else session
