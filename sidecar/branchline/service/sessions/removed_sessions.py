"""Removed sessions: kept for 30 days with their snapshots and scrollback, then deleted for good."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import time
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Removed, Session
from branchline.core.session.retention import DAY
from branchline.git.snapshots import refs
from branchline.machine.paths import Paths
from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.saving import Saving
from branchline.service.base.sessions import Sessions
from branchline.service.base.whereabouts import Whereabouts
from branchline.store.old_transcripts import delete_old
from branchline.store.store import Store

log = logging.getLogger(__name__)

KEPT = 30 * DAY
"""Seconds."""
_DELETING = "deleting"


class RemovedSessions:
    def __init__(
        self,
        paths: Paths,
        store: Store,
        saving: Saving,
        sessions: Sessions,
        whereabouts: Whereabouts,
        sealing: Sealing,
    ) -> None:
        self._store = store
        self._saving = saving
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._sealing = sealing
        self._paths = paths
        self._removed = {each.session.id: each for each in store.removed()}
        stored = store.meta(_DELETING)
        self._deleting: dict[str, str] = dict(stored) if isinstance(stored, dict) else {}
        """The repositories of sessions that were deleted, by id, as long as something of them may be left."""

    def all(self) -> list[Removed]:
        """Those that can be restored, the last removed first; not those that are being removed just now."""
        found = [
            each for each in self._removed.values() if not self._sessions.has(each.session.id) and not _is_old(each)
        ]
        return sorted(found, key=lambda each: each.at, reverse=True)

    def sessions(self) -> list[Session]:
        """All that are kept, offered or not."""
        return [each.session for each in self._removed.values()]

    def names(self, but: str | None = None) -> set[str]:
        """Those of all sessions, removed or not, except the one with this id: what no other may be named."""
        return {each.name for each in (*self._sessions.all(), *self.sessions()) if each.id != but}

    def get(self, session_id: str) -> Removed:
        """One of `all`. Raises NO_SESSION."""
        for each in self.all():
            if each.session.id == session_id:
                return self._checked(each)
        raise BranchlineError(
            ErrorCode.NO_SESSION, "This session cannot be had back: it was deleted for good, or is just being removed."
        )

    async def found(self, session_id: str) -> Removed:
        """As `get`, with its repository as it is now. Raises NO_SESSION, REPO_GONE and git's errors."""
        removed = self.get(session_id)
        if not removed.session.worktree:
            return removed
        return attrs.evolve(removed, session=await self._whereabouts.found(removed.session))

    def find(self, session_id: str) -> Removed | None:
        """Also one that is being removed just now, and one that is too old to be offered."""
        found = self._removed.get(session_id)
        return found and self._checked(found)

    def knows(self, session_id: str) -> bool:
        """Whether anything is kept of such a session, or left of its deletion."""
        return session_id in self._removed or session_id in self._deleting

    def add(self, removed: Removed) -> None:
        self._removed[removed.session.id] = removed
        self._store.save_removed(removed)
        self._saving.soon()

    def drop(self, session_id: str) -> None:
        if self._removed.pop(session_id, None) is not None:
            self._store.delete_removed(session_id)
            self._saving.soon()

    async def delete(self, session_id: str) -> str | None:
        """For good: snapshots, kept commits, scrollback; the transcript stays. What cannot be deleted now is deleted
        after the next start, and not offered meanwhile; gives the repository where something is left then. Raises
        NO_SESSION, and NOT_SAVED: nothing was deleted then."""
        await self._delete(self.get(session_id))
        return self._deleting.get(session_id)

    async def discard(self, session: Session) -> None:
        """Forget a session that never began, and what was begun for it."""
        self._note({**self._deleting, session.id: session.repo})
        self._sessions.drop(session.id)
        await self._delete_rest(session.id)

    async def delete_old(self) -> None:
        """What was removed more than 30 days ago, and what is left of deletions that were cut off."""
        await self.delete_left()
        await asyncio.to_thread(delete_old, self._paths.transcripts, time.time() - KEPT)
        for each in list(self._removed.values()):
            if _is_old(each) and not self._sessions.has(each.session.id):
                try:
                    await self._delete(each)
                except BranchlineError as error:
                    log.warning("%s: not deleted for good: %s", each.session.id[:8], error.message)

    async def delete_left(self) -> None:
        """What is left of deletions: they were cut off, or the repository was not to be found."""
        for session_id in list(self._deleting):
            await self._delete_rest(session_id)

    async def _delete(self, removed: Removed) -> None:
        """First off the list: never is one offered whose snapshots are gone."""
        session = removed.session
        self.drop(session.id)
        self._note({**self._deleting, session.id: session.repo})
        try:
            await self._saving.saved()
        except OSError as error:
            self._note({each: repo for each, repo in self._deleting.items() if each != session.id})
            self.add(removed)
            raise BranchlineError(
                ErrorCode.NOT_SAVED,
                f"The list of sessions could not be written, nothing was deleted: {error.strerror}.",
            ) from error
        await self._delete_rest(session.id)

    async def _delete_rest(self, session_id: str) -> None:
        repo = self._deleting[session_id]
        try:
            # One whose worktree was still there may have been adopted meanwhile, under its id.
            place = None if self._is_known(session_id) else await self._whereabouts.keeper(session_id, repo)
            if place is not None and not self._is_known(session_id):
                await refs.drop_all(place, session_id)
            if not self._is_known(session_id):
                await asyncio.to_thread(_delete_folder, self._paths.session_folder(session_id))
        except (BranchlineError, OSError) as error:
            log.warning("%s: not deleted to the end, the next start tries again: %s", session_id[:8], error)
            return
        if place is None and not self._is_known(session_id):
            log.info("%s: what it has in the repository of %s is deleted once that is found", session_id[:8], repo)
            return
        self._note({each: repo for each, repo in self._deleting.items() if each != session_id})

    def _checked(self, removed: Removed) -> Removed:
        """As it may come back."""
        return attrs.evolve(removed, session=self._sealing.checked(removed.session))

    def _is_known(self, session_id: str) -> bool:
        return self._sessions.has(session_id) or session_id in self._removed

    def _note(self, deleting: dict[str, str]) -> None:
        self._deleting = deleting
        self._store.set_meta(_DELETING, deleting)
        self._saving.soon()


def _is_old(removed: Removed) -> bool:
    """A clock that was set back makes nothing older."""
    return time.time() - removed.at > KEPT


def _delete_folder(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
