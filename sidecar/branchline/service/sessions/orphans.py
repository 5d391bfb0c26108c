"""Worktrees that Branchline made and no session has: found where repositories are known, adopted or removed."""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Ownership, Session
from branchline.core.model.status import Evidence, Status
from branchline.core.naming.names import unique
from branchline.core.notices import Notice, NoticeCode
from branchline.core.reasons import PauseReason
from branchline.core.session.descent import as_data, in_words
from branchline.git.checkouts import checkout_of
from branchline.git.losses import loss
from branchline.git.repository import inspect_known
from branchline.git.snapshots import snapshots
from branchline.git.together import together
from branchline.git.whereabouts import follow
from branchline.git.worktrees import orphans
from branchline.git.worktrees.orphans import Orphan
from branchline.service.base.agents import Agents
from branchline.service.base.listeners import Listeners
from branchline.service.base.saving import Saving
from branchline.service.base.sessions import Changed, News, Sessions
from branchline.service.sessions.removal import Removal
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.store.store import Store

log = logging.getLogger(__name__)

_REPOSITORIES = "repositories"


class Orphans:
    def __init__(
        self,
        store: Store,
        saving: Saving,
        sessions: Sessions,
        agents: Agents,
        removed: RemovedSessions,
        removal: Removal,
    ) -> None:
        self._store = store
        self._saving = saving
        self._sessions = sessions
        self._agents = agents
        self._removed = removed
        self._removal = removal
        stored = store.meta(_REPOSITORIES)
        self._noted = {each for each in stored if isinstance(each, str)} if isinstance(stored, list) else set()
        self.notices: list[Notice] = []
        """What the user should know of what was found."""
        self.listeners: Listeners[list[Notice]] = Listeners()
        """Told when the notices altered."""
        sessions.listeners.add(self._told)

    async def all(self) -> list[Orphan]:
        """Worktrees that Branchline made and no session has."""
        known = {os.path.realpath(each.worktree) for each in self._sessions.all() if each.worktree and not each.freed}
        found: dict[str, Orphan] = {}
        for repo in self._repositories():
            try:
                found.update((each.path, each) for each in await orphans.orphans(repo, known))
            except BranchlineError as error:
                log.info("%s was not looked through: %s", repo, error.message)
        return list(found.values())

    async def look_through(self, folders: Iterable[str]) -> None:
        """Where a window is open worktrees of ours may stand, though the list that knew their repository is lost."""
        for folder in filter(None, map(checkout_of, folders)):
            try:
                for each in await orphans.orphans(folder, known=()):
                    self._note_repository(each.repo)
            except BranchlineError as error:
                log.info("%s was not looked through: %s", folder, error.message)
        await self.look()

    async def look(self) -> None:
        """Tell again what there is to know, where that altered."""
        notices = []
        count = len(await self.all())
        if count:
            notices.append(Notice(NoticeCode.ORPHANED_WORKTREES, count=count))
        lost = [each.name for each in self._sessions.all() if each.worktree and not each.freed and _is_lost(each)]
        if lost:
            notices.append(Notice(NoticeCode.WORKTREES_MISSING, count=len(lost), names=tuple(lost)))
        if notices != self.notices:
            self.notices = notices
            self.listeners.tell(notices)

    async def adopt(self, path: str) -> Session:
        """A paused session for a worktree that has none: the one that it was made for where that is free, with its
        snapshots. Raises NOT_ORPHANED and git's errors."""
        orphan = await self._orphan(path)
        # Its repository may have been moved.
        await follow(await inspect_known(orphan.repo), orphan.session_id or "", orphan.path, orphan.repo)
        base = await orphans.fork_point(orphan)
        now = time.time()
        is_free = orphan.session_id is not None and not self._sessions.has(orphan.session_id)
        session_id = orphan.session_id if is_free and orphan.session_id else str(uuid.uuid4())
        taken = self._removed.names(session_id)
        from branchline.core.naming.naming import named_by_user

        name, title = named_by_user(Path(orphan.path).name, taken)
        session = Session(
            id=session_id,
            name=name,
            title=title,
            agent=self._agents.default(),
            repo=orphan.repo,
            worktree=orphan.path,
            branch=orphan.branch or "",
            base=base,
            status=Status.PAUSED,
            reason=PauseReason.ADOPTED.value,
            evidence=Evidence("adopted by the user", now),
            owns=Ownership(worktree=True),
            created_at=now,
            updated_at=now,
        )
        removed = self._removed.find(session.id) if is_free else None
        if removed is not None:
            session = attrs.evolve(
                removed.session,
                repo=session.repo,
                common_dir="",
                worktree=session.worktree,
                branch=session.branch,
                status=session.status,
                reason=session.reason,
                evidence=session.evidence,
                name=unique(removed.session.name, taken),
                process=None,
                under_way=None,
                freed=False,
            )
            self._removed.drop(session.id)
        self._sessions.add(session)
        await self._sessions.saved()
        await self.look()
        return session

    async def remove(self, path: str, *, force: bool) -> None:
        """Delete it, and end what an agent left running there; its branch stays. It can be restored as a removed
        session.

        Raises NOT_ORPHANED, and DIRTY without `force` where files would go, or what no snapshot can keep, or where
        something runs.
        """
        orphan = await self._orphan(path)
        lost, missing = await together(
            loss(orphan.path, repo=orphan.repo), snapshots.not_kept(orphan.path, orphan.repo)
        )
        running = await self._removal.ending.left_behind.at(orphan.session_id or "", orphan.path)
        if (lost.files or missing or running) and not force:
            still = f" What an agent started there still runs: {in_words(running)}." if running else ""
            raise BranchlineError(
                ErrorCode.DIRTY,
                f"Removing {path} would delete {lost.files} uncommitted files.{still} Confirm to remove it all the"
                " same.",
                files=lost.files,
                commits=0,
                ignored=lost.ignored,
                missing=missing,
                live=False,
                **as_data(running, self._removal.ending.left_behind.is_kept),
            )
        # As any session, so that it can be restored.
        session = await self.adopt(path)
        await self._removal.remove(session.id, force=True, keep_branch=True)

    async def _orphan(self, path: str) -> Orphan:
        for each in await self.all():
            if each.path == path:
                return each
        raise BranchlineError(
            ErrorCode.NOT_ORPHANED, f"{path} is no worktree of Branchline's without a session.", path=path
        )

    def _note_repository(self, repo: str) -> None:
        """Worktrees of ours may be found there later, even if the list of sessions is lost."""
        if repo not in self._noted:
            self._noted |= self._repositories() | {repo}
            self._store.set_meta(_REPOSITORIES, sorted(self._noted))
            self._saving.soon()

    def _told(self, news: News) -> None:
        if isinstance(news, Changed):
            self._note_repository(news.session.repo)

    def _repositories(self) -> set[str]:
        known = [*self._sessions.all(), *self._removed.sessions()]
        return self._noted | {each.repo for each in known}


def _is_lost(session: Session) -> bool:
    return os.path.isdir(session.repo) and not os.path.isdir(session.worktree)
