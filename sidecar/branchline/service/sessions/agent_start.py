"""Starts a session's agent in its worktree: command line, environment, hooks, the conversation that goes on."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from branchline.agents.shared.agent import Agent, ConversationRequest, LaunchRequest
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.agent import Launch
from branchline.core.model.session import Session
from branchline.core.session import hand_over
from branchline.core.session.events import AgentStarted, HandedOver
from branchline.core.session.personas import arguments_for
from branchline.core.session.script_environment import variables_of
from branchline.core.session.transitions import WITH_PROCESS
from branchline.core.system_errors import known
from branchline.git.together import together
from branchline.machine.environment import agent_environment
from branchline.machine.paths import self_command
from branchline.machine.user_environment import Environment
from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.base import Base
from branchline.service.scripts.environment import ScriptEnvironment
from branchline.service.sessions import launch_files
from branchline.service.sessions.extras import refuse_folder_outside
from branchline.service.terminals.terminals import Terminals


class AgentStart:
    def __init__(self, base: Base, terminals: Terminals, sealing: Sealing, environment: ScriptEnvironment) -> None:
        self._paths = base.paths
        self._sealing = sealing
        self._sessions = base.sessions
        self._settings = base.settings
        self._personas = base.personas
        self._terminals = terminals
        self._environment = environment

    async def reach_host(self) -> None:
        """Raises HOST_UNREACHABLE."""
        await self._terminals.host.connection()

    async def start(self, session: Session, agent: Agent, program: str, user: Environment) -> None:
        """`program` is the absolute path, `user` the environment of who asked for the session. Raises NOT_CONFIRMED,
        PERSONA_UNKNOWN, BAD_PERSONA, BAD_PATH (of the subfolder), NO_FOLDER, DISK_FULL, PERMISSION_DENIED, OSError
        where it could not be written down, and the terminal host's errors; no agent runs then, nor when it is stopped
        meanwhile."""
        self._sealing.refuse_unknown(session)
        await asyncio.to_thread(refuse_folder_outside, session)
        # Without its persona it would be started with less that holds it back.
        persona = self._personas.find(session.persona)
        folder = self._paths.session_folder(session.id)
        resume = await _conversation(session, agent, user)
        if session.has_conversation and resume is None and agent.takes_instructions:
            self._sessions.happened(session.id, HandedOver(hand_over.text(session)))
        launch = agent.launch(
            LaunchRequest(
                program=program,
                session_id=session.id,
                worktree=session.worktree,
                resume=resume,
                hook=self._hook(session, agent, folder, user),
                folder=str(folder / launch_files.FOLDER),
                read_only=persona is not None and persona.read_only,
            )
        )
        # Before it runs: a worktree whose making is not known to have ended would be taken back after a crash.
        await together(_put(folder, launch), self._sessions.saved())
        # Before what all scripts have goes what the user set of this agent, and before that what is this session's own.
        extra = {**agent.env, **variables_of(session), **launch.env}
        environment = await self._environment.of(session, extra, user)
        ring_size = self._settings.now.scrollback_bytes
        argv = [*launch.argv, *arguments_for(persona, agent.name), *session.arguments]
        process = await self._terminals.spawn(session, agent, argv, environment, ring_size)
        # A hook or its screen may have told more than that it starts.
        if self._sessions.get(session.id).status not in WITH_PROCESS:
            await self._terminals.take_back(session.id)  # It was stopped meanwhile.
            return
        try:
            self._sessions.happened(session.id, AgentStarted(process, launch))
            await self._sessions.saved()
        except BaseException:
            # Nobody would know of it: never does an agent run whose session does not.
            await self._terminals.take_back(session.id)
            raise

    def _hook(self, session: Session, agent: Agent, folder: Path, user: Environment) -> tuple[str, ...]:
        """The command for the agent's hooks; () where it has none or they cannot be installed."""
        taken = any(each in user or os.path.exists(each) for each in agent.hooks_yield_to)
        unsafe = agent.hooks_need_safe_folder and not launch_files.is_safe(folder)
        if agent.hook is None or taken or unsafe:
            return ()
        return tuple(self_command("hook", agent.name, session.id, str(self._paths.sidecar_socket)))


async def _put(folder: Path, launch: Launch) -> None:
    try:
        await asyncio.to_thread(launch_files.write, folder, launch.files)
    except OSError as error:
        raise known(error) or BranchlineError(
            ErrorCode.NO_FOLDER, f"{folder} could not be written to: {error.strerror}."
        ) from error


async def _conversation(session: Session, agent: Agent, user: Environment) -> str | None:
    """What the agent's resume argument takes; None: there is nothing to go on with, or no way to."""
    if not agent.can_resume or not session.has_conversation:
        return None
    if session.agent_session is not None or agent.conversation is None:
        return session.agent_session
    environment = agent_environment(user, agent.env)
    request = ConversationRequest(environment, session.folder, session.created_at)
    return await asyncio.to_thread(agent.conversation, request)
