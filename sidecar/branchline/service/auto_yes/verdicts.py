"""What came of a prompt: on the session's record, in the log, and counted against the limits."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

from branchline.core.model.prompt import Prompt
from branchline.core.model.session import Asked, Session
from branchline.core.policy.decisions import AnsweredBy, Decided, Outcome, by_rule
from branchline.core.policy.policy import Preset
from branchline.core.policy.verdicts import Answer, Ask, Decision, Deny, Reply
from branchline.core.reasons import AutoYesPause
from branchline.core.session.auto_yes_events import AnswersPaused, AutoYesAsks, AutoYesPaused
from branchline.service.auto_yes.limits import AnswerLimits
from branchline.service.auto_yes.pause_words import sentence
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.history.decision_log import DecisionLog
from branchline.service.timeline.spans import Spans

log = logging.getLogger(__name__)


class Verdicts:
    def __init__(self, sessions: Sessions, limits: AnswerLimits, decisions: DecisionLog, spans: Spans) -> None:
        self._sessions = sessions
        self._limits = limits
        self._decisions = decisions
        self._spans = spans
        self._asked_before: dict[str, str] = {}
        """The prompt that an earlier sidecar left to the user last, by session: its record may have been lost."""
        sessions.listeners.add(self._told)

    def remember(self, entries: Iterable[Decided]) -> None:
        """What was decided before this sidecar started, oldest first: limits count on, and nothing is asked twice."""
        for entry in entries:
            self._limits.remember(entry)
            self._asked_before[entry.session_id] = entry.prompt_id if entry.outcome is Outcome.ASKED else ""

    def why_not(self, session_id: str, prompt: Prompt) -> AutoYesPause | None:
        """See `AnswerLimits.why_not`."""
        return self._limits.why_not(session_id, prompt)

    def answered(
        self, session_id: str, prompt: Prompt, decision: Answer | Deny | Reply, outcome: Outcome, via: AnsweredBy | None
    ) -> None:
        if not self._sessions.has(session_id):
            return
        if outcome in {Outcome.ANSWERED, Outcome.REFUSED}:
            self._limits.answered(session_id, prompt, time.time())
        else:
            via = None
        self._log(session_id, prompt, decision, outcome, via)

    def asked(self, session_id: str, prompt: Prompt, decision: Ask) -> None:
        """It is left to the user."""
        if self._asked_before.pop(session_id, None) != prompt.id:
            self._log(session_id, prompt, decision, Outcome.ASKED, None)
        self._sessions.happened(session_id, AutoYesAsks(Asked(prompt.id, decision.rule, decision.why)))

    def given_up(self, session_id: str, why: AutoYesPause, decision: Decision | None = None) -> None:
        """Whatever decided so pauses in this session: auto-yes, or common answers."""
        log.warning("%s: %s", session_id[:8], sentence(why))
        is_common = isinstance(decision, Reply)
        self._sessions.happened(session_id, AnswersPaused(why) if is_common else AutoYesPaused(why))

    def _log(
        self, session_id: str, prompt: Prompt, decision: Decision, outcome: Outcome, via: AnsweredBy | None
    ) -> None:
        name = self._sessions.get(session_id).name
        entry = by_rule(session_id, name, prompt, decision, outcome, via, time.time())
        if outcome is Outcome.ANSWERED and isinstance(decision, Answer) and decision.lets_files_change:
            entry = self._spans.placed(entry)
        self._decisions.add(entry)

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._asked_before.pop(news.session_id, None)


def is_on(session: Session) -> bool:
    """Auto-yes answers in this session: it is on and not paused."""
    return session.auto_yes != Preset.OFF.value and session.auto_yes_paused is None


def may_still(sessions: Sessions, session: Session) -> bool:
    """An answer is still wanted, by the preset by which it was decided."""
    now = sessions.find(session.id)
    return now is not None and is_on(now) and now.auto_yes == session.auto_yes
