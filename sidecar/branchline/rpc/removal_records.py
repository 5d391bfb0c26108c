"""What a removal would lose, as it is on the wire."""

from __future__ import annotations

from branchline.rpc.messages.session_results import LossesResult, WireProcess
from branchline.service.sessions.removal import Losses


def losses_record(lost: Losses) -> LossesResult:
    running = [WireProcess(each.process.pid, each.name) for each in lost.running]
    return LossesResult(lost.files, lost.commits, lost.ignored, list(lost.missing), lost.live, running, lost.kept)
