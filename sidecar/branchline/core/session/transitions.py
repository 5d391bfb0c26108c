"""Which status of a session may follow which, and since when it is in one."""

from __future__ import annotations

import hashlib

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.core.session.events import Event

S = Status
ENDS = frozenset({S.PAUSED, S.FAILED, S.COMPLETED})
TRANSITIONS: dict[Status, frozenset[Status]] = {
    S.QUEUED: frozenset({S.STARTING, S.PAUSED, S.FAILED}),
    S.STARTING: frozenset({S.WORKING, S.WAITING, S.READY}) | ENDS,
    S.WORKING: frozenset({S.WAITING, S.READY}) | ENDS,
    S.WAITING: frozenset({S.WORKING, S.READY}) | ENDS,
    S.READY: frozenset({S.WORKING, S.WAITING}) | ENDS,
    S.PAUSED: frozenset({S.QUEUED, S.FAILED}),
    S.FAILED: frozenset({S.QUEUED}),
    S.COMPLETED: frozenset({S.QUEUED}),
}
"""Which status may follow which. Going on after an end always starts in the queue again."""

MOMENT = 2.0
"""Seconds for which a screen that is drawn anew may look like another one."""

WITH_PROCESS = frozenset({S.STARTING, S.WORKING, S.WAITING, S.READY})


class InvalidTransitionError(BranchlineError):
    def __init__(self, session: Session, event: Event) -> None:
        what = type(event).__name__
        super().__init__(
            ErrorCode.INVALID_STATE,
            f"“{session.name}” is {session.status.value}, in which this cannot be done ({what}).",
            status=session.status.value,
        )


def move(session: Session, event: Event, status: Status, rule: str, now: float, reason: str | None = None) -> Session:
    """The session in another status, or in the same for another reason. Raises InvalidTransitionError."""
    if status is not session.status and status not in TRANSITIONS[session.status]:
        raise InvalidTransitionError(session, event)
    return attrs.evolve(session, status=status, reason=reason, evidence=Evidence(rule, now))


def dated(before: Session, after: Session, now: float) -> Session:
    """`after`, with since when it is in its status, or since its prompt came. A prompt that cannot be read for a moment
    is still the same, be it for a moment that looks like work."""
    prompt = _question(after.prompt) if after.prompt else None
    if after.status is not before.status:
        left = before.since if before.status is S.WAITING else None
        kept = before.waits_on if before.status is S.WAITING else None
        if after.status is not S.WAITING:
            return attrs.evolve(after, since=now, waits_on=kept, waited_since=left)
        is_same = prompt is not None and prompt == before.waits_on and now - before.since < MOMENT
        since = before.waited_since if is_same and before.waited_since is not None else now
        return attrs.evolve(after, since=since, waits_on=prompt, waited_since=None)
    if prompt is None or prompt == before.waits_on:
        return after
    return attrs.evolve(after, since=before.since if before.waits_on is None else now, waits_on=prompt)


def _question(prompt: Prompt) -> str:
    """What is asked, however wide the terminal is: its id is another one where an agent cuts its answers' labels."""
    asked = (prompt.kind.value, prompt.title, prompt.tool, prompt.command, prompt.paths, prompt.url)
    answers = tuple(option.id for option in prompt.options)
    return hashlib.sha256(repr((asked, answers)).encode(errors="surrogatepass")).hexdigest()[:16]


def require(session: Session, event: Event, statuses: frozenset[Status] | set[Status]) -> None:
    """Raises InvalidTransitionError where the session is in none of them."""
    if session.status not in statuses:
        raise InvalidTransitionError(session, event)
