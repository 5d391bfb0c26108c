"""Takes a session away, its agent, the worktree and branch that Branchline made for it; and brings it back."""

from __future__ import annotations

import logging
import time
from functools import partial

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Removed, Session
from branchline.core.model.status import Evidence, Status
from branchline.core.model.under_way import Step
from branchline.core.naming.names import unique
from branchline.core.reasons import PauseReason, SnapshotReason
from branchline.core.session.descent import Seen, as_data, in_words
from branchline.core.session.events import StepBegun, StepEnded, StopRequested
from branchline.git.branches import LOCAL, delete_branch
from branchline.git.losses import loss
from branchline.git.snapshots import snapshots
from branchline.git.stale_locks import past_stale_locks
from branchline.git.together import together
from branchline.git.worktrees import removal
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.sessions import foreseen
from branchline.service.sessions.ending import Ending
from branchline.service.sessions.foreseen import has_worktree
from branchline.service.sessions.kept_of_removed import keep_entry_of, keep_tip_of
from branchline.service.sessions.out_of_sight import delete_out_of_sight
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.service.sessions.revival import Revival
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)


@attrs.frozen
class Losses:
    """Uncommitted files, commits that are nowhere else, ignored files that no snapshot keeps, the paths of what none
    can keep; whether the agent lives; what that left running, and whether it is let run."""

    files: int
    commits: int
    ignored: int
    missing: tuple[str, ...]
    live: bool
    running: tuple[Seen, ...]
    kept: bool

    @property
    def is_something(self) -> bool:
        """To be confirmed by the user. Ignored files alone are not."""
        return bool(self.files or self.commits or self.missing or self.live or self.running)


