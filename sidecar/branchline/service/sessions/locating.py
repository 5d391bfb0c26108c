"""Repositories that are not where they were: found where a window is open, or said by the user."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.notices import Notice, NoticeCode
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Sessions
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.sessions.orphans import Orphans
from branchline.service.sessions.removed_sessions import RemovedSessions

log = logging.getLogger(__name__)


class Locating:
    def __init__(
        self,
        sessions: Sessions,
        whereabouts: Whereabouts,
        removed: RemovedSessions,
        orphans: Orphans,
        background: Background,
    ) -> None:
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._removed = removed
        self._orphans = orphans
        self._background = background
        self.notices: list[Notice] = []
        """Which sessions miss their repository."""
        self.listeners: Listeners[list[Notice]] = Listeners()
        """Told when the notices altered."""

    async def look(self) -> None:
        """Bring each session's record up to date, and tell again which repositories are missed, where that altered."""
        await self._whereabouts.look()
        names = tuple(each.name for each in self._missing())
        notices = [Notice(NoticeCode.REPOSITORIES_MISSING, count=len(names), names=names)] if names else []
        if notices != self.notices:
            self.notices = notices
            self.listeners.tell(notices)

    def opened(self, folders: Iterable[str]) -> None:
        """A window has these folders open by now: a repository that is missed may be there."""
        self._whereabouts.opened(folders)
        if self._missing():
            self._background.start(self.look(), "looking where repositories were moved to")

    async def look_through(self, folders: Iterable[str]) -> None:
        """Where a window is open may be what was moved there, and worktrees that no session has."""
        folders = list(folders)
        self._whereabouts.opened(folders)
        await self.look()
        await self._removed.delete_left()
        await self._orphans.look_through(folders)

    async def locate(self, session_id: str, folder: str) -> Session:
        """The repository of a session, or of a removed one, is the one that the folder is in; so it is for the others
        that were in it. Raises NO_SESSION, OTHER_REPO, PATH_MISSING, NOT_A_REPO and UNSAFE_REPO; nothing changed
        then."""
        session = self._sessions.find(session_id)
        if session is not None:
            await self._whereabouts.locate(session_id, folder)
        else:
            removed = self._removed.get(session_id)
            session = await self._whereabouts.located(removed.session, folder)
            self._removed.add(attrs.evolve(removed, session=session))
        await self._find_removed()
        await self.look_through([folder])
        await self._sessions.saved()
        return self._sessions.find(session_id) or session

    async def _find_removed(self) -> None:
        for each in self._removed.all():
            try:
                session = await self._whereabouts.found(each.session)
            except BranchlineError as error:
                log.info("%s: %s", each.session.id[:8], error.message)
                continue
            if session != each.session:
                self._removed.add(attrs.evolve(each, session=session))

    def _missing(self) -> list[Session]:
        return [each for each in self._sessions.all() if each.worktree and not self._whereabouts.is_home(each)]
