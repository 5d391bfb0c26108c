"""Makes sessions: from what a client wants to a record, queued or with its agent started."""

from __future__ import annotations

import time
import uuid
from collections.abc import Awaitable, Callable

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model import Evidence, Session, Status
from branchline.core.screen.typing_plan import check_text
from branchline.core.session.events import Effect, Prepare, SlotGranted
from branchline.core.session.naming import kind_from_instruction, name_from_instruction, unique
from branchline.core.session.settings import Settings
from branchline.git.repository import inspect
from branchline.service.base.sessions import Sessions
from branchline.service.limits.slots import Slots
from branchline.service.sessions.create_request import CreateRequest, check_preset
from branchline.service.sessions.recovery import Recovery
from branchline.service.sessions.starting import Starting
from branchline.service.timeline.timeline import Timeline


class Creation:
    def __init__(
        self,
        sessions: Sessions,
        slots: Slots,
        starting: Starting,
        timeline: Timeline,
        recovery: Recovery,
        settings: Callable[[], Settings],
        carry_out: Callable[[str, Effect], None],
        prepare: Callable[[str], Awaitable[None]],
        discard: Callable[[str], None],
    ) -> None:
        self._sessions = sessions
        self._slots = slots
        self._starting = starting
        self._timeline = timeline
        self._recovery = recovery
        self._settings = settings
        self._carry_out = carry_out
        self._prepare = prepare
        self._discard = discard

    async def create(self, request: CreateRequest, start_snapshot: str | None = None) -> Session:
        """A new session, queued or with its agent started; `start_snapshot` is the ref of the one whose files it begins
        with.

        Raises AGENT_UNKNOWN, AGENT_NOT_FOUND, NOT_A_REPO and the other errors of worktrees; nothing is left then.
        """
        check_preset(request.auto_yes)
        instruction = check_text(request.instruction).strip() if request.instruction else ""
        self._starting.program(self._starting.agent(request.agent))
        repository = await inspect(request.repo)
        taken = {session.name for session in self._sessions.all()}
        name = unique((request.name or "").strip() or name_from_instruction(instruction), taken)
        now = time.time()
        session = Session(
            id=str(uuid.uuid4()),
            name=name,
            kind=request.kind or kind_from_instruction(instruction),
            task=request.task,
            persona=request.persona,
            agent=request.agent,
            repo=repository.root,
            worktree="",
            branch="",
            base="",
            status=Status.QUEUED,
            evidence=Evidence("created", now),
            auto_yes=request.auto_yes or self._settings().auto_yes.preset_for(request.persona).value,
            created_at=now,
            updated_at=now,
            pending=(instruction,) if instruction else (),
            start_base=request.base or repository.head,
            start_branch=request.branch,
            start_snapshot=start_snapshot,
        )
        self._recovery.note_repository(repository.root)
        self._sessions.add(session)
        if self._slots.free() <= 0:
            self._slots.number_queue()
        else:
            try:
                for effect in self._sessions.apply(session.id, SlotGranted()):
                    if not isinstance(effect, Prepare):
                        self._carry_out(session.id, effect)
                await self._prepare(session.id)
            except BaseException:
                self._discard(session.id)
                raise
        return self._sessions.get(session.id)

    async def fork(self, session_id: str, number: int, request: CreateRequest) -> Session:
        """A new session that begins with the files of a snapshot, from the commit that was checked out then. What
        `request` leaves empty is as in the session that it leaves. Raises NO_SNAPSHOT, and the errors of `create`."""
        session = self._sessions.get(session_id)
        snapshot = await self._timeline.find(session_id, number)
        if snapshot.head is None:
            raise BranchlineError("NO_COMMIT", "There was no commit yet at this snapshot: no branch can start there.")
        request = attrs.evolve(
            request,
            repo=session.repo,
            agent=request.agent or session.agent,
            name=request.name or (None if request.instruction else session.name),
            task=session.task,
            persona=session.persona,
            kind=session.kind,
            base=snapshot.head,
            auto_yes=session.auto_yes,
        )
        return await self.create(request, snapshot.ref)
