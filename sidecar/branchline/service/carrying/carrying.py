"""Brings into a new worktree what git does not: ignored files, folders as links, submodules. What cannot be had is said
on the session, and never keeps it from starting."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.model.under_way import FilesDone
from branchline.core.session.carrying import Missed, sentences
from branchline.core.session.carrying_events import Carried, CarryingOn
from branchline.git.carrying import lfs, submodules
from branchline.git.git_folders import folders_in, folders_of
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.carrying import ignored_files

log = logging.getLogger(__name__)


class Carrying:
    def __init__(self, sessions: Sessions, settings: LiveSettings) -> None:
        self._sessions = sessions
        self._settings = settings

    async def into(self, session_id: str, said: tuple[str, ...] = ()) -> None:
        """The session's worktree, whose files are there; `said` is what is to be told of these. Raises nothing but what
        cancels it."""
        session = self._sessions.get(session_id)
        if os.path.lexists(os.path.join(session.repo, ".git")):  # Else there is no main checkout to have anything of.
            said += await self._tried(session, "what git ignores", self._ignored(session))
            said += await self._tried(session, "submodules", self._submodules(session))
        said += await self._tried(session, "files of Git LFS", self._pointers(session))
        said = tuple(dict.fromkeys(said))  # It may be another try.
        for sentence in said:
            log.warning("%s: %s", session_id[:8], sentence)
        self._sessions.happened(session_id, Carried(said))

    async def _ignored(self, session: Session) -> tuple[str, ...]:
        main, tree = folders_of(session.repo), folders_in(session.worktree, session.repo)
        loop = asyncio.get_running_loop()

        def done(number: int, of: int) -> None:
            loop.call_soon_threadsafe(self._is_so_far, session.id, FilesDone(number, of))

        return sentences(await ignored_files.bring(main, tree, self._settings.now, done))

    def _is_so_far(self, session_id: str, files: FilesDone) -> None:
        session = self._sessions.find(session_id)
        if session is not None and session.worktree:  # Else it was taken back meanwhile.
            self._sessions.happened(session_id, CarryingOn(files))

    async def _submodules(self, session: Session) -> tuple[str, ...]:
        main, tree = folders_of(session.repo), folders_in(session.worktree, session.repo)
        return sentences(await submodules.bring(main, tree))

    async def _pointers(self, session: Session) -> tuple[str, ...]:
        return sentences(await lfs.pointers(folders_in(session.worktree, session.repo)))

    async def _tried(self, session: Session, what: str, work: Awaitable[tuple[str, ...]]) -> tuple[str, ...]:
        """What there is to be said of it, be it that it failed."""
        try:
            return await work
        except BranchlineError as error:
            log.warning("%s: %s was not brought along: %s", session.id[:8], what, error.message)
            return sentences([Missed(what, error.message.rstrip("."))])
        except OSError as error:
            log.warning("%s: %s was not brought along: %s", session.id[:8], what, error)
            return sentences([Missed(what, f"the system says: {error.strerror}")])
