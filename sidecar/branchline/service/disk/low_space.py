"""Sees when the disk is nearly full: when a session is made, when a turn ends, and when somebody looks. It says so
once, or makes room by itself where the user said so."""

from __future__ import annotations

import asyncio
import logging

from branchline.core.errors import BranchlineError
from branchline.core.notices import Notice, NoticeCode
from branchline.core.session.free_space import CleanCaches, enough
from branchline.core.session.settings import Settings
from branchline.service.base.base import Base
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Changed, Dropped, News
from branchline.service.disk.caches import Caches
from branchline.service.disk.disk_use import room_at

log = logging.getLogger(__name__)


class LowSpace:
    def __init__(self, base: Base, caches: Caches) -> None:
        self._sessions = base.sessions
        self._settings = base.settings
        self._background = base.background
        self._caches = caches
        self._resting: dict[str, bool] = {each.id: each.rests for each in self._sessions.all()}
        self._looking: asyncio.Task[None] | None = None
        self.notices: list[Notice] = []
        self.listeners: Listeners[list[Notice]] = Listeners()
        """Told the notices when they are others."""
        self._sessions.listeners.add(self._told)
        self._settings.listeners.add(self._settings_altered)

    def look(self) -> None:
        """Soon; looks that come before one has ended are one."""
        if self._looking is None:
            self._looking = self._background.start(self._look(), "looking how much of the disk is free")
            self._looking.add_done_callback(self._looked)

    def _looked(self, _: object) -> None:
        self._looking = None

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session):
                before = self._resting.get(session.id)
                self._resting[session.id] = session.rests
                if before is None or (session.rests and not before):
                    self.look()
            case Dropped(_, session_id):
                self._resting.pop(session_id, None)

    def _settings_altered(self, now: Settings) -> None:
        if self.notices and not now.low_disk_bytes:
            self._tell([])

    async def _look(self) -> None:
        mark = self._settings.now.low_disk_bytes
        if not mark or not self._settings.now.enabled:
            return
        folders = dict.fromkeys(each.worktree or each.repo for each in self._sessions.all())
        found = [(await asyncio.to_thread(room_at, each), each) for each in folders]
        low = [(free, each) for (free, total), each in found if total and free < mark]
        if not low:
            self._tell([])
            return
        free, folder = min(low)
        if self._settings.now.clean_caches is CleanCaches.AUTOMATIC:
            deleted = await self._make_room(mark - free)
            if deleted is not None:
                self._tell([deleted])
                return
        if all(each.code is not NoticeCode.LOW_DISK for each in self.notices):
            self._tell([Notice(NoticeCode.LOW_DISK, count=free, file=folder)])

    async def _make_room(self, wanted: int) -> Notice | None:
        """What was deleted for it; None where that is nothing."""
        try:
            chosen = enough(await self._caches.offered(), wanted)
            paths: dict[str, list[str]] = {}
            for each in chosen:
                paths.setdefault(each.session_id, []).append(each.path)
            freed = {each: (await self._caches.delete(each, folders)).freed for each, folders in paths.items()}
        except (BranchlineError, OSError) as error:
            log.warning("no room was made on the disk: %s", error)
            return None
        names = tuple(one.name for each in freed if freed[each] and (one := self._sessions.find(each)))
        return Notice(NoticeCode.CACHES_DELETED, count=sum(freed.values()), names=names) if names else None

    def _tell(self, notices: list[Notice]) -> None:
        if notices != self.notices:
            self.notices = notices
            self.listeners.tell(notices)
