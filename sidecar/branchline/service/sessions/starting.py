"""Brings a session from its slot to a running agent: branch, worktree, process."""

from __future__ import annotations

import asyncio

from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.session.effects import Start
from branchline.core.session.events import StartFailed, WorktreeUnmade
from branchline.core.system_errors import known
from branchline.git.branches import Seen
from branchline.git.worktrees.making import Created
from branchline.machine import user_environment
from branchline.service.base.agents import Agents
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.sessions.agent_start import AgentStart
from branchline.service.sessions.worktree_making import WorktreeMaking


class Starting:
    """The one way to start a session: a slot is granted, and this is what follows."""

    def __init__(
        self,
        sessions: Sessions,
        agents: Agents,
        locks: WorktreeLocks,
        worktrees: WorktreeMaking,
        start: AgentStart,
        background: Background,
    ) -> None:
        self._sessions = sessions
        self._agents = agents
        self._locks = locks
        self._worktrees = worktrees
        self._start = start
        self._background = background
        self._under_way: dict[str, asyncio.Task[None]] = {}
        sessions.does(Start, self._begin)

    def looked_at(self, session_id: str, repository: Seen) -> None:
        """The session's repository is this, just now: its start, which begins at once, need not ask git again."""
        self._worktrees.known[session_id] = repository

    async def started(self, session_id: str) -> None:
        """Returns when the start that is under way has come to its end; raises what it failed with. Whoever is
        cancelled meanwhile cancels the start."""
        task = self._under_way.get(session_id)
        if task is not None:
            await task

    def _begin(self, session_id: str, _effect: Start) -> None:
        work = self._in_turn(session_id)
        self._under_way[session_id] = self._background.start(work, f"{session_id[:8]}: starting a session")

    async def _in_turn(self, session_id: str) -> None:
        try:
            with self._background.foreground.waited_for():
                async with self._locks.of(session_id):
                    await self._prepare(session_id)
        finally:
            self._worktrees.known.pop(session_id, None)
            if self._under_way.get(session_id) is asyncio.current_task():
                del self._under_way[session_id]

    async def _prepare(self, session_id: str) -> None:
        """Make the worktree if there is none yet, and start the agent in it.

        What this call made is undone when a later step fails; the error is raised after that. A stop that comes
        meanwhile leaves the worktree and starts nothing; one that came before its turn changes nothing at all.
        """
        made: Created | None = None
        try:
            session = self._sessions.get(session_id)
            if session.status is not Status.STARTING or session.process is not None:
                return  # It was stopped, and maybe resumed and started meanwhile: an earlier start came before.
            agent = self._agents.find(session.agent)
            environment = self._agents.environments.of(session_id)
            program = self._agents.program(agent, environment)
            # The first session's takes its time; whoever starts the agent waits for it, and tells what is wrong.
            self._background.start(self._start.reach_host(), "reaching the terminal host")
            with user_environment.of(environment):  # Hooks and filters of the user's run.
                made = await self._worktrees.provide(session)
            session = self._sessions.get(session_id)
            if session.status is Status.STARTING:
                await self._start.start(session, agent, program, environment)
        except BaseException as error:
            await self._take_back(session_id, made, error)
            raise

    async def _take_back(self, session_id: str, made: Created | None, error: BaseException) -> None:
        session = self._sessions.find(session_id)
        if session is None:
            return
        if made:
            await self._worktrees.unmake(session, made)
        elif session.under_way is Step.CREATING:
            self._sessions.happened(session_id, WorktreeUnmade())  # It undid itself.
        if self._sessions.get(session_id).status is Status.STARTING:
            self._sessions.happened(session_id, StartFailed(_why(error)))


def _why(error: BaseException) -> str:
    told = known(error)
    if told is not None:
        return told.message
    if isinstance(error, asyncio.CancelledError):
        return "Branchline ended while the session was started."
    return "Something went wrong inside Branchline; the log has the cause."
