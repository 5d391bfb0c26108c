"""Deletes caches of quiet sessions: folders that their tools make anew and git ignores. Nothing is lost by it, so that
no step is written down: what is renamed away is deleted at the next start, too."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.session.free_space import Cache, is_quiet, least_used_first
from branchline.git.git_folders import GitFolders, folders_in
from branchline.git.worktrees import caches
from branchline.machine import priority
from branchline.machine.low_thread import in_low_thread
from branchline.machine.open_folders import used_by_processes
from branchline.machine.weighing import Scale
from branchline.service.base.base import Base
from branchline.service.disk.disk_use import DiskUse
from branchline.service.sessions.out_of_sight import delete_out_of_sight
from branchline.service.terminals.left_behind import LeftBehind

log = logging.getLogger(__name__)


@attrs.frozen
class Cleaned:
    """`freed` are about the bytes that there will be more, `left` what stays: it is in use, or no cache any more."""

    freed: int
    left: tuple[str, ...] = ()


class Caches:
    def __init__(self, base: Base, use: DiskUse, left_behind: LeftBehind) -> None:
        self._sessions = base.sessions
        self._settings = base.settings
        self._whereabouts = base.whereabouts
        self._locks = base.locks
        self._background = base.background
        self._use = use
        self._left_behind = left_behind

    async def offered(self) -> list[Cache]:
        """What may be deleted, the least recently used first."""
        found: list[Cache] = []
        for each in self._sessions.all():
            try:
                with priority.low():
                    found += await self._of(each)
            except (BranchlineError, OSError) as error:
                log.info("%s: its caches are not looked for: %s", each.id[:8], error)
        return least_used_first(found)

    async def delete(self, session_id: str, paths: Collection[str]) -> Cleaned:
        """Those of a session's that still may be. They are out of the way at once, and deleted while nobody waits.
        Raises NO_SESSION."""
        self._sessions.get(session_id)
        freed, gone = 0, []
        try:
            async with self._locks.of(session_id):
                session = self._sessions.get(session_id)
                for each in await self._of(session, paths):
                    aside = await caches.set_aside(await self._folders(session), each.path)
                    if aside is not None:
                        gone.append(each.path)
                        freed += each.bytes
                        self._background.start(delete_out_of_sight(aside.parent), "deleting caches")
        except (BranchlineError, OSError) as error:
            log.warning("%s: caches were not deleted: %s", session_id[:8], error)
        if gone:
            log.info("%s: %d caches were deleted", session_id[:8], len(gone))
            self._use.forget(session_id)
        return Cleaned(freed, tuple(each for each in paths if each not in gone))

    async def _of(self, session: Session, only: Collection[str] | None = None) -> list[Cache]:
        """Raises git's errors and OSError."""
        if not is_quiet(session, time.time()) or await self._left_behind.of(session.id):
            return []
        folders = await self._folders(session)
        if folders.git_dir == folders.common_dir:
            return []  # The main checkout is the user's.
        found = await caches.find(folders, self._settings.now.snapshot_include)
        # What has odd characters in its name cannot be named by a client.
        found = [each for each in found if each.isprintable() and (only is None or each in only)]
        weights = await in_low_thread(lambda given_up: _weighed(folders.checkout, found, given_up))
        now = self._sessions.get(session.id)  # It may have begun to work meanwhile.
        if not is_quiet(now, time.time()):
            return []
        return [Cache(session.id, path, size, now.since) for path, size in weights.items()]

    async def _folders(self, session: Session) -> GitFolders:
        now = await self._whereabouts.now(session.id)
        return await asyncio.to_thread(folders_in, now.worktree, now.repo)


def _weighed(checkout: str, paths: Sequence[str], given_up: threading.Event) -> dict[str, int]:
    """By path, of those that no process uses and that hold no repository, what deleting them frees."""
    places = {each: os.path.realpath(Path(checkout, each)) for each in paths}
    used = used_by_processes(places.values())
    scale = Scale(given_up)
    weights = {path: scale.weigh(place) for path, place in places.items() if place not in used}
    return {path: weight.freed for path, weight in weights.items() if weight.freed and not weight.nested}
