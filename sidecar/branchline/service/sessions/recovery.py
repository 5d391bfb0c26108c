"""After a start: finishes or takes back what a killed sidecar had begun, and finds worktrees that no session has."""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model import Evidence, Ownership, Session, Status, Step
from branchline.core.session.events import Event, StepEnded, WorktreeFreed, WorktreeUnmade
from branchline.core.session.lifecycle import RESTORED
from branchline.core.session.naming import unique
from branchline.git.losses import loss
from branchline.git.worktrees import leftovers as worktree_leftovers
from branchline.git.worktrees import orphans, worktrees
from branchline.git.worktrees.orphans import Orphan
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.removal import Removal, delete_out_of_sight
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.store.store import Store
from branchline.store.store_file import Notice

log = logging.getLogger(__name__)

_REPOSITORIES = "repositories"


class Recovery:
    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        removed: RemovedSessions,
        removal: Removal,
        default_agent: Callable[[], str],
        happened: Callable[[str, Event], None],
        background: Background,
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._removed = removed
        self._removal = removal
        self._default_agent = default_agent
        self._happened = happened
        self._background = background
        self.notices: list[Notice] = []
        """What the user should know of what was found."""
        self.listeners: Listeners[list[Notice]] = Listeners()
        """Told when the notices altered."""

    # ------------------------------------------------------------ steps that were under way

    async def finish_steps(self) -> None:
        """Each session's step that was cut off: done to its end where nothing is lost by it, else taken back."""
        for session in self._sessions.all():
            if session.under_way is None:
                continue
            log.warning("%s: %s its worktree was cut off", session.id[:8], session.under_way.value)
            try:
                await self._finish(session)
            except (BranchlineError, OSError) as error:
                # It stays written down, and the next start tries again.
                log.error("%s: not finished: %s", session.id[:8], error)

    async def _finish(self, session: Session) -> None:
        match session.under_way:
            case Step.CREATING:
                if session.start_snapshot:
                    # Half of the snapshot's files may be there, and nobody's work: its agent was never started.
                    await self._take_back(session)
                if await worktree_leftovers.unmake(
                    session.repo, session.worktree, session.branch, session.base, session.owns
                ):
                    self._happened(session.id, WorktreeUnmade())
            case Step.FREEING:
                if not os.path.isdir(session.worktree):
                    await worktrees.set_aside(session.worktree, session.repo, session.owns)
                    self._happened(session.id, WorktreeFreed())
            case Step.RESTORING:
                await self._take_back(session)
                await worktree_leftovers.drop_begun(session.repo, session.worktree)
                self._happened(session.id, WorktreeFreed())
            case Step.REMOVING:
                await self._removal.finish(session)
                return
        self._happened(session.id, StepEnded())

    async def _take_back(self, session: Session) -> None:
        """Its worktrees, which hold nothing but what a snapshot has."""
        for each in await orphans.of_session(session.repo, session.id):
            await worktrees.set_aside(each.path, session.repo, Ownership(worktree=True))

    # ------------------------------------------------------------ what is left of sessions that are not known

    def note_repository(self, repo: str) -> None:
        """Worktrees of ours may be found there later, even if the list of sessions is lost."""
        known = self._repositories()
        if repo not in known:
            self._store.set_meta(_REPOSITORIES, sorted({*known, repo}))
            self._sessions.save_soon()

    def sweep(self) -> None:
        """Delete what was renamed away and not deleted before the end."""
        for parent in {Path(each.worktree).parent for each in self._known() if each.worktree}:
            if parent.is_dir():
                self._background.start(delete_out_of_sight(parent), "deleting removed worktrees")

    async def orphans(self) -> list[Orphan]:
        """Worktrees that Branchline made and no session has."""
        known = {os.path.realpath(each.worktree) for each in self._sessions.all() if each.worktree and not each.freed}
        found: list[Orphan] = []
        for repo in self._repositories():
            try:
                found += await orphans.orphans(repo, known)
            except BranchlineError as error:
                log.info("%s was not looked through: %s", repo, error.message)
        return found

    async def look_through(self, folders: Iterable[str]) -> None:
        """Where a window is open worktrees of ours may stand, though the list that knew their repository is lost."""
        for folder in folders:
            try:
                for each in await orphans.orphans(folder, known=()):
                    self.note_repository(each.repo)
            except BranchlineError as error:
                log.info("%s was not looked through: %s", folder, error.message)
        await self.look()

    async def look(self) -> None:
        """Tell again what there is to know, where that altered."""
        notices = []
        count = len(await self.orphans())
        if count:
            what = "1 worktree has" if count == 1 else f"{count} worktrees have"
            notices.append(
                Notice("ORPHANED_WORKTREES", f"{what} no session. Adopt or remove with “Worktrees Without a Session…”.")
            )
        lost = [each.name for each in self._sessions.all() if each.worktree and not each.freed and _is_lost(each)]
        if lost:
            names = ", ".join(f"“{name}”" for name in lost[:3]) + (" and others" if len(lost) > 3 else "")
            notices.append(
                Notice(
                    "WORKTREES_MISSING", f"The worktrees of {names} are gone. Resume brings them back from snapshots."
                )
            )
        if notices != self.notices:
            self.notices = notices
            self.listeners.tell(notices)

    async def adopt(self, path: str) -> Session:
        """A paused session for a worktree that has none: the one that it was made for where that is free, with its
        snapshots. Raises NOT_ORPHANED."""
        orphan = await self._orphan(path)
        base = await orphans.fork_point(orphan)
        now = time.time()
        taken = {each.name for each in self._sessions.all()}
        is_free = orphan.session_id is not None and not self._sessions.has(orphan.session_id)
        session = Session(
            id=orphan.session_id if is_free and orphan.session_id else str(uuid.uuid4()),
            name=unique(Path(orphan.path).name, taken),
            agent=self._default_agent(),
            repo=orphan.repo,
            worktree=orphan.path,
            branch=orphan.branch or "",
            base=base,
            status=Status.PAUSED,
            reason=RESTORED,
            evidence=Evidence("adopted by the user", now),
            owns=Ownership(worktree=True),
            created_at=now,
            updated_at=now,
        )
        removed = self._removed.find(session.id) if is_free else None
        if removed is not None:
            session = attrs.evolve(
                removed.session,
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

    async def remove_orphan(self, path: str, *, force: bool) -> None:
        """Delete it; its branch stays. It can be restored as a removed session.

        Raises NOT_ORPHANED, and DIRTY without `force` where files would go.
        """
        orphan = await self._orphan(path)
        lost = await loss(orphan.path)
        if lost.files and not force:
            raise BranchlineError(
                "DIRTY",
                f"Removing {path} would delete {lost.files} uncommitted files. Confirm to remove it all the same.",
                files=lost.files,
                commits=0,
                ignored=lost.ignored,
                missing=[],
                live=False,
            )
        # As any session, so that it can be restored.
        session = await self.adopt(path)
        await self._removal.remove(session.id, force=True, keep_branch=True)

    async def _orphan(self, path: str) -> Orphan:
        for each in await self.orphans():
            if each.path == path:
                return each
        raise BranchlineError("NOT_ORPHANED", f"{path} is no worktree of Branchline's without a session.")

    def _known(self) -> list[Session]:
        return [*self._sessions.all(), *(each.session for each in self._removed.all())]

    def _repositories(self) -> set[str]:
        stored = self._store.meta(_REPOSITORIES)
        noted = {each for each in stored if isinstance(each, str)} if isinstance(stored, list) else set()
        return noted | {each.repo for each in self._known()}


def _is_lost(session: Session) -> bool:
    return os.path.isdir(session.repo) and not os.path.isdir(session.worktree)
