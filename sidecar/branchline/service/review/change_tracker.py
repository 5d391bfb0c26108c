"""Counts what sessions changed, when something says that it may have altered; never on a timer of its own."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from branchline.core.errors import BranchlineError
from branchline.core.model import Changes, FileChange, Session
from branchline.core.session.events import ChangesMeasured, Event
from branchline.git.changes import read_changes
from branchline.machine.paths import Paths
from branchline.service.base.background import Background

log = logging.getLogger(__name__)

WHILE_WORKING = 3.0
"""Seconds between counts while an agent prints."""
SHARE = 20
"""A count that took long is not repeated before this many times its length: a huge repository stays usable."""


class ChangeTracker:
    def __init__(
        self,
        paths: Paths,
        background: Background,
        session: Callable[[str], Session],
        happened: Callable[[str, Event], None],
    ) -> None:
        self._paths = paths
        self._background = background
        self._session = session
        self._happened = happened
        self._locks: dict[str, asyncio.Lock] = {}
        self._wanted: set[str] = set()
        self._next: dict[str, float] = {}

    def request(self, session_id: str) -> None:
        """Count soon. Requests that come before it has begun are one."""
        if session_id not in self._wanted:
            self._wanted.add(session_id)
            self._background.start(self._measure(session_id), "counting changes")

    def output_came(self, session_id: str) -> None:
        """The agent printed, so it may have written files too."""
        now = time.monotonic()
        if now >= self._next.setdefault(session_id, now + WHILE_WORKING):
            self.request(session_id)

    def forget(self, session_id: str) -> None:
        self._locks.pop(session_id, None)
        self._next.pop(session_id, None)
        self._wanted.discard(session_id)

    async def read(self, session_id: str) -> tuple[str, list[FileChange]]:
        """The worktree's state as a tree id, and the files that differ from the base.

        Publishes the counts too when they changed. Raises NO_WORKTREE and git's errors.
        """
        async with self._locks.setdefault(session_id, asyncio.Lock()):
            self._wanted.discard(session_id)
            session = self._session(session_id)
            if not session.worktree:
                raise BranchlineError("NO_WORKTREE", "This session has no worktree yet.")
            began = time.monotonic()
            index = self._paths.session_folder(session_id) / "index"
            tree, files = await read_changes(session.worktree, session.base, index)
            took = time.monotonic() - began
            self._next[session_id] = time.monotonic() + max(WHILE_WORKING, SHARE * took)
        counts = Changes(len(files), sum(file.added for file in files), sum(file.removed for file in files))
        self._happened(session_id, ChangesMeasured(counts))
        return tree, files

    async def _measure(self, session_id: str) -> None:
        try:
            await self.read(session_id)
        except BranchlineError as error:
            # The worktree may be half made, or removed under us; the counts just stay as they were.
            log.info("%s: changes not counted: %s", session_id[:8], error.message)
        finally:
            self._wanted.discard(session_id)
