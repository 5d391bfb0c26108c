"""Brings sessions up to their base."""

from __future__ import annotations

import enum
import logging
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.base import OnConflict, UpdateHow, Updating
from branchline.core.model.session import Session
from branchline.core.reasons import SnapshotReason
from branchline.core.session.base_events import UpdateBegun, UpdateEnded
from branchline.core.session.updating import refuse_at_work, told
from branchline.git.branches import refs_of
from branchline.git.parent_branch import ParentBranch, parent_of
from branchline.git.repository import inspect_known
from branchline.git.updating import updating
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.terminals.instructions import Instructions
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)


class UpdateOutcome(str, enum.Enum):
    """Its branch has what its base has now; it had already; its agent was told to do it; or a merge with conflicts was
    left for the user to finish."""

    UPDATED = "updated"
    LEVEL = "level"
    HANDED_OVER = "handedOver"
    LEFT = "left"


@attrs.frozen
class Updated:
    outcome: UpdateOutcome
    base: str


class Updates:
    def __init__(
        self,
        sessions: Sessions,
        settings: LiveSettings,
        timeline: Timeline,
        changes: ChangeTracker,
        instructions: Instructions,
        locks: WorktreeLocks,
    ) -> None:
        self._sessions = sessions
        self._settings = settings
        self._timeline = timeline
        self._changes = changes
        self._instructions = instructions
        self._locks = locks

    async def update(self, session_id: str, how: UpdateHow, on_conflict: OnConflict) -> Updated:
        """Raises AGENT_WORKS, NO_WORKTREE, BASE_NOT_FOUND, BASE_CONFLICT, the other errors of `plan`, and those of
        snapshots and instructions; nothing was changed then."""
        refuse_at_work(self._sessions.get(session_id))
        async with self._locks.of(session_id):
            session = await self._timeline.session(session_id)
            if session.updating is not None:
                await self.finish(session)
                session = self._sessions.get(session_id)
            refuse_at_work(session)
            base = await self._base(session)
            await self._timeline.take(session_id, SnapshotReason.BEFORE_UPDATE)
            try:
                update = await self._plan(session, base, how, on_conflict is OnConflict.MARKERS)
            except BranchlineError as error:
                if error.code is not ErrorCode.BASE_CONFLICT or on_conflict is not OnConflict.AGENT:
                    raise
                await self._hand_over(session_id, base, how, error)
                return Updated(UpdateOutcome.HANDED_OVER, base.name)
            if update is None:
                return Updated(UpdateOutcome.LEVEL, base.name)
            refuse_at_work(self._sessions.get(session_id))
            await self._carry_out(session, update)
        return Updated(UpdateOutcome.UPDATED if update.made else UpdateOutcome.LEFT, base.name)

    async def finish(self, session: Session) -> None:
        """An update that was cut off. Raises git's errors; it stays written down then."""
        update = session.updating
        if update is None:
            return
        place = (session.worktree, session.repo, self._folder(session.id), session.branch)
        done = await updating.finish(*place, update, self._settings.now.snapshot_largest)
        if not done:
            log.warning("%s: something else is checked out; its update is not finished", session.id[:8])
        self._sessions.happened(session.id, UpdateEnded(update.onto if done else None))
        await self._sessions.saved()
        self._changes.request(session.id)

    async def _carry_out(self, session: Session, update: Updating) -> None:
        self._sessions.happened(session.id, UpdateBegun(update))
        await self._sessions.saved()
        place = (session.worktree, session.repo, self._folder(session.id), session.branch)
        try:
            await updating.carry_out(*place, update, self._settings.now.snapshot_largest)
        except BranchlineError as error:
            if error.code in {ErrorCode.BASE_CONFLICT, ErrorCode.AGENT_WORKS}:
                self._sessions.happened(session.id, UpdateEnded())
            raise
        self._sessions.happened(session.id, UpdateEnded(update.onto))
        await self._sessions.saved()
        self._changes.request(session.id)

    async def _hand_over(self, session_id: str, base: ParentBranch, how: UpdateHow, error: BranchlineError) -> None:
        files, committed = error.data.get("files"), error.data.get("committed", True)
        named = [str(each) for each in files] if isinstance(files, list) else []
        text = told(base.name, base.tip, how, named, bool(committed))
        await self._instructions.send(session_id, text, submit=True, queue=True)

    async def _base(self, session: Session) -> ParentBranch:
        repository = await inspect_known(session.repo)
        children = {each.branch for each in self._sessions.all() if each.common_dir == session.common_dir}
        refs = await refs_of(repository.git)
        found = await parent_of(repository, refs, session.base, children, session.landed)
        if found is None:
            raise BranchlineError(
                ErrorCode.BASE_NOT_FOUND,
                f"There is no branch that “{session.name}” came from any more. Update it with git in a terminal.",
                base="",
            )
        return found

    async def _plan(self, session: Session, base: ParentBranch, how: UpdateHow, markers: bool) -> Updating | None:
        place = (session.worktree, session.repo, self._folder(session.id), session.branch)
        return await updating.plan(*place, base, how, self._settings.now.snapshot_largest, markers)

    def _folder(self, session_id: str) -> Path:
        return self._timeline.folder(session_id).with_name("update")
