"""What Branchline does, one method per request. Asks the rules, carries out the effects they decide."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections import defaultdict

from branchline.agents.any_program.user_defined import agent as unknown_agent
from branchline.agents.registry import all_agents
from branchline.agents.shared.agent import Agent
from branchline.core.errors import BranchlineError
from branchline.core.model import Session, Status
from branchline.core.session.events import (
    Edited,
    Effect,
    EndProcess,
    Event,
    GrantSlots,
    Looked,
    MeasureChanges,
    Prepare,
    Renamed,
    ResumeRequested,
    StopRequested,
    TakeSnapshot,
    TypeInstruction,
)
from branchline.core.session.lifecycle import INTERRUPTED, WITH_PROCESS
from branchline.core.session.naming import unique
from branchline.core.session.settings import read_settings
from branchline.git.changes import FileContent, read_file
from branchline.machine.environment import find_program
from branchline.machine.paths import Paths, self_command
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.history.recorder import Recorder
from branchline.service.limits.slots import Slots
from branchline.service.prompts.prompts import Prompts
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.sessions.create_request import check_preset
from branchline.service.sessions.creation import Creation
from branchline.service.sessions.pausing import Pausing
from branchline.service.sessions.recovery import Recovery
from branchline.service.sessions.removal import Removal
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.service.sessions.revival import Revival
from branchline.service.sessions.starting import Starting
from branchline.service.terminals.instructions import Instructions
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.viewing import Viewing
from branchline.service.timeline.timeline import Timeline
from branchline.store.store import Store
from branchline.store.store_file import Notice

log = logging.getLogger(__name__)


def _object(stored: object) -> dict[str, object]:
    """Whoever edits the store by hand may have left something else there."""
    return stored if isinstance(stored, dict) else {}


class Service:
    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._preparing: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._store, self._store_notices = Store.open(paths.store)
        # As the last client set them: an unattended sidecar starts without one.
        self.settings, _ = read_settings(_object(self._store.meta("settings")))
        self.background = Background()
        self.sessions = Sessions(self._store)
        self.recorder = Recorder(paths, self.sessions.all())
        self.sessions.listeners.add(self.recorder.told)
        self.terminals = Terminals(
            paths,
            guard=self_command("serve"),
            happened=self.happened,
            status=lambda session_id: self.sessions.get(session_id).status,
            process=lambda session_id: self.sessions.get(session_id).process,
            painted=self._painted,
            saved=self.sessions.saved,
            background=self.background,
        )
        self.instructions = Instructions(self.sessions, self.terminals, self.happened, self.background)
        self.viewing = Viewing(paths, self.sessions, self.terminals)
        include = self._snapshot_include
        self.timeline = Timeline(paths, self.sessions, self.recorder, include, self.happened)
        self._revival = Revival(self.sessions, self.timeline, self.happened)
        self.prompts = Prompts(
            paths.transcripts,
            self.sessions,
            self.terminals,
            self.recorder,
            self._known_agent,
            lambda: self.settings,
            self.happened,
            self.timeline.before_answer,
            self.background,
        )
        self.change_tracker = ChangeTracker(paths, self.background, self.sessions.get, self.happened)
        self.starting = Starting(
            self.sessions, self.terminals, lambda: self.settings, self.happened, paths, self._revival
        )
        self.slots = Slots(self.sessions, lambda: self.settings.max_sessions, self.happened)
        self.removed = RemovedSessions(self._store, self.sessions, paths)
        self.removal = Removal(
            self.sessions,
            self.removed,
            self.timeline,
            self._revival,
            include,
            self.happened,
            self._preparing,
            self._forget,
            self.background,
        )
        self.pausing = Pausing(
            self.sessions,
            self.terminals,
            self.timeline,
            self.removal,
            self.happened,
            self._preparing,
            self.background,
        )
        self.recovery = Recovery(
            self._store,
            self.sessions,
            self.removed,
            self.removal,
            self._default_agent,
            self.happened,
            self.background,
        )
        self.creation = Creation(
            self.sessions,
            self.slots,
            self.starting,
            self.timeline,
            self.recovery,
            lambda: self.settings,
            self._carry_out,
            self._prepare,
            self._discard,
        )

    async def start(self) -> None:
        """Take over what an earlier sidecar left: agents that still run go on, lost ones are said so."""
        self.sessions.start()
        held = [session for session in self.sessions.all() if session.status in WITH_PROCESS]
        await self.terminals.recover(held, self._known_agent)
        await self.recovery.finish_steps()
        await self.recovery.look()
        self.recovery.sweep()
        await self.prompts.start()
        self.slots.grant()
        self.background.start(self.removed.delete_old(), "deleting what was removed long ago")

    async def close(self) -> None:
        await self.terminals.close()
        await self.background.close()
        await self.sessions.close()

    def configure(self, raw: dict[str, object]) -> list[str]:
        """Take over the client's settings; returns a sentence for each that cannot be used."""
        self.settings, complaints = read_settings(raw)
        self._store.set_meta("settings", raw)
        self.sessions.save_soon()
        self.slots.grant()
        return complaints

    # ------------------------------------------------------------ requests

    @property
    def notices(self) -> list[Notice]:
        return [*self._store_notices, *self.recovery.notices]

    def agents(self) -> list[tuple[Agent, str | None]]:
        """Every agent with the path of its program, or None when it is not installed."""
        path = os.environ.get("PATH")
        return [
            (agent, find_program(self.settings.agent_paths.get(agent.name) or agent.program, path))
            for agent in all_agents(self.settings.agents)
        ]

    def update(
        self,
        session_id: str,
        *,
        name: str | None,
        task: str | None,
        auto_yes: str | None,
        pinned: bool | None,
        read: bool | None,
    ) -> Session:
        self.sessions.get(session_id)
        check_preset(auto_yes)
        if name is not None:
            if not name.strip():
                raise BranchlineError("BAD_NAME", "A session's name cannot be empty.")
            taken = {session.name for session in self.sessions.all() if session.id != session_id}
            self.happened(session_id, Renamed(unique(name.strip(), taken)))
        self.happened(session_id, Edited(task, auto_yes, pinned))
        if read:
            self.happened(session_id, Looked())
        return self.sessions.get(session_id)

    def stop(self, session_id: str) -> Session:
        self.happened(session_id, StopRequested())
        return self.sessions.get(session_id)

    async def resume(self, session_id: str) -> Session:
        self.starting.program(self.starting.agent(self.sessions.get(session_id).agent))
        self.happened(session_id, ResumeRequested())
        return self.sessions.get(session_id)

    def resume_interrupted(self) -> int:
        """Whatever a crash or a reboot stopped goes on; how many sessions that are."""
        found = [each for each in self.sessions.all() if (each.status, each.reason) == (Status.PAUSED, INTERRUPTED)]
        for session in found:
            self.happened(session.id, ResumeRequested())
        return len(found)

    async def read_file(self, session_id: str, path: str, at: str) -> FileContent | None:
        """A file as it was at `base`, or at a commit or tree id. None: it is not there."""
        session = self.sessions.get(session_id)
        return await read_file(session.repo, session.base if at == "base" else at, path)

    async def stop_everything(self) -> None:
        """End every agent, wait until they are gone, and end the terminal host."""
        for session in self.sessions.all():
            if session.status.is_live:
                self.stop(session.id)
        for session in self.sessions.all():
            await self.removal.ended(session.id)
        await self.terminals.shutdown_host()

    # ------------------------------------------------------------ events and effects

    def happened(self, session_id: str, event: Event) -> None:
        """The one way in which a session changes. Raises NO_SESSION and INVALID_STATE."""
        if isinstance(event, Looked):
            self.prompts.auto_yes.limits.looked(session_id)
        for effect in self.sessions.apply(session_id, event):
            self._carry_out(session_id, effect)

    def _carry_out(self, session_id: str, effect: Effect) -> None:
        match effect:
            case Prepare():
                self.background.start(self._prepare_queued(session_id), "starting a session")
            case EndProcess():
                self.background.start(self.terminals.kill(session_id), "ending an agent")
            case TypeInstruction(text):
                self.instructions.type_soon(session_id, text)
            case MeasureChanges():
                self.change_tracker.request(session_id)
            case GrantSlots():
                self.slots.grant()
            case TakeSnapshot(reason):
                self.background.start(self.timeline.take_quietly(session_id, reason), "taking a snapshot")

    async def _prepare(self, session_id: str) -> None:
        async with self._preparing[session_id]:
            await self.starting.prepare(session_id)

    async def _prepare_queued(self, session_id: str) -> None:
        try:
            await self._prepare(session_id)
        except BranchlineError as error:
            # The record says why: nobody waits for an answer here.
            log.warning("%s: not started: %s", session_id[:8], error.message)

    def _painted(self, session_id: str) -> None:
        if self.sessions.get(session_id).status is Status.WORKING:
            self.change_tracker.output_came(session_id)
        self.viewing.painted(session_id)

    def _forget(self, session_id: str) -> None:
        self.terminals.forget(session_id)
        self.change_tracker.forget(session_id)
        self.timeline.forget(session_id)
        self._preparing.pop(session_id, None)
        self.sessions.drop(session_id)
        self.slots.grant()

    def _discard(self, session_id: str) -> None:
        """A session that never began."""
        self._forget(session_id)
        folder = self.paths.session_folder(session_id)
        self.background.start(asyncio.to_thread(shutil.rmtree, folder, True), "deleting a session's scrollback")

    def _snapshot_include(self) -> tuple[str, ...]:
        return self.settings.snapshot_include

    def _default_agent(self) -> str:
        return next((agent.name for agent, program in self.agents() if program), "demo")

    def _known_agent(self, name: str) -> Agent:
        """For an agent that runs already: one whose definition is gone is watched like any program."""
        try:
            return self.starting.agent(name)
        except BranchlineError as error:
            log.warning("%s", error.message)
            return unknown_agent(name, (name,), title=name, install="")
