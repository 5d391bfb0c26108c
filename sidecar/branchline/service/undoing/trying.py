"""Puts a session's files into the main checkout, and what was there back again.

HEAD, branches and the index are left alone. What was there is kept by a snapshot of that checkout, below the session's
own; which one it is stands on the session's record before the first file is written, and until all are back.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Session
from branchline.core.model.under_way import Trying
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.core.session.undo_events import Tried
from branchline.git import tree_changes, trying
from branchline.git.repository import resolve
from branchline.git.snapshots import refs, snapshots
from branchline.service.base.sessions import Sessions
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)

MOST_FILES = 20


@attrs.frozen
class Ended:
    """`altered` are the files that the user changed meanwhile, at most 20 of `count`; they are kept in `snapshot`, the
    id of a commit."""

    checkout: str
    altered: tuple[str, ...]
    count: int
    snapshot: str | None


class TryingOut:
    def __init__(self, sessions: Sessions, timeline: Timeline) -> None:
        self._sessions = sessions
        self._timeline = timeline
        self._lock = asyncio.Lock()

    async def begin(self, session_id: str) -> tuple[str, ...]:
        """Put the session's files, as they are now, into the main checkout; gives what stays out.

        Raises TRIED_ALREADY, CHECKOUT_DIRTY, NO_DIFFERENCE, NOT_UNDOABLE, RESTORE_BLOCKED (nothing was changed
        then), and git's errors.
        """
        async with self._lock:
            session = await self._timeline.session(session_id)
            checkout = self._checkout(session)
            shot = await self._shot(session)
            before = await self._take(session_id, checkout)
            plan = await trying.plan(checkout, before, shot)
            folder = self._folder(session_id)
            wanted = await tree_changes.with_changes(checkout, before.files, plan.changes, folder)
            begun = Trying(checkout, before.head or "", before.branch, before.number, wanted)
            changed = await tree_changes.changed(checkout, before.files, wanted)
            await self._say(session_id, begun)
            try:
                await snapshots.bring(checkout, before.files, wanted, [*changed], folder, checkout)
            except BranchlineError as error:
                if error.code is ErrorCode.RESTORE_BLOCKED:
                    await self._say(session_id, None)
                else:
                    await self._put_back(session_id, begun)
                raise
            await self._say(session_id, attrs.evolve(begun, stands=True))
            return plan.left

    async def end(self, session_id: str, *, keep: bool = False) -> Ended:
        """Put back what was there; with `keep` the files stay, and nothing is put back any more.

        Raises NOT_TRIED, CHECKOUT_MOVED, RESTORE_BLOCKED (nothing was changed then) and git's errors.
        """
        async with self._lock:
            tried = self._sessions.get(session_id).trying
            if tried is None:
                raise BranchlineError(ErrorCode.NOT_TRIED, "This session is not being tried.")
            if not keep:
                return await self._put_back(session_id, tried)
            await self._say(session_id, None)
            return Ended(tried.checkout, (), 0, None)

    async def finish(self, session: Session) -> None:
        """What a sidecar that was killed had begun, and not ended, is taken back; what stands stays. Raises as
        `end`."""
        if session.trying is not None and not session.trying.stands:
            async with self._lock:
                await self._put_back(session.id, session.trying)

    async def _put_back(self, session_id: str, tried: Trying) -> Ended:
        checkout, folder = tried.checkout, self._folder(session_id)
        before = await self._find(session_id, tried)
        now = await self._take(session_id, checkout)
        if (now.head or "", now.branch) != (tried.head, tried.branch):
            where = f"the branch {shown(tried.branch)}" if tried.branch else "no branch"
            raise BranchlineError(
                ErrorCode.CHECKOUT_MOVED,
                f"The main checkout was on {where} at {tried.head[:8]} when the trial began, and is elsewhere now. Go"
                " back there with git, or keep the files as they are. Nothing was changed.",
                branch=tried.branch or "",
                head=tried.head[:8],
            )
        altered = await tree_changes.changed(checkout, tried.files, now.files) if tried.stands else {}
        # From now on it is being taken back: whoever follows a sidecar that is killed here goes on with that.
        await self._say(session_id, attrs.evolve(tried, stands=False))
        changes = await tree_changes.changed(checkout, now.files, before.files)
        try:
            if changes:
                await snapshots.bring(checkout, now.files, before.files, [*changes], folder, checkout)
            if now.index_tree != before.index_tree:
                await snapshots.put_index(checkout, before, checkout)
        except BranchlineError as error:
            if error.code is ErrorCode.RESTORE_BLOCKED:
                await self._say(session_id, tried)
            raise
        await self._say(session_id, None)
        files = sorted(os.fsdecode(name) for name in altered)
        return Ended(checkout, tuple(files[:MOST_FILES]), len(files), now.commit if files else None)

    def _checkout(self, session: Session) -> str:
        if session.trying is not None:
            raise BranchlineError(ErrorCode.TRIED_ALREADY, "This session is being tried already.", name=session.name)
        checkout = session.repo
        if not os.path.isdir(os.path.join(checkout, ".git")):
            raise BranchlineError(
                ErrorCode.NOT_UNDOABLE, f"{shown(checkout)} is no main checkout, in which something could be tried."
            )
        if session.worktree and os.path.realpath(session.worktree) == os.path.realpath(checkout):
            raise BranchlineError(ErrorCode.NOT_UNDOABLE, "This session works in the main checkout itself.")
        for other in self._sessions.all():
            if other.trying is not None and os.path.realpath(other.trying.checkout) == os.path.realpath(checkout):
                raise BranchlineError(
                    ErrorCode.TRIED_ALREADY,
                    f"“{other.name}” is being tried there. End that first.",
                    name=other.name,
                )
        return checkout

    async def _shot(self, session: Session) -> Snapshot:
        if session.worktree and not session.freed:
            return await self._timeline.take(session.id, SnapshotReason.ON_DEMAND)
        return await self._timeline.latest(session)

    async def _take(self, session_id: str, checkout: str) -> Snapshot:
        now, folder = float(int(time.time())), self._folder(session_id)
        head = await resolve(checkout, "HEAD")
        return await snapshots.take(
            checkout, _place(session_id), SnapshotReason.TRYING, folder, now, repo=checkout, base=head
        )

    async def _find(self, session_id: str, tried: Trying) -> Snapshot:
        for each in await refs.read_all(tried.checkout, _place(session_id)):
            if each.number == tried.before:
                return each
        raise BranchlineError(ErrorCode.NO_SNAPSHOT, "The snapshot of what was there is not there any more.")

    async def _say(self, session_id: str, tried: Trying | None) -> None:
        self._sessions.happened(session_id, Tried(tried))
        await self._sessions.saved()

    def _folder(self, session_id: str) -> Path:
        return self._timeline.folder(session_id).with_name("trying")


def _place(session_id: str) -> str:
    """Where its snapshots are, among the session's own, so that they go with them."""
    return f"{session_id}/trying"
