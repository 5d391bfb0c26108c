"""Ends one process that runs under a session, with all below it, as the user asked."""

from __future__ import annotations

import asyncio
import logging
import signal

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Process
from branchline.core.model.work import BackgroundKind
from branchline.core.session.background import process_of
from branchline.machine.descendants import below, stat
from branchline.machine.processes import is_same, signal_process
from branchline.service.base.sessions import Sessions
from branchline.service.terminals.left_behind import SERIES
from branchline.service.terminals.work_watch import WorkWatch

log = logging.getLogger(__name__)

_LOOK_EVERY = 0.05
"""Seconds: nobody tells of the end of a process that is no child of ours."""


class EndingWork:
    def __init__(self, sessions: Sessions, watch: WorkWatch) -> None:
        self._sessions = sessions
        self._watch = watch

    async def end(self, session_id: str, work_id: str) -> None:
        """`work_id` is that of its work in the background. Raises NO_SESSION; NOT_RUNNING where it has ended, or is no
        process; STILL_RUNNING where it cannot be ended."""
        work = next((each for each in self._sessions.get(session_id).background if each.id == work_id), None)
        process = process_of(work_id) if work is not None and work.kind is not BackgroundKind.SUBAGENT else None
        if process is None:
            raise BranchlineError(ErrorCode.NOT_RUNNING, "No such process runs under this session any more.")
        self._watch.ended_by_user(session_id, work_id)
        for number, patience, _ in SERIES:
            found = await asyncio.to_thread(_with_all_below, process)
            log.info("%s: signal %d to %d processes, as asked", session_id[:8], number, len(found))
            for each in found:
                signal_process(each.pid, each.start_time, number)
                signal_process(each.pid, each.start_time, signal.SIGCONT)
            if await _have_ended(found, patience):
                self._watch.ended_by_user(session_id, work_id)
                return
        raise BranchlineError(ErrorCode.STILL_RUNNING, f"Process {process.pid} could not be ended: end it yourself.")


def _with_all_below(process: Process) -> list[Process]:
    now = stat(process.pid)
    return [process, *(each.process for each in below(process.pid))] if now and now.process == process else []


async def _have_ended(found: list[Process], patience: float) -> bool:
    for _ in range(int(patience / _LOOK_EVERY)):
        if not any(is_same(each.pid, each.start_time) for each in found):
            return True
        await asyncio.sleep(_LOOK_EVERY)
    return False
