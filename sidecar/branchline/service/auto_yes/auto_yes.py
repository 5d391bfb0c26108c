"""Auto-yes as a whole, with common answers: it goes on where an earlier sidecar was, and stops wherever it is on."""

from __future__ import annotations

from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.core.session.auto_yes_events import AnswersPaused, AutoYesPaused
from branchline.service.auto_yes.common_answers import CommonAnswers
from branchline.service.auto_yes.key_answers import KeyAnswers
from branchline.service.auto_yes.verdicts import Verdicts, is_on
from branchline.service.base.sessions import Sessions
from branchline.service.history.decision_log import DecisionLog


class AutoYes:
    def __init__(
        self,
        sessions: Sessions,
        verdicts: Verdicts,
        keys: KeyAnswers,
        common: CommonAnswers,
        decisions: DecisionLog,
    ) -> None:
        self._sessions = sessions
        self._verdicts = verdicts
        self._keys = keys
        self._common = common
        self._decisions = decisions

    async def start(self) -> None:
        """Prompts that an earlier sidecar saw may stand there still."""
        sessions = self._sessions.all()
        if self._common.are_set or any(session.auto_yes != Preset.OFF.value for session in sessions):
            self._verdicts.remember(await self._decisions.entries())
        for session in sessions:
            self._keys.look_at(session)

    def stop_all(self) -> int:
        """Pause auto-yes and common answers wherever they are on: not one more key is sent. How many sessions that
        were."""
        why = AutoYesPause(AutoYesPauseCode.STOPPED_ALL.value)
        stopped = set()
        for session in self._sessions.all():
            if is_on(session):
                self._sessions.happened(session.id, AutoYesPaused(why))
                stopped.add(session.id)
            if self._common.are_on(session):
                self._sessions.happened(session.id, AnswersPaused(why))
                stopped.add(session.id)
        return len(stopped)
