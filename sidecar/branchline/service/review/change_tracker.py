"""Counts what sessions changed, when something says that it may have altered; never on a timer of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.core.model.status import Status
from branchline.core.session.events import ChangesMeasured, MeasureChanges
from branchline.git.changes import read_changes
from branchline.machine.paths import Paths
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals

log = logging.getLogger(__name__)

WHILE_WORKING = 3.0
"""Seconds between counts while an agent prints."""
SHARE = 20
"""A count that took long is not repeated before this many times its length: a huge repository stays usable."""


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
        terminals: Terminals,
        background: Background,
    ) -> None:
        self._paths = paths
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._settings = settings
        self._background = background
        self._locks: dict[str, asyncio.Lock] = {}
        self._wanted: set[str] = set()
        self._next: dict[str, float] = {}
        self._known: dict[str, Measured] = {}
        self.counted: Listeners[str] = Listeners()
        """Told the id of each session that was counted, whether anything altered or not."""
        sessions.does(MeasureChanges, self._altered)
        sessions.listeners.add(self._told)
        terminals.listeners.add(self._painted)

    def request(self, session_id: str) -> None:
        """Count soon. Requests that come before it has begun are one."""
        if session_id not in self._wanted:
            self._wanted.add(session_id)
            self._background.start(self._measure(session_id), "counting changes")

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
        session = await self._whereabouts.now(session_id)  # Its branch may have been renamed, its repository moved.
        began = time.monotonic()
        folder = self._paths.session_folder(session_id) / "changes"
        largest = self._settings.now.snapshot_largest
        tree, files = await read_changes(session.worktree, session.base, folder, session.repo, largest)
        took = time.monotonic() - began
        self._sessions.happened(session_id, ChangesMeasured(_changes(tree, files)))
        self._next[session_id] = time.monotonic() + max(WHILE_WORKING, SHARE * took)
        self._known[session_id] = measured = Measured(session.base, tree, tuple(files))
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

    def _painted(self, terminal: LiveTerminal) -> None:
        """The agent printed, so it may have written files too."""
        session = self._sessions.find(terminal.session_id)
        if session is None or session.status is not Status.WORKING:
            return
        now = time.monotonic()
        if now >= self._next.setdefault(session.id, now + WHILE_WORKING):
            self.request(session.id)

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            for each in (self._locks, self._next, self._known):
                each.pop(news.session_id, None)
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
