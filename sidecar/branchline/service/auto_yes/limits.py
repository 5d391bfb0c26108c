"""The limits of auto-yes, for each session: what it answered lately, and whether it may go on."""

from __future__ import annotations

import time
from collections.abc import Callable

from branchline.core.model import Prompt
from branchline.core.policy.decisions import Decided, Outcome
from branchline.core.policy.limits import History, Limits, exceeded


class AnswerLimits:
    def __init__(self, limits: Callable[[], Limits]) -> None:
        self._limits = limits
        self._histories: dict[str, History] = {}

    def why_not(self, session_id: str, prompt: Prompt) -> str | None:
        """Why one more answer must not be given; None: it may be."""
        return exceeded(self._histories.get(session_id, History()), _what(prompt), time.time(), self._limits())

    def answered(self, session_id: str, prompt: Prompt | Decided, at: float) -> None:
        """`at` in seconds since the epoch."""
        history = self._histories.get(session_id, History())
        self._histories[session_id] = history.answered(_what(prompt), at, self._limits())

    def remember(self, entry: Decided) -> None:
        """From an earlier sidecar's log."""
        if entry.by == "user":
            self.looked(entry.session_id)
        elif entry.outcome in {Outcome.ANSWERED, Outcome.REFUSED}:
            self.answered(entry.session_id, entry, entry.at)

    def looked(self, session_id: str) -> None:
        """The user looked at the session."""
        if session_id in self._histories:
            self._histories[session_id] = self._histories[session_id].looked()

    def removed(self, session_id: str) -> None:
        self._histories.pop(session_id, None)


def _what(prompt: Prompt | Decided) -> str:
    """What is asked, to tell equal requests."""
    return "\n".join([prompt.tool or "", prompt.command or "", *prompt.paths, prompt.url or ""])
