"""Counts what sessions changed, when something says that it may have altered; never on a timer of its own."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.core.session.effects import MeasureChanges
from branchline.core.session.review_events import ChangesMeasured
from branchline.git import heads
from branchline.git.changes import read_changes
from branchline.git.git_folders import folders_in
from branchline.machine.paths import Paths
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.review.jobs import Jobs
from branchline.service.review.pace import Pace

log = logging.getLogger(__name__)


@attrs.frozen
class Measured:
    """The files that differ from the commit `base`, by path, in a worktree whose state was `tree`."""

    base: str
    tree: str
    files: tuple[FileChange, ...]


class ChangeTracker:
    """Keeps the latest list of each session: clients ask for it right after they were told its counts."""

    def __init__(
        self,
        paths: Paths,
        sessions: Sessions,
        whereabouts: Whereabouts,
        settings: LiveSettings,
        jobs: Jobs,
    ) -> None:
        self._paths = paths
        self._sessions = sessions
        self.whereabouts = whereabouts
        self._settings = settings
        self.jobs = jobs
        self._locks: dict[str, asyncio.Lock] = {}
        self._wanted: set[str] = set()
        self._pace = Pace(self.request)
        self._known: dict[str, Measured] = {}
        self.counted: Listeners[str] = Listeners()
        """Told the id of each session that was counted, whether anything altered or not."""
        sessions.does(MeasureChanges, self._altered)
        sessions.listeners.add(self._told)

    def request(self, session_id: str) -> None:
        """Count soon. Requests that come before it has begun are one."""
        self._pace.begun(session_id)
        if session_id not in self._wanted:
            self._wanted.add(session_id)
            self.jobs.start(self._sessions.find(session_id), partial(self._measure, session_id), "counting changes")

    def soon(self, session_id: str) -> None:
        """Something may have altered: count, not too often."""
        self._pace.soon(session_id)

    def at_once(self, session_id: str) -> None:
        """As `soon`, where something has altered, as the agent itself says."""
        self._pace.at_once(session_id)

    def edited(self, path: str) -> None:
        """Somebody but the agent changed, made or deleted what is at this absolute path. Where it is a link, both what
        it is and what it leads to count. Raises BAD_PATH."""
        if not os.path.isabs(path):
            raise BranchlineError(ErrorCode.BAD_PATH, f"“{shown(path)}” is not an absolute path.", path=path)
        folder, name = os.path.split(path)
        places = [Path(os.path.realpath(folder), name), Path(os.path.realpath(path))]
        for session in self._sessions.all():
            if session.worktree and not session.freed:
                worktree = os.path.realpath(session.worktree)
                if any(place.is_relative_to(worktree) for place in places):
                    self.request(session.id)

    async def read(self, session_id: str, tree: str | None = None) -> Measured:
        """As it was counted last where that gave this `tree`; else it is counted now.

        Publishes the counts too when they changed. Raises NO_SESSION, NO_WORKTREE and git's errors.
        """
        known = self._known.get(session_id)
        if known is not None and (known.tree, known.base) == (tree, self._sessions.get(session_id).base):
            return known
        async with self._locks.setdefault(session_id, asyncio.Lock()):
            return await self._count(session_id)

    async def _count(self, session_id: str) -> Measured:
        self._wanted.discard(session_id)
        if not self._sessions.get(session_id).worktree:
            raise BranchlineError(ErrorCode.NO_WORKTREE, "This session has no worktree yet.")
        with self._pace.work(session_id):
            # Its branch may have been renamed, its repository moved.
            session = await self.whereabouts.now(session_id)
            folder = self._paths.session_folder(session_id) / "changes"
            largest = self._settings.now.snapshot_largest
            folders = folders_in(session.worktree, session.repo)
            base, head = await heads.look(folders, session.base, session.head, session.landed)
            tree, files = await read_changes(session.worktree, base, folder, session.repo, largest)
        if self._sessions.get(session_id).base != session.base:
            base = self._sessions.get(session_id).base  # Somebody who knows better set it meanwhile.
            tree, files = await read_changes(session.worktree, base, folder, session.repo, largest)
        self._sessions.happened(session_id, ChangesMeasured(_changes(tree, files), base, head))
        self._known[session_id] = measured = Measured(base, tree, tuple(files))
        self.counted.tell(session_id)
        return measured

    async def _measure(self, session_id: str) -> None:
        try:
            async with self._locks.setdefault(session_id, asyncio.Lock()):
                if session_id in self._wanted:  # Else whoever asked meanwhile had it counted.
                    await self._count(session_id)
        except BranchlineError as error:
            # The worktree may be half made, or removed under us; the counts just stay as they were.
            log.info("%s: changes not counted: %s", session_id[:8], error.message)

    def _altered(self, session_id: str, _effect: MeasureChanges) -> None:
        self.request(session_id)

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._pace.forget(news.session_id)
            self._locks.pop(news.session_id, None)
            self._known.pop(news.session_id, None)
            self._wanted.discard(news.session_id)


def _changes(tree: str, files: Sequence[FileChange]) -> Changes:
    untracked = sorted(file.path for file in files if file.status is FileStatus.UNTRACKED)
    names = "".join(f"{path}\0" for path in untracked)
    return Changes(
        len(files),
        sum(file.added for file in files),
        sum(file.removed for file in files),
        tree,
        sha256(os.fsencode(names)).hexdigest()[:16] if untracked else "",
    )
