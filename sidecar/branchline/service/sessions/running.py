"""Stops agents, and lets sessions go on."""

from __future__ import annotations

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.core.session.events import ResumeRequested, StopRequested
from branchline.service.base.agents import Agents
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.ending import ended
from branchline.service.terminals.terminals import Terminals


class Running:
    def __init__(self, sessions: Sessions, agents: Agents, terminals: Terminals) -> None:
        self._sessions = sessions
        self._agents = agents
        self._terminals = terminals

    def stop(self, session_id: str) -> Session:
        """Raises NO_SESSION and INVALID_STATE."""
        self._sessions.happened(session_id, StopRequested())
        return self._sessions.get(session_id)

    def resume(self, session_id: str) -> Session:
        """Raises NO_SESSION, INVALID_STATE, and AGENT_NOT_FOUND while its program is not there."""
        self._agents.program(self._agents.find(self._sessions.get(session_id).agent))
        self._sessions.happened(session_id, ResumeRequested())
        return self._sessions.get(session_id)

    def resume_interrupted(self) -> int:
        """Whatever a crash or a reboot stopped goes on; how many sessions that are."""
        found = [
            each
            for each in self._sessions.all()
            if (each.status, each.reason) == (Status.PAUSED, PauseReason.INTERRUPTED)
        ]
        for session in found:
            self._sessions.happened(session.id, ResumeRequested())
        return len(found)

    async def stop_everything(self) -> None:
        """End every agent, wait until they are gone, and end the terminal host. Raises STILL_RUNNING."""
        for session in self._sessions.all():
            if session.status.is_live:
                self.stop(session.id)
        for session in self._sessions.all():
            await ended(self._sessions, session.id)
        await self._terminals.host.shutdown()
