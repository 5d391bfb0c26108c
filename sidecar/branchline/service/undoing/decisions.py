"""Takes back what one automatic answer let an agent do, also after later work."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Session
from branchline.core.policy.decisions import Decided
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git import tree_changes
from branchline.git.tree_changes import Changes
from branchline.service.history.decision_log import DecisionLog
from branchline.service.timeline.timeline import Timeline
from branchline.service.undoing.putting import Put, Putting

MOST_FILES = 20
_OVER = {
    SnapshotReason.READY,
    SnapshotReason.END,
    SnapshotReason.BEFORE_PAUSE,
    SnapshotReason.BEFORE_ANSWER,
    SnapshotReason.AFTER_ANSWER,
}
"""What was let pass before was over when such a snapshot was taken."""


class UndoneDecisions:
    def __init__(self, decisions: DecisionLog, timeline: Timeline, putting: Putting) -> None:
        self._decisions = decisions
        self._timeline = timeline
        self._putting = putting

    async def undo(self, session_id: str, prompt_id: str, at: int, *, together: bool = False) -> Put:
        """What the answer of this instant let pass; with `together` all that stands between the same snapshots.

        Raises NOT_LOGGED, NOT_UNDOABLE, NO_SNAPSHOT, DECISION_SHARED (data: `count`), and the errors of `between`.
        """
        entry = await self._decisions.find(session_id, prompt_id, at)
        if entry.before is None:
            raise BranchlineError(
                ErrorCode.NOT_UNDOABLE, "No snapshot stands before this answer: it let no file change, or is too old."
            )
        others = [each for each in await self._decisions.entries(session_id) if _is_beside(each, entry)]
        if others and not together:
            raise BranchlineError(
                ErrorCode.DECISION_SHARED,
                f"{len(others) + 1} answers followed each other so quickly that they stand between the same two"
                " snapshots. They can be undone together.",
                count=len(others) + 1,
            )
        after = entry.after if entry.after is not None else await self._over(session_id, entry.before)
        return await self.between(session_id, entry.before, after)

    async def between(self, session_id: str, before: int, after: int | None) -> Put:
        """Take back what led from one of the session's snapshots to another; None: to the files as they are now.

        Raises NO_SNAPSHOT, NOTHING_TO_UNDO, UNDO_CONFLICT (data: `files`, `since`), NOT_UNDOABLE, GIT_TOO_OLD, and the
        errors of `Putting.put`.
        """

        async def plan(session: Session, now: Snapshot) -> Changes:
            first = await self._timeline.find(session_id, before)
            last = now if after is None else await self._timeline.find(session_id, after)
            folder = self._timeline.folder(session_id)
            unknown = {*first.missing, *last.missing, *now.missing}
            back = await tree_changes.taken_back(session.repo, first.tree, last.tree, now.tree, folder, unknown)
            if back.conflicts:
                files = [each.path for each in back.conflicts]
                raise BranchlineError(
                    ErrorCode.UNDO_CONFLICT,
                    f"Later work is on the same lines of {', '.join(map(shown, files[:3]))}"
                    f"{' and others' if len(files) > 3 else ''}. Nothing was changed.",
                    files=files[:MOST_FILES],
                    count=len(files),
                    since=last.number,
                )
            tree_changes.refuse_repositories(back.changes)
            return back.changes

        return await self._putting.put(session_id, plan)

    async def _over(self, session_id: str, before: int) -> int | None:
        """By which snapshot it was over, where the log does not say: an earlier sidecar may have been ended."""
        later = [each for each in await self._timeline.all(session_id) if each.number > before]
        return next((each.number for each in later if each.reason in _OVER), None)


def _is_beside(other: Decided, entry: Decided) -> bool:
    return other != entry and (other.before, other.after) == (entry.before, entry.after)
