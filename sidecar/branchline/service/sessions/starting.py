"""Brings a session from its record to a running agent: branch, worktree, process."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from branchline.agents.registry import find, program_of
from branchline.agents.shared.agent import Agent, LaunchRequest
from branchline.core.errors import BranchlineError
from branchline.core.model import Session, Status, Step
from branchline.core.session import hand_over
from branchline.core.session.events import (
    AgentStarted,
    Event,
    HandedOver,
    StartFailed,
    StepBegun,
    StepEnded,
    WorktreeMade,
    WorktreeUnmade,
)
from branchline.core.session.settings import Settings
from branchline.git.branches import delete_branch
from branchline.git.worktrees import worktrees
from branchline.machine import conversations, launch_files
from branchline.machine.environment import agent_environment, find_program
from branchline.machine.paths import Paths, self_command
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.revival import Revival
from branchline.service.terminals.terminals import Terminals

log = logging.getLogger(__name__)


class Starting:
    def __init__(
        self,
        sessions: Sessions,
        terminals: Terminals,
        settings: Callable[[], Settings],
        happened: Callable[[str, Event], None],
        paths: Paths,
        revival: Revival,
    ) -> None:
        self._revival = revival
        self._sessions = sessions
        self._terminals = terminals
        self._settings = settings
        self._happened = happened
        self._paths = paths

    def agent(self, name: str) -> Agent:
        """Raises AGENT_UNKNOWN or BAD_AGENT."""
        return find(name, self._settings().agents)

    def program(self, agent: Agent) -> str:
        """The absolute path of the agent's program. Raises AGENT_NOT_FOUND with the install command."""
        wanted = program_of(agent, self._settings().agent_paths)
        found = find_program(wanted, os.environ.get("PATH"))
        if found is None:
            raise BranchlineError(
                "AGENT_NOT_FOUND",
                f"{agent.title} is not installed: there is no program “{wanted}”. Install it with: {agent.install}",
                install=agent.install,
                agent=agent.name,
            )
        return found

    async def prepare(self, session_id: str) -> None:
        """Make the worktree if there is none yet, and start the agent in it.

        What this call made is undone when a later step fails; the error is raised after that. A stop that comes
        meanwhile leaves the worktree and starts nothing.
        """
        session = self._sessions.get(session_id)
        agent = self.agent(session.agent)
        program = self.program(agent)
        made: worktrees.Created | None = None
        try:
            if not session.worktree:
                made = await self._make_worktree(session)
            elif session.freed or not os.path.isdir(session.worktree):
                await self._revival.bring_back(session_id)
            await self._start(self._sessions.get(session_id), agent, program)
        except BaseException as error:
            if made and self._sessions.has(session_id):
                await self._unmake(self._sessions.get(session_id), made)
            elif self._sessions.has(session_id) and self._sessions.get(session_id).under_way is Step.CREATING:
                self._happened(session_id, WorktreeUnmade())  # It undid itself.
            if self._sessions.has(session_id) and self._sessions.get(session_id).status is Status.STARTING:
                self._happened(session_id, StartFailed(_why(error)))
            raise

    async def _make_worktree(self, session: Session) -> worktrees.Created:
        settings = self._settings()
        created = await worktrees.create(
            session.repo,
            session.name,
            base=session.start_base,
            branch=session.start_branch,
            prefix=settings.branch_prefix,
            worktrees_folder=settings.worktrees_folder,
            session_id=session.id,
            reserved={each.worktree for each in self._sessions.all() if each.worktree},
            claimed=partial(self._claimed, session.id),
        )
        if session.start_snapshot:
            try:
                await self._revival.begin_with(session.id, session.start_snapshot)
            except BaseException:
                await self._unmake(self._sessions.get(session.id), created)
                raise
        self._happened(session.id, StepEnded())
        await self._sessions.saved()
        return created

    async def _claimed(self, session_id: str, chosen: worktrees.Created) -> None:
        """Written down before it is made: one that is killed is followed by one that knows what to take back."""
        self._happened(session_id, WorktreeMade(chosen.worktree, chosen.branch, chosen.base, chosen.owns))
        self._happened(session_id, StepBegun(Step.CREATING))
        await self._sessions.saved()

    async def _start(self, session: Session, agent: Agent, program: str) -> None:
        if session.status is not Status.STARTING:
            return
        folder = self._paths.session_folder(session.id)
        resume = await self._conversation(session, agent)
        if session.has_conversation and resume is None and agent.takes_instructions:
            self._happened(session.id, HandedOver(hand_over.text(session)))
        launch = agent.launch(
            LaunchRequest(
                program=program,
                session_id=session.id,
                worktree=session.worktree,
                resume=resume,
                hook=self._hook(session, agent, folder),
                folder=str(folder / launch_files.FOLDER),
            )
        )
        try:
            await asyncio.to_thread(launch_files.write, folder, launch.files)
        except OSError as error:
            raise BranchlineError("NO_FOLDER", f"{folder} could not be written to: {error.strerror}.") from error
        environment = agent_environment(os.environ, {**agent.env, **launch.env})
        process = await self._terminals.spawn(
            session, agent, list(launch.argv), environment, self._settings().scrollback_bytes
        )
        self._happened(session.id, AgentStarted(process, launch))
        await self._sessions.saved()

    async def _conversation(self, session: Session, agent: Agent) -> str | None:
        """What the agent's resume argument takes; None: there is nothing to go on with, or no way to."""
        if not agent.can_resume or not session.has_conversation:
            return None
        if session.agent_session is not None or agent.conversations is None:
            return session.agent_session
        environment = agent_environment(os.environ, agent.env)
        return await asyncio.to_thread(
            conversations.latest, environment, agent.conversations, session.worktree, session.created_at
        )

    def _hook(self, session: Session, agent: Agent, folder: Path) -> tuple[str, ...]:
        """The command for the agent's hooks; () where it has none or they cannot be installed."""
        taken = any(each in os.environ or os.path.exists(each) for each in agent.hooks_yield_to)
        unsafe = agent.hooks_need_safe_folder and not launch_files.is_safe(folder)
        if agent.hook is None or taken or unsafe:
            return ()
        return tuple(self_command("hook", agent.name, session.id, str(self._paths.sidecar_socket)))

    async def _unmake(self, session: Session, made: worktrees.Created) -> None:
        try:
            await worktrees.remove(made.worktree, session.repo, made.owns)
            if made.owns.branch:
                await delete_branch(session.repo, made.branch, made.tip)
            self._happened(session.id, WorktreeUnmade())
        except BranchlineError as error:
            log.error("%s: could not be undone: %s", session.id[:8], error.message)


def _why(error: BaseException) -> str:
    if isinstance(error, BranchlineError):
        return error.message
    if isinstance(error, asyncio.CancelledError):
        return "Branchline ended while the session was started."
    return "Something went wrong inside Branchline; the log has the cause."
