"""A session's timeline: snapshots of its worktree, taken when it rests and before what could lose something."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.changes import FileChange
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.session.effects import TakeSnapshot
from branchline.core.session.events import SnapshotNamed, SnapshotTried
from branchline.core.session.retention import HOUR, superfluous
from branchline.core.session.snapshot import Against, Snapshot
from branchline.git.git_folders import GitFolders
from branchline.git.snapshots import changes, refs, snapshots
from branchline.machine.paths import Paths
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.history.recorder import Recorder

log = logging.getLogger(__name__)

LONGEST_NAME = 200
_GONE = {ErrorCode.NO_WORKTREE, ErrorCode.NO_SESSION, ErrorCode.PATH_MISSING}


@attrs.frozen
class Listed:
    """The timeline has it, as a new one or by another name."""

    snapshot: Snapshot
    name: str | None


@attrs.frozen
class ThinnedOut:
    session_id: str
    numbers: list[int]


class Timeline:
    def __init__(
        self,
        paths: Paths,
        sessions: Sessions,
        whereabouts: Whereabouts,
        settings: LiveSettings,
        recorder: Recorder,
        background: Background,
    ) -> None:
        self._paths = paths
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._settings = settings
        self._recorder = recorder
        self._background = background
        self._last: dict[str, int] = {}
        """The number of the latest, by session."""
        self._thinned: dict[str, float] = {}
        self.listeners: Listeners[Listed | ThinnedOut] = Listeners()
        self.rests: Listeners[Snapshot] = Listeners()
        """Told what the worktree is when its agent rests, be it a new snapshot or the latest."""
        sessions.does(TakeSnapshot, self._rested)
        sessions.listeners.add(self._told)

    @property
    def include(self) -> tuple[str, ...]:
        """The patterns of ignored files that are kept as well."""
        return self._settings.now.snapshot_include

    def folder(self, session_id: str) -> Path:
        """Git's, for the snapshots of this session."""
        return self._paths.session_folder(session_id) / "snapshots"

    async def take(
        self, session_id: str, reason: SnapshotReason, stand_in: GitFolders | None = None, *, whole: bool = False
    ) -> Snapshot:
        """The worktree as it is now; the latest snapshot where nothing is different. `whole`: with files of any size,
        because the worktree goes. `stand_in` are taken for its own git folders where these are lost. That it cannot be
        taken is on the session's record until one can. Raises NO_WORKTREE, REPO_GONE, WORKTREE_UNLINKED and
        git's errors."""
        try:
            taken = await self._take(session_id, reason, stand_in, whole)
        except BranchlineError as error:
            session = self._sessions.find(session_id)
            # What is just being freed or removed has its snapshot.
            if session and session.worktree and not session.freed and session.under_way is None:
                self._sessions.happened(session_id, SnapshotTried(failed=error.message))
            raise
        if self._sessions.has(session_id):
            self._sessions.happened(session_id, SnapshotTried(taken.missing))
        await self._thin(session_id)
        return taken

    async def _take(
        self, session_id: str, reason: SnapshotReason, stand_in: GitFolders | None, whole: bool
    ) -> Snapshot:
        now = float(int(time.time()))
        self._with_worktree(session_id)
        session = await self._whereabouts.now(session_id)
        taken = await snapshots.take(
            session.worktree,
            session_id,
            reason,
            self.folder(session_id),
            now,
            self.include,
            repo=session.repo,
            stand_in=stand_in,
            base=session.base or None,
            instruction=session.instruction,
            largest=None if whole else self._settings.now.snapshot_largest,
        )
        is_new = taken.number > self._last.get(session_id, 0) and taken.at == now
        self._last[session_id] = max(taken.number, self._last.get(session_id, 0))
        if is_new and self._sessions.has(session_id):
            self._recorder.snapshot(self._sessions.get(session_id), taken)
            self._tell(taken)
        return taken

    async def rested(self, session_id: str, reason: SnapshotReason) -> None:
        """What the agent did is over for now."""
        if taken := await self.take_quietly(session_id, reason):
            self.rests.tell(taken)

    async def take_quietly(self, session_id: str, reason: SnapshotReason) -> Snapshot | None:
        """Where nobody waits for it: what goes wrong is for the log."""
        try:
            return await self.take(session_id, reason)
        except BranchlineError as error:
            # The worktree may be gone already, or freed; whatever would lose something takes one itself, and fails.
            level = logging.INFO if error.code in _GONE else logging.WARNING
            log.log(level, "%s: no snapshot %s: %s", session_id[:8], reason.value, error.message)
            return None

    async def all(self, session_id: str) -> list[Snapshot]:
        """Oldest first. Raises REPO_GONE and git's errors."""
        session = await self._whereabouts.now(session_id)
        return await refs.read_all(session.repo, session_id)

    async def latest(self, session: Session) -> Snapshot:
        """Raises WORKTREE_MISSING where there is none, REPO_GONE and git's errors."""
        found = await self.all(session.id)
        if not found:
            raise BranchlineError(
                ErrorCode.WORKTREE_MISSING,
                f"The worktree {session.worktree} is gone, and there is no snapshot of it; the branch {session.branch}"
                " stays.",
                path=session.worktree,
            )
        return found[-1]

    async def session(self, session_id: str) -> Session:
        """The session's record, with the repository that holds its snapshots as it is now. Raises REPO_GONE and git's
        errors."""
        return await self._whereabouts.now(session_id)

    async def find(self, session_id: str, number: int) -> Snapshot:
        """Raises NO_SNAPSHOT."""
        for each in await self.all(session_id):
            if each.number == number:
                return each
        raise BranchlineError(ErrorCode.NO_SNAPSHOT, "This snapshot is not there any more.")

    def name_of(self, session_id: str, number: int) -> str | None:
        names = self._sessions.get(session_id).snapshot_names
        return next((each.name for each in names if each.number == number), None)

    async def name(self, session_id: str, number: int, name: str) -> Snapshot:
        """An empty name takes it away; what has one is never thinned out. Raises NO_SNAPSHOT, BAD_NAME."""
        name = " ".join(name.split())
        if len(name) > LONGEST_NAME:
            raise BranchlineError(ErrorCode.BAD_NAME, f"A snapshot's name has at most {LONGEST_NAME} characters.")
        snapshot = await self.find(session_id, number)
        self._sessions.happened(session_id, SnapshotNamed(number, name))
        self._tell(snapshot)
        return snapshot

    async def compare(self, session_id: str, number: int, against: Against) -> tuple[str, str | None, list[FileChange]]:
        """(left, right, files) between the snapshot and what it is held `against`. The right side is None for the
        files as they are now. Raises NO_SNAPSHOT."""
        snapshot = await self.find(session_id, number)
        session = self._sessions.get(session_id)
        if against is Against.NOW:
            now = await self.take(session_id, SnapshotReason.ON_DEMAND)
            files = await changes.compare(session.repo, snapshot.tree, now.tree)
            return snapshot.tree, None, changes.kept_on_both(files, snapshot.missing, now.missing)
        before = None
        if against is Against.PREVIOUS:
            before = next((each for each in reversed(await self.all(session_id)) if each.number < number), None)
        left = before.tree if before else session.base
        files = await changes.compare(session.repo, left, snapshot.tree, snapshot.head)
        return left, snapshot.tree, changes.kept_on_both(files, before.missing if before else (), snapshot.missing)

    async def restore(self, session_id: str, number: int) -> Snapshot:
        """Bring the files back to what they were; returns the snapshot of what they are now, which undoes it.

        Ignored files stay; HEAD and the index are left alone. Raises NO_SNAPSHOT, NO_WORKTREE, AGENT_WORKS and
        RESTORE_BLOCKED.
        """
        session = self._with_worktree(session_id)
        if session.status in {Status.QUEUED, Status.STARTING, Status.WORKING, Status.WAITING}:
            raise BranchlineError(
                ErrorCode.AGENT_WORKS, "The agent is at work on these files. Interrupt or pause it first, then restore."
            )
        target = await self.find(session_id, number)
        session = self._with_worktree(session_id)
        before = await self.take(session_id, SnapshotReason.BEFORE_RESTORE)
        await snapshots.put_back(session.worktree, target, self.folder(session_id), self.include, session.repo)
        await self.take_quietly(session_id, SnapshotReason.AFTER_RESTORE)
        return before

    def _rested(self, session_id: str, effect: TakeSnapshot) -> None:
        with self._background.foreground.beside(session_id):
            self._background.start(self.rested(session_id, effect.reason), "taking a snapshot")

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            for each in (self._last, self._thinned):
                each.pop(news.session_id, None)

    def _with_worktree(self, session_id: str) -> Session:
        session = self._sessions.get(session_id)
        if not session.worktree or session.freed:
            raise BranchlineError(ErrorCode.NO_WORKTREE, "This session has no worktree now; resume it first.")
        return session

    def _tell(self, snapshot: Snapshot) -> None:
        self.listeners.tell(Listed(snapshot, self.name_of(snapshot.session_id, snapshot.number)))

    async def _thin(self, session_id: str) -> None:
        now = time.monotonic()
        if now - self._thinned.get(session_id, float("-inf")) < HOUR or not self._sessions.has(session_id):
            return
        self._thinned[session_id] = now
        session = await self._whereabouts.now(session_id)
        named = frozenset(each.number for each in session.snapshot_names)
        if gone := superfluous(await self.all(session_id), named, time.time()):
            await refs.drop(session.repo, gone)
            self.listeners.tell(ThinnedOut(session_id, [each.number for each in gone]))