class Removal:
    def __init__(
        self,
        sessions: Sessions,
        removed: RemovedSessions,
        timeline: Timeline,
        revival: Revival,
        ending: Ending,
        background: Background,
    ) -> None:
        self._sessions = sessions
        self.removed = removed
        self._timeline = timeline
        self._revival = revival
        self.ending = ending
        self._locks = ending.locks
        self._background = background

    async def remove(self, session_id: str, *, force: bool, keep_branch: bool) -> Removed:
        """End the agent, and what it left running, take a snapshot, delete what Branchline made for the session.
        `restore` undoes it. What only counts begins afterwards.

        Without `force` raises DIRTY when something would have to be restored, the agent still lives, or what it started
        does, with what would go as data; and the errors of `foreseen`: nothing changed then. Where it raises REPO_GONE
        see `forget`.
        """
        with self._background.foreground.waited_for(session_id):
            return await self._remove(session_id, force, keep_branch)

    async def _remove(self, session_id: str, force: bool, keep_branch: bool) -> Removed:
        await self.ending.making(session_id)
        session = self._sessions.get(session_id)
        foreseen.refuse_tried(session)
        if session.worktree:
            session = await self._timeline.session(session_id)
        await foreseen.refuse(self._timeline, session, keeps=has_worktree(session), takes_away=True)
        if not force:
            await self._refuse_loss(session)
        if session.status.is_live and not session.stopping:
            self._sessions.happened(session_id, StopRequested())
        async with self.ending.at_rest(session_id):
            session = self._sessions.get(session_id)
            if session.worktree:
                session = await self._timeline.session(session_id)
            removed = await self._kept(session, keep_branch)
            await self.ending.torn_down(session)
            self._sessions.happened(session_id, StepBegun(Step.REMOVING))
            self.removed.add(removed)
            await self._sessions.saved()
            try:
                await self._take_away(session, keep_branch or removed.held_by is not None)
            except BaseException:
                self.removed.drop(session_id)
                self._sessions.happened(session_id, StepEnded())
                raise
            self._sessions.drop(session_id)
            await self._sessions.saved()
        return removed

    async def forget(self, session_id: str) -> str | None:
        """Take a session off the list and leave everything that is on the disk as it is: for one whose repository is
        not to be found. It is among the removed ones then, and can be restored once the repository is back. Gives the
        path of its worktree, where there is one."""
        session = self._sessions.get(session_id)
        if session.status.is_live and not session.stopping:
            self._sessions.happened(session_id, StopRequested())
        async with self.ending.at_rest(session_id):
            session = self._sessions.get(session_id)
            self.removed.add(Removed(session, time.time(), None, None))
            self._sessions.drop(session_id)
            await self._sessions.saved()
        return session.worktree if has_worktree(session) else None

    async def restore(self, session_id: str) -> Session:
        """Undo of `remove`: branch, worktree, name, settings. Raises NO_SESSION, REPO_GONE: nothing changed then;
        and the errors of `bring_back`: the session is there then, without its worktree, and can be resumed later."""
        removed = await self.removed.found(session_id)
        session = removed.session
        now = time.time()
        # One that Branchline did not make was left where it is.
        stands = has_worktree(session) and not session.owns.worktree
        session = attrs.evolve(
            session,
            name=unique(session.name, self.removed.names(session_id)),
            status=Status.PAUSED,
            reason=PauseReason.RESTORED.value,
            evidence=Evidence("restored by the user", now),
            since=now,
            freed=session.freed or (removed.snapshot is not None and not stands),
            port=self.ending.scripts.ports.again(session),
            process=None,
            prompt=None,
            asked=None,
            under_way=None,
            updated_at=now,
        )
        self._sessions.add(session)
        self.removed.drop(session_id)
        await self._sessions.saved()
        if session.freed and removed.snapshot is not None:
            async with self._locks.of(session_id):
                await self._revival.bring_back(session_id, removed.tip)
        return self._sessions.get(session_id)

    async def finish(self, session: Session) -> None:
        """What a sidecar that was killed had begun. Its snapshot was taken before."""
        removed = self.removed.find(session.id)
        if removed is None:
            raise BranchlineError(
                ErrorCode.NO_SESSION, "It is not among the removed ones, so that it could not be restored."
            )
        session = await self._timeline.session(session.id)
        await self._take_away(session, removed.tip is None, cut_off=True)
        self._sessions.drop(session.id)

    async def _kept(self, session: Session, keep_branch: bool) -> Removed:
        """Everything of it in a snapshot, and its branch's commits in a ref of ours."""
        last = None
        if has_worktree(session):
            whole = session.owns.worktree
            last = await self._timeline.take(session.id, SnapshotReason.BEFORE_REMOVE, whole=whole)
        elif session.worktree:
            last = next(reversed(await self._timeline.all(session.id)), None)
        session = self._sessions.get(session.id)  # As it is since the snapshot.
        _, (tip, held_by) = await together(keep_entry_of(session, last), keep_tip_of(session, keep_branch))
        return Removed(session, time.time(), last.number if last else None, tip, held_by)

    async def _take_away(self, session: Session, keep_branch: bool, *, cut_off: bool = False) -> None:
        """`cut_off`: it was begun by a sidecar that was killed."""
        if session.owns.worktree and session.worktree and not session.freed:
            aside = await removal.set_aside(session.worktree, session.repo, session.owns)
            if aside is not None:
                self._background.start(delete_out_of_sight(aside.parent), "deleting a removed worktree")
        if session.owns.branch and not keep_branch:
            try:
                delete = partial(delete_branch, session.repo, session.branch)
                await past_stale_locks(delete, session.repo, LOCAL + session.branch, killed=cut_off)
            except BranchlineError as error:
                if error.code is not ErrorCode.BRANCH_CHECKED_OUT:
                    raise
                log.warning("%s: %s", session.id[:8], error.message)  # It is somebody else's by now.

    async def losses(self, session_id: str) -> Losses:
        """What removing it would lose and end. Raises as `remove` does."""
        session = self._sessions.get(session_id)
        if session.under_way is Step.CREATING:
            return Losses(0, 0, 0, (), live=False, running=(), kept=self.ending.left_behind.is_kept)
        return await self._losses(await self._timeline.session(session_id) if session.worktree else session)

    async def _losses(self, session: Session) -> Losses:
        files = commits = ignored = 0
        missing: list[str] = []
        if has_worktree(session):
            lost, missing = await together(
                loss(session.worktree, session.branch, self._timeline.include, session.repo, session.landed),
                snapshots.not_kept(session.worktree, session.repo),
            )
            files, commits, ignored = lost.files, lost.commits, lost.ignored
        left = self.ending.left_behind
        running = tuple(await left.of(session.id))
        return Losses(files, commits, ignored, tuple(missing), session.status.is_live, running, left.is_kept)

    async def _refuse_loss(self, session: Session) -> None:
        lost = await self._losses(session)
        if lost.is_something:
            still = f" What its agent started still runs: {in_words(lost.running)}." if lost.running else ""
            raise BranchlineError(
                ErrorCode.DIRTY,
                f"Removing “{session.name}” would delete {lost.files} uncommitted files and {lost.commits} commits "
                f"that are nowhere else, and {lost.ignored} ignored ones.{still} Confirm to remove it all the same.",
                files=lost.files,
                commits=lost.commits,
                ignored=lost.ignored,
                missing=list(lost.missing),
                live=lost.live,
                **as_data(lost.running, lost.kept),
            )
