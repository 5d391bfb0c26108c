"""Between which snapshots of a session an automatic answer stands: the one before it, and the one that is taken when
what it let the agent do is over."""

from __future__ import annotations

import time

import attrs

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.decisions import Decided
from branchline.core.policy.policy import Preset
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.history.decision_log import DecisionLog
from branchline.service.timeline.timeline import Timeline

BETWEEN_ANSWERS = 30.0
"""Seconds at most in which automatic answers have one snapshot."""
SHARE = 10
"""Those that follow each other more quickly than this many times what one takes have one snapshot."""


@attrs.define(eq=False)
class _Span:
    before: int
    at: float
    took: float
    entries: list[Decided] = attrs.field(factory=list)
    after: int | None = None
    is_ending: bool = False


class Spans:
    def __init__(self, sessions: Sessions, timeline: Timeline, decisions: DecisionLog, background: Background) -> None:
        self._sessions = sessions
        self._timeline = timeline
        self._decisions = decisions
        self._background = background
        self._latest: dict[str, _Span] = {}
        timeline.rests.add(self._ended)
        sessions.listeners.add(self._told)

    async def before_answer(self, session_id: str) -> None:
        """Files may change by what is answered now. Raises the errors of `Timeline.take`."""
        now, span = time.monotonic(), self._latest.get(session_id)
        if span and span.after is None and now - span.at < min(BETWEEN_ANSWERS, SHARE * span.took):
            return
        taken = await self._timeline.take(session_id, SnapshotReason.BEFORE_ANSWER)
        self._ended(taken)
        self._latest[session_id] = _Span(taken.number, now, time.monotonic() - now)

    def placed(self, entry: Decided) -> Decided:
        """An automatic answer that let files change, with the snapshots that it stands between as far as they are
        known; when the second one comes, the log is told."""
        span = self._latest.get(entry.session_id)
        if span is None:
            return entry
        entry = attrs.evolve(entry, before=span.before, after=span.after)
        if span.after is None:
            span.entries.append(entry)
            if (session := self._sessions.find(entry.session_id)) is not None:
                self._look(session)
        return entry

    def _ended(self, taken: Snapshot) -> None:
        span = self._latest.get(taken.session_id)
        if span and span.after is None:
            span.after = taken.number
            for entry in span.entries:
                self._decisions.stands_before(entry, taken.number)

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                self._look(session)
            case Dropped(_, session_id):
                self._latest.pop(session_id, None)

    def _look(self, session: Session) -> None:
        """The next question is the user's: what was let pass before is over."""
        span = self._latest.get(session.id)
        is_off = session.auto_yes == Preset.OFF.value or session.auto_yes_paused is not None
        is_left = session.status is Status.WAITING and (is_off or session.asked is not None)
        if is_left and span and span.entries and span.after is None and not span.is_ending:
            span.is_ending = True
            work = self._timeline.rested(session.id, SnapshotReason.AFTER_ANSWER)
            self._background.start(work, "taking a snapshot after an answer")
