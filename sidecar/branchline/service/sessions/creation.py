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
from branchline.core.session.naming import kind_from_prompt, name_from_prompt, unique
from branchline.core.session.settings import Settings
from branchline.git.repository import inspect
from branchline.service.base.sessions import Roster
from branchline.service.limits.slots import Slots
from branchline.service.sessions.create_request import Wanted, check_preset
from branchline.service.sessions.recovery import Recovery
from branchline.service.sessions.starting import Preparer
from branchline.service.timeline.timeline import Checkpoints


class Creation:
    def __init__(
        self,
        roster: Roster,
        slots: Slots,
        preparer: Preparer,
        checkpoints: Checkpoints,
        recovery: Recovery,
        settings: Callable[[], Settings],
        carry_out: Callable[[str, Effect], None],
        prepare: Callable[[str], Awaitable[None]],
        discard: Callable[[str], None],
    ) -> None:
        self._roster = roster
        self._slots = slots
        self._preparer = preparer
        self._checkpoints = checkpoints
        self._recovery = recovery
        self._settings = settings
        self._carry_out = carry_out
        self._prepare = prepare
        self._discard = discard

    async def create(self, wanted: Wanted, start_snapshot: str | None = None) -> Session:
        """A new session, queued or with its agent started; `start_snapshot` is the ref of the one whose files it begins
        with.

        Raises AGENT_UNKNOWN, AGENT_NOT_FOUND, NOT_A_REPO and the other errors of worktrees; nothing is left then.
        """
        check_preset(wanted.auto_yes)
        prompt = check_text(wanted.prompt).strip() if wanted.prompt else ""
        self._preparer.program(self._preparer.agent(wanted.agent))
        repository = await inspect(wanted.repo)
        taken = {session.name for session in self._roster.all()}
        name = unique((wanted.name or "").strip() or name_from_prompt(prompt), taken)
        now = time.time()
        session = Session(
            id=str(uuid.uuid4()),
            name=name,
            kind=wanted.kind or kind_from_prompt(prompt),
            task=wanted.task,
            persona=wanted.persona,
            agent=wanted.agent,
            repo=repository.root,
            worktree="",
            branch="",
            base="",
            status=Status.QUEUED,
            evidence=Evidence("created", now),
            auto_yes=wanted.auto_yes or self._settings().auto_yes.preset_for(wanted.persona).value,
            created_at=now,
            updated_at=now,
            pending=(prompt,) if prompt else (),
            start_base=wanted.base or repository.head,
            start_branch=wanted.branch,
            start_snapshot=start_snapshot,
        )
        self._recovery.note_repository(repository.root)
        self._roster.add(session)
        if self._slots.free() <= 0:
            self._slots.number_queue()
        else:
            try:
                for effect in self._roster.apply(session.id, SlotGranted()):
                    if not isinstance(effect, Prepare):
                        self._carry_out(session.id, effect)
                await self._prepare(session.id)
            except BaseException:
                self._discard(session.id)
                raise
        return self._roster.get(session.id)

    async def fork(self, session_id: str, number: int, wanted: Wanted) -> Session:
        """A new session that begins with the files of a checkpoint, from the commit that was checked out then. What
        `wanted` leaves empty is as in the session that it leaves. Raises NO_CHECKPOINT, and the errors of `create`."""
        session = self._roster.get(session_id)
        snapshot = await self._checkpoints.find(session_id, number)
        if snapshot.head is None:
            raise BranchlineError("NO_COMMIT", "There was no commit yet at this checkpoint: no branch can start there.")
        wanted = attrs.evolve(
            wanted,
            repo=session.repo,
            agent=wanted.agent or session.agent,
            name=wanted.name or (None if wanted.prompt else session.name),
            task=session.task,
            persona=session.persona,
            kind=session.kind,
            base=snapshot.head,
            auto_yes=session.auto_yes,
        )
        return await self.create(wanted, snapshot.ref)
