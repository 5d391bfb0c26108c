"""Removed sessions: kept for 30 days with their snapshots and scrollback, then deleted for good."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import time

from branchline.core.errors import BranchlineError
from branchline.core.model import Removed
from branchline.core.session.retention import DAY
from branchline.git.snapshots import snapshots
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Sessions
from branchline.store.store import Store

log = logging.getLogger(__name__)

KEPT = 30 * DAY
"""Seconds."""


class RemovedSessions:
    def __init__(self, store: Store, sessions: Sessions, paths: Paths) -> None:
        self._store = store
        self._sessions = sessions
        self._paths = paths
        self._removed = {each.session.id: each for each in store.removed()}

    def all(self) -> list[Removed]:
        """The last removed first; not those that are being removed just now."""
        found = [each for each in self._removed.values() if not self._sessions.has(each.session.id)]
        return sorted(found, key=lambda each: each.at, reverse=True)

    def get(self, session_id: str) -> Removed:
        """Raises NO_SESSION."""
        try:
            return self._removed[session_id]
        except KeyError:
            raise BranchlineError("NO_SESSION", "This session was deleted for good.") from None

    def add(self, removed: Removed) -> None:
        self._removed[removed.session.id] = removed
        self._store.save_removed(removed)
        self._sessions.save_soon()

    def drop(self, session_id: str) -> None:
        if self._removed.pop(session_id, None) is not None:
            self._store.delete_removed(session_id)
            self._sessions.save_soon()

    async def delete(self, session_id: str) -> None:
        """For good: snapshots, kept commits, scrollback; the transcript stays. Raises NO_SESSION and git's errors."""
        removed = self.get(session_id)
        if os.path.isdir(removed.session.repo):
            await snapshots.drop_all(removed.session.repo, session_id)
        await asyncio.to_thread(shutil.rmtree, self._paths.session_folder(session_id), True)
        self.drop(session_id)

    async def delete_old(self) -> None:
        """What was removed more than 30 days ago. A clock that was set back makes nothing older."""
        for each in self.all():
            if time.time() - each.at > KEPT:
                try:
                    await self.delete(each.session.id)
                except BranchlineError as error:
                    log.warning("%s: not deleted for good: %s", each.session.id[:8], error.message)
