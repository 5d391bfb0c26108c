"""Brings a session from its slot to a running agent: branch, worktree, process."""

from __future__ import annotations

import asyncio

from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.session.effects import GiveUpStart, Start
from branchline.core.session.events import StartFailed, WorktreeUnmade
from branchline.core.system_errors import known
from branchline.git.repository import Repository
from branchline.git.worktrees.making import Created
from branchline.machine import user_environment
from branchline.service.base.base import Base
from branchline.service.scripts.setup import SetUp
from branchline.service.sessions.agent_start import AgentStart
from branchline.service.sessions.worktree_making import WorktreeMaking


class Starting:
    """The one way to start a session: a slot is granted, and this is what follows."""

    def __init__(self, base: Base, worktrees: WorktreeMaking, setup: SetUp, start: AgentStart) -> None:
        self._sessions = base.sessions
        self._agents = base.agents
        self._locks = base.locks
        self._background = base.background
        self._worktrees = worktrees
        self._setup = setup
        self._start = start
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._given_up: set[asyncio.Task[None]] = set()
        self._set_up_begins: dict[str, asyncio.Event] = {}
        base.sessions.does(Start, self._begin)
        base.sessions.does(GiveUpStart, self._give_up)

    def looked_at(self, session_id: str, repository: Repository) -> None:
        """The session's repository is this, just now: its start, which begins at once, need not ask git again."""
        self._worktrees.known[session_id] = repository

    async def started(self, session_id: str) -> None:
        """Returns when the start that is under way has come to its end, or to the project's set-up script, which may
        take its time; raises what it failed with until then. Whoever is cancelled meanwhile cancels the start."""
        task = self._under_way.get(session_id)
        if task is None:
            return
        begins = asyncio.ensure_future(self._set_up_begins.setdefault(session_id, asyncio.Event()).wait())
        try:
            await asyncio.wait({task, begins}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise
        finally:
            begins.cancel()
        if task.done():
            await task

    def _begin(self, session_id: str, _effect: Start) -> None:
        work = self._in_turn(session_id)
        self._under_way[session_id] = self._background.start(work, f"{session_id[:8]}: starting a session")

    def _give_up(self, session_id: str, _effect: GiveUpStart) -> None:
        task = self._under_way.get(session_id)
        if task is not None:
            self._given_up.add(task)
            task.add_done_callback(self._given_up.discard)
            task.cancel()

    async def _in_turn(self, session_id: str) -> None:
        try:
            async with self._locks.of(session_id):
                await self._prepare(session_id)
        finally:
            self._worktrees.known.pop(session_id, None)
            if self._under_way.get(session_id) is asyncio.current_task():
                del self._under_way[session_id]
                self._set_up_begins.pop(session_id, None)

    async def _prepare(self, session_id: str) -> None:
        """Make the worktree if there is none yet, and start the agent in it.

        What this call made is undone when a later step fails; the error is raised after that. A stop that comes while
        the worktree is made takes that back; one that comes later leaves it. Nothing is started then. One that came
        before its turn changes nothing at all.
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
            if (script := await self._setup.due(session_id)) is not None:
                self._set_up_begins.setdefault(session_id, asyncio.Event()).set()
                made = None  # Whatever comes, the worktree stays: what a script did there and elsewhere may be dear.
                if not await self._setup.before_agent(session_id, script, environment):
                    return
            session = self._sessions.get(session_id)
            if session.status is Status.STARTING:
                await self._start.start(session, agent, program, environment)
        except BaseException as error:
            await self._take_back(session_id, made)
            if asyncio.current_task() in self._given_up:
                return  # It was stopped, and may have been resumed: that start waits for its turn.
            if (now := self._sessions.find(session_id)) and now.status is Status.STARTING:
                self._sessions.happened(session_id, StartFailed(_why(error)))
            raise

    async def _take_back(self, session_id: str, made: Created | None) -> None:
        session = self._sessions.find(session_id)
        if session is None:
            return
        if made:
            await self._worktrees.unmake(session, made)
        elif session.under_way is Step.CREATING:
            self._sessions.happened(session_id, WorktreeUnmade())  # It undid itself.


def _why(error: BaseException) -> str:
    told = known(error)
    if told is not None:
        return told.message
    if isinstance(error, asyncio.CancelledError):
        return "Branchline ended while the session was started."
    return "Something went wrong inside Branchline; the log has the cause."
