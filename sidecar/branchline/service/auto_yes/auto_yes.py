"""Auto-yes as a whole: it goes on where an earlier sidecar was, and stops wherever it is on."""

from __future__ import annotations

from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.core.session.auto_yes_events import AutoYesPaused
from branchline.service.auto_yes.key_answers import KeyAnswers
from branchline.service.auto_yes.verdicts import Verdicts, is_on
from branchline.service.base.sessions import Sessions
from branchline.service.history.decision_log import DecisionLog


class AutoYes:
    def __init__(self, sessions: Sessions, verdicts: Verdicts, keys: KeyAnswers, decisions: DecisionLog) -> None:
        self._sessions = sessions
        self._verdicts = verdicts
        self._keys = keys
        self._decisions = decisions

    async def start(self) -> None:
        """Prompts that an earlier sidecar saw may stand there still."""
        sessions = self._sessions.all()
        if any(session.auto_yes != Preset.OFF.value for session in sessions):
            self._verdicts.remember(await self._decisions.entries())
        for session in sessions:
            self._keys.look_at(session)

    def stop_all(self) -> int:
        """Pause auto-yes wherever it is on: not one more key is sent. How many sessions that were."""
        sessions = [session for session in self._sessions.all() if is_on(session)]
        for session in sessions:
            self._sessions.happened(session.id, AutoYesPaused(AutoYesPause(AutoYesPauseCode.STOPPED_ALL.value)))
        return len(sessions)
