"""What the user has looked at of each session's changes, and what is new since."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model.changes import FileChange
from branchline.core.session.reviewed_events import Reviewed
from branchline.git import reviewed_tree
from branchline.service.base.sessions import Dropped, News, Sessions
from branchline.service.base.whereabouts import Whereabouts
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.review.change_tracker import ChangeTracker, Measured

log = logging.getLogger(__name__)


@attrs.frozen
class Unreviewed:
    """A session's changed files that the user has not looked at as they are now, by path, in the state `tree`."""

    session_id: str
    tree: str
    files: tuple[FileChange, ...]


class Reviewing:
    def __init__(
        self, sessions: Sessions, whereabouts: Whereabouts, locks: WorktreeLocks, change_tracker: ChangeTracker
    ) -> None:
        self._sessions = sessions
        self._whereabouts = whereabouts
        self._locks = locks
        self._change_tracker = change_tracker
        self._known: dict[str, tuple[tuple[str, str], frozenset[str]]] = {}
        sessions.listeners.add(self._told)

    async def mark(self, session_id: str, tree: str, paths: Sequence[str] | None, *, reviewed: bool) -> None:
        """The user looked at these files (None: all of them) as they are in `tree`, or takes that back. What altered
        since then is new. Raises NO_SESSION, REPO_GONE, BAD_PATH, BAD_REVISION
        and git's errors."""
        session = await self._whereabouts.now(session_id)
        await reviewed_tree.check(session.repo, tree)
        async with self._locks.of(session_id):
            before = self._sessions.get(session_id).reviewed
            if paths is None:
                after = tree if reviewed else ""
            else:
                names = await self._with_former_names(session_id, tree, paths)
                seen = tree if reviewed else session.base
                after = await reviewed_tree.with_paths(session.repo, before or session.base, seen, names)
            if after:
                await reviewed_tree.keep(session.repo, session_id, after)
            self._sessions.happened(session_id, Reviewed(after))

    async def among(self, session_id: str, measured: Measured) -> frozenset[str]:
        """The paths of those that are new to the user. Raises NO_SESSION, REPO_GONE and git's errors."""
        session = await self._whereabouts.now(session_id)
        sides = (session.reviewed or session.base, measured.tree)
        known = self._known.get(session_id)
        if known is None or known[0] != sides:
            known = (sides, await reviewed_tree.differing(session.repo, *sides))
            self._known[session_id] = known
        return known[1]

    async def unreviewed(self, session_ids: Iterable[str]) -> list[Unreviewed]:
        """Of those of these sessions that have any, in this order. One that cannot be looked at is passed over."""
        found = []
        for session_id in session_ids:
            try:
                session = self._sessions.get(session_id)
                measured = await self._change_tracker.read(session_id, session.changes.tree)
                new = await self.among(session_id, measured)
            except BranchlineError as error:
                log.info("%s: cannot be reviewed: %s", session_id[:8], error.message)
                continue
            files = tuple(each for each in measured.files if each.path in new)
            if files:
                found.append(Unreviewed(session_id, measured.tree, files))
        return found

    async def _with_former_names(self, session_id: str, tree: str, paths: Sequence[str]) -> list[str]:
        """Who looked at a renamed file has seen that the one of the former name is gone."""
        measured = await self._change_tracker.read(session_id, tree)
        former = {each.path: each.old_path for each in measured.files if each.old_path}
        return [name for path in paths for name in (path, former.get(path)) if name is not None]

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._known.pop(news.session_id, None)
