"""The limits of auto-yes, for each session: what it answered lately, and whether it may go on."""

from __future__ import annotations

import time

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.policy.decisions import Decided, Decider, Outcome
from branchline.core.policy.limits import History, exceeded
from branchline.core.reasons import AutoYesPause
from branchline.core.session.own_limits import narrowed
from branchline.service.base.sessions import Activated, Dropped, LookedAt, News, Sessions
from branchline.service.base.settings import LiveSettings


class AnswerLimits:
    def __init__(self, sessions: Sessions, settings: LiveSettings) -> None:
        self._sessions = sessions
        self._settings = settings
        self._histories: dict[str, History] = {}
        sessions.listeners.add(self._told)

    def why_not(self, session_id: str, prompt: Prompt) -> AutoYesPause | None:
        """Why one more answer must not be given; None: it may be."""
        session = self._sessions.find(session_id)
        limits = narrowed(self._settings.now.auto_yes.limits, session.limits if session else ())
        return exceeded(self._histories.get(session_id, History()), _what(prompt), time.time(), limits)

    def answered(self, session_id: str, prompt: Prompt | Decided, at: float) -> None:
        """`at` in seconds since the epoch."""
        history = self._histories.get(session_id, History())
        self._histories[session_id] = history.answered(_what(prompt), at, self._settings.now.auto_yes.limits)

    def remember(self, entry: Decided) -> None:
        """From an earlier sidecar's log."""
        if entry.by is not Decider.RULE:
            self._looked(entry.session_id)
        elif entry.outcome in {Outcome.ANSWERED, Outcome.REFUSED}:
            self.answered(entry.session_id, entry, entry.at)

    def _told(self, news: News) -> None:
        match news:
            case LookedAt(session_id) | Activated(str() as session_id):
                self._looked(session_id)
            case Dropped(_, session_id):
                self._histories.pop(session_id, None)

    def _looked(self, session_id: str) -> None:
        if session_id in self._histories:
            self._histories[session_id] = self._histories[session_id].looked()


def _what(prompt: Prompt | Decided) -> str:
    """What is asked, to tell equal requests."""
    question = prompt.title if isinstance(prompt, Decided) or prompt.kind is WaitReason.QUESTION else ""
    return "\n".join([prompt.tool or "", prompt.command or "", *prompt.paths, prompt.url or "", question])
