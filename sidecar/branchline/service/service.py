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
from branchline.service.base.sessions import Roster
from branchline.service.history.recorder import Recorder
from branchline.service.limits.slots import Slots
from branchline.service.prompts.prompts import Prompts
from branchline.service.review.change_tracker import Measurer
from branchline.service.sessions.create_request import check_preset
from branchline.service.sessions.creation import Creation
from branchline.service.sessions.pausing import Pausing
from branchline.service.sessions.recovery import Recovery
from branchline.service.sessions.removal import Removal
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.service.sessions.revival import Revival
from branchline.service.sessions.starting import Preparer
from branchline.service.terminals.instructions import Instructions
from branchline.service.terminals.terminals import Fleet
from branchline.service.terminals.viewing import Viewing
from branchline.service.timeline.timeline import Checkpoints
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
        self.roster = Roster(self._store)
        self.recorder = Recorder(paths, self.roster.all())
        self.roster.watchers.append(self.recorder)
        self.fleet = Fleet(
            paths,
            guard=self_command("serve"),
            happened=self.happened,
            status=lambda session_id: self.roster.get(session_id).status,
            process=lambda session_id: self.roster.get(session_id).process,
            painted=self._painted,
            saved=self.roster.saved,
            background=self.background,
        )
        self.instructions = Instructions(self.roster, self.fleet, self.happened, self.background)
        self.viewing = Viewing(paths, self.roster, self.fleet)
        include = self._snapshot_include
        self.checkpoints = Checkpoints(paths, self.roster, self.recorder, include, self.happened)
        self._revival = Revival(self.roster, self.checkpoints, self.happened)
        self.prompts = Prompts(
            paths.transcripts,
            self.roster,
            self.fleet,
            self.recorder,
            self._known_agent,
            lambda: self.settings,
            self.happened,
            self.checkpoints.before_answer,
            self.background,
        )
        self.measurer = Measurer(paths, self.background, self.roster.get, self.happened)
        self.preparer = Preparer(self.roster, self.fleet, lambda: self.settings, self.happened, paths, self._revival)
        self.slots = Slots(self.roster, lambda: self.settings.max_sessions, self.happened)
        self.removed = RemovedSessions(self._store, self.roster, paths)
        self.removal = Removal(
            self.roster,
            self.removed,
            self.checkpoints,
            self._revival,
            include,
            self.happened,
            self._preparing,
            self._forget,
            self.background,
        )
        self.pausing = Pausing(
            self.roster,
            self.fleet,
            self.checkpoints,
            self.removal,
            self.happened,
            self._preparing,
            self.background,
        )
        self.recovery = Recovery(
            self._store,
            self.roster,
            self.removed,
            self.removal,
            self._default_agent,
            self.happened,
            self.background,
        )
        self.creation = Creation(
            self.roster,
            self.slots,
            self.preparer,
            self.checkpoints,
            self.recovery,
            lambda: self.settings,
            self._carry_out,
            self._prepare,
            self._discard,
        )

    async def start(self) -> None:
        """Take over what an earlier sidecar left: agents that still run go on, lost ones are said so."""
        self.roster.start()
        held = [session for session in self.roster.all() if session.status in WITH_PROCESS]
        await self.fleet.recover(held, self._known_agent)
        await self.recovery.finish_steps()
        await self.recovery.look()
        self.recovery.sweep()
        await self.prompts.start()
        self.slots.grant()
        self.background.start(self.removed.delete_old(), "deleting what was removed long ago")

    async def close(self) -> None:
        await self.fleet.close()
        await self.background.close()
        await self.roster.close()

    def configure(self, raw: dict[str, object]) -> list[str]:
        """Take over the client's settings; returns a sentence for each that cannot be used."""
        self.settings, complaints = read_settings(raw)
        self._store.set_meta("settings", raw)
        self.roster.save_soon()
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
        self.roster.get(session_id)
        check_preset(auto_yes)
        if name is not None:
            if not name.strip():
                raise BranchlineError("BAD_NAME", "A session's name cannot be empty.")
            taken = {session.name for session in self.roster.all() if session.id != session_id}
            self.happened(session_id, Renamed(unique(name.strip(), taken)))
        self.happened(session_id, Edited(task, auto_yes, pinned))
        if read:
            self.happened(session_id, Looked())
        return self.roster.get(session_id)

    def stop(self, session_id: str) -> Session:
        self.happened(session_id, StopRequested())
        return self.roster.get(session_id)

    async def resume(self, session_id: str) -> Session:
        self.preparer.program(self.preparer.agent(self.roster.get(session_id).agent))
        self.happened(session_id, ResumeRequested())
        return self.roster.get(session_id)

    def resume_interrupted(self) -> int:
        """Whatever a crash or a reboot stopped goes on; how many sessions that are."""
        found = [each for each in self.roster.all() if (each.status, each.reason) == (Status.PAUSED, INTERRUPTED)]
        for session in found:
            self.happened(session.id, ResumeRequested())
        return len(found)

    async def read_file(self, session_id: str, path: str, at: str) -> FileContent | None:
        """A file as it was at `base`, or at a commit or tree id. None: it is not there."""
        session = self.roster.get(session_id)
        return await read_file(session.repo, session.base if at == "base" else at, path)

    async def stop_everything(self) -> None:
        """End every agent, wait until they are gone, and end the terminal host."""
        for session in self.roster.all():
            if session.status.is_live:
                self.stop(session.id)
        for session in self.roster.all():
            await self.removal.ended(session.id)
        await self.fleet.shutdown_host()

    # ------------------------------------------------------------ events and effects

    def happened(self, session_id: str, event: Event) -> None:
        """The one way in which a session changes. Raises NO_SESSION and INVALID_STATE."""
        if isinstance(event, Looked):
            self.prompts.auto_yes.brakes.looked(session_id)
        for effect in self.roster.apply(session_id, event):
            self._carry_out(session_id, effect)

    def _carry_out(self, session_id: str, effect: Effect) -> None:
        match effect:
            case Prepare():
                self.background.start(self._prepare_queued(session_id), "starting a session")
            case EndProcess():
                self.background.start(self.fleet.kill(session_id), "ending an agent")
            case TypeInstruction(text):
                self.instructions.type_soon(session_id, text)
            case MeasureChanges():
                self.measurer.request(session_id)
            case GrantSlots():
                self.slots.grant()
            case TakeSnapshot(reason):
                self.background.start(self.checkpoints.take_quietly(session_id, reason), "taking a snapshot")

    async def _prepare(self, session_id: str) -> None:
        async with self._preparing[session_id]:
            await self.preparer.prepare(session_id)

    async def _prepare_queued(self, session_id: str) -> None:
        try:
            await self._prepare(session_id)
        except BranchlineError as error:
            # The record says why: nobody waits for an answer here.
            log.warning("%s: not started: %s", session_id[:8], error.message)

    def _painted(self, session_id: str) -> None:
        if self.roster.get(session_id).status is Status.WORKING:
            self.measurer.output_came(session_id)
        self.viewing.painted(session_id)

    def _forget(self, session_id: str) -> None:
        self.fleet.forget(session_id)
        self.measurer.forget(session_id)
        self.checkpoints.forget(session_id)
        self._preparing.pop(session_id, None)
        self.roster.drop(session_id)
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
            return self.preparer.agent(name)
        except BranchlineError as error:
            log.warning("%s", error.message)
            return unknown_agent(name, (name,), title=name, install="")
