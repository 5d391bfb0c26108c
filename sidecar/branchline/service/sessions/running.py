"""Stops agents, and lets sessions go on."""

from __future__ import annotations

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.core.session.events import ResumeRequested, StopRequested
from branchline.machine.user_environment import Environment
from branchline.service.base.agents import Agents
from branchline.service.base.personas import Personas
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.ending import Ending
from branchline.service.terminals.terminals import Terminals


class Running:
    def __init__(
        self, sessions: Sessions, agents: Agents, personas: Personas, terminals: Terminals, ending: Ending
    ) -> None:
        self._sessions = sessions
        self._agents = agents
        self._personas = personas
        self._terminals = terminals
        self._ending = ending

    def stop(self, session_id: str) -> Session:
        """Raises NO_SESSION and INVALID_STATE."""
        self._sessions.happened(session_id, StopRequested())
        return self._sessions.get(session_id)

    async def stop_all_of_it(self, session_id: str) -> Session:
        """The agent, and what it left running; the latter also where the agent has ended already. What the user runs in
        the worktree goes on. Raises NO_SESSION, INVALID_STATE, STILL_RUNNING."""
        has_ended = not self._sessions.get(session_id).status.is_live
        if not has_ended or not await self._ending.left_behind.to_end(session_id):
            return self.stop(session_id)
        async with self._ending.at_rest(session_id, with_run=False):
            return self._sessions.get(session_id)

    def resume(self, session_id: str, environment: Environment | None = None) -> Session:
        """`environment` is that of the window which asks. Raises NO_SESSION, INVALID_STATE, and AGENT_NOT_FOUND,
        PERSONA_UNKNOWN or BAD_PERSONA while what it is started with is not there."""
        session = self._sessions.get(session_id)
        self._personas.find(session.persona)
        self._agents.program(self._agents.find(session.agent), environment)
        self._resume(session, environment)
        return self._sessions.get(session_id)

    def _resume(self, session: Session, environment: Environment | None) -> None:
        self._sessions.happened(session.id, ResumeRequested())
        # In time: a start begins when nothing else is under way.
        self._agents.environments.asked(session.id, environment)

    def resume_interrupted(self, environment: Environment | None = None) -> int:
        """Whatever a crash or a reboot stopped goes on; how many sessions that are."""
        found = [
            each
            for each in self._sessions.all()
            if (each.status, each.reason) == (Status.PAUSED, PauseReason.INTERRUPTED)
        ]
        for session in found:
            self._resume(session, environment)
        return len(found)

    async def stop_everything(self) -> None:
        """End every agent and every run, wait until they are gone, and end the terminal host. Raises STILL_RUNNING."""
        for session in self._sessions.all():
            if session.status.is_live:
                self.stop(session.id)
        sessions = self._sessions.all()
        for session in sessions:
            await self._ending.agent(session.id)
            async with self._ending.locks.of(session.id):
                pass  # What was begun for it is taken back by then.
            await self._ending.scripts.runs.end(session.id)
        await self._ending.left_behind.end(*[session.id for session in sessions])
        await self._terminals.host.shutdown()
