"""Holds sessions against each other, by what was counted of them last."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.changes import FileChange
from branchline.core.model.session import Session
from branchline.core.session.comparison import Row, compare
from branchline.git.snapshots import changes
from branchline.service.base.sessions import Sessions
from branchline.service.review.change_tracker import ChangeTracker, Measured
from branchline.service.timeline.timeline import Timeline

MOST = 10
"""Sessions in one comparison: more are not to be overseen."""


@attrs.frozen
class Comparison:
    """`sessions` with what was counted of each, and a row for each file that one of them changed."""

    sessions: list[tuple[Session, Measured]]
    rows: list[Row]


class Comparing:
    def __init__(self, sessions: Sessions, changes: ChangeTracker, timeline: Timeline) -> None:
        self._sessions = sessions
        self._tracker = changes
        self._timeline = timeline

    async def compare(self, ids: Sequence[str]) -> Comparison:
        """From two sessions of one repository to `MOST`. What was counted and is as it was is not counted anew.
        Raises INVALID_STATE, OTHER_REPO, NO_SESSION, NO_WORKTREE, WORKTREE_MISSING and git's errors."""
        ids = list(dict.fromkeys(ids))
        if not 2 <= len(ids) <= MOST:
            raise BranchlineError(
                ErrorCode.INVALID_STATE, f"Choose from two to {MOST} sessions to compare, not {len(ids)}."
            )
        self._refuse_others([self._sessions.get(each) for each in ids])
        counted = [await self._counted(each) for each in ids]
        found = [(self._sessions.get(each), measured) for each, measured in zip(ids, counted, strict=True)]
        return Comparison(found, compare([measured.files for _, measured in found]))

    def of_task(self, repo: str, task: str) -> list[str]:
        """The ids of a repository's sessions on this task, or one below it, that have begun; the oldest first."""
        found = [
            each
            for each in self._sessions.all()
            if each.worktree and repo in {each.repo, each.common_dir} and f"{each.task}.".startswith(f"{task}.")
        ]
        return [each.id for each in sorted(found, key=lambda each: each.created_at)]

    async def between(self, one: str, other: str) -> tuple[str, str, list[FileChange]]:
        """The trees of two sessions' files, and what is otherwise in the second. Raises as `compare` does."""
        self._refuse_others([self._sessions.get(each) for each in (one, other)])
        left, right = await self._counted(one), await self._counted(other)
        repo = self._sessions.get(other).repo
        return left.tree, right.tree, await changes.compare(repo, left.tree, right.tree)

    async def _counted(self, session_id: str) -> Measured:
        session = self._sessions.get(session_id)
        if not session.freed:
            return await self._tracker.read(session_id, session.changes.tree)
        session = await self._timeline.session(session_id)
        held = await self._timeline.latest(session)
        files = await changes.compare(session.repo, session.base, held.tree, held.head)
        return Measured(session.base, held.tree, tuple(files))

    @staticmethod
    def _refuse_others(sessions: Sequence[Session]) -> None:
        first = sessions[0]
        for each in sessions[1:]:
            if (each.common_dir or each.repo) != (first.common_dir or first.repo):
                raise BranchlineError(
                    ErrorCode.OTHER_REPO,
                    f"“{each.name}” is not of the repository of “{first.name}”, so that they cannot be compared.",
                    path=each.worktree,
                    name=first.name,
                )
