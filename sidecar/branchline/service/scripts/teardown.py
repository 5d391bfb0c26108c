"""Runs the project's teardown script in a session's worktree before that is removed. Whatever becomes of it, the
removal goes on."""

from __future__ import annotations

import logging
import os

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.model.setup import SetupStatus
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_words import what_became
from branchline.service.base.base import Base
from branchline.service.base.listeners import Listeners
from branchline.service.scripts.approvals import Approvals
from branchline.service.scripts.running import ScriptRunning
from branchline.service.scripts.setup import ScriptFailed

log = logging.getLogger(__name__)


class Teardown:
    def __init__(self, base: Base, approvals: Approvals, running: ScriptRunning) -> None:
        self._settings = base.settings
        self._approvals = approvals
        self._running = running
        self.failed: Listeners[ScriptFailed] = Listeners()

    async def run(self, session: Session) -> bool:
        """Whether anything ran. Nobody's agent does in the worktree, and what is of worth there is in a snapshot.
        Raises nothing but what cancels it."""
        if not session.owns.worktree or session.freed or not os.path.isdir(session.worktree):
            return False
        try:
            script = await self._approvals.to_run(session.id, ScriptKind.TEARDOWN)
        except (BranchlineError, OSError) as error:
            log.warning("%s: its teardown script was not looked for: %s", session.id[:8], error)
            return False
        if script is None:
            return False
        seconds = self._settings.now.teardown_seconds
        became = await self._running.run(session, script, seconds)
        if became.status is not SetupStatus.DONE:
            why = what_became(ScriptKind.TEARDOWN, became, seconds)
            log.warning("%s: %s", session.id[:8], why)
            self.failed.tell(ScriptFailed(session, ScriptKind.TEARDOWN, why))
        return True
