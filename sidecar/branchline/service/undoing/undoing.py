"""Puts together what takes changes back."""

from __future__ import annotations

import logging

from branchline.core.errors import BranchlineError
from branchline.core.model.under_way import Step
from branchline.core.session.events import StepEnded
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.history.decision_log import DecisionLog
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.timeline.timeline import Timeline
from branchline.service.undoing.decisions import UndoneDecisions
from branchline.service.undoing.discarding import Discarding
from branchline.service.undoing.putting import Putting
from branchline.service.undoing.trying import TryingOut

log = logging.getLogger(__name__)


class Undoing:
    def __init__(
        self,
        sessions: Sessions,
        decisions: DecisionLog,
        timeline: Timeline,
        tracker: ChangeTracker,
        locks: WorktreeLocks,
    ) -> None:
        self._sessions = sessions
        self._putting = putting = Putting(sessions=sessions, timeline=timeline, tracker=tracker, locks=locks)
        self.discarding = Discarding(timeline=timeline, tracker=tracker, putting=putting)
        self.decisions = UndoneDecisions(decisions=decisions, timeline=timeline, putting=putting)
        self.trying = TryingOut(sessions=sessions, timeline=timeline)

    async def recover(self) -> None:
        """What a sidecar that was killed had begun to take back is done to its end; what it had begun to put into a
        main checkout is taken away again."""
        for session in self._sessions.all():
            try:
                await self.trying.finish(session)
            except (BranchlineError, OSError) as error:
                # It stays written down: the user can end it, and the next start tries again.
                log.error("%s: what was tried of it is not taken back: %s", session.id[:8], error)
            if session.under_way is Step.UNDOING:
                try:
                    await self._putting.finish(session)
                except (BranchlineError, OSError) as error:
                    # The snapshot before it has all.
                    log.error("%s: not all was taken back: %s", session.id[:8], error)
                self._sessions.happened(session.id, StepEnded())
