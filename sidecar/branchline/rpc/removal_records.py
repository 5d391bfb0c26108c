"""What a removal would lose, and what is removed, as they are on the wire."""

from __future__ import annotations

from branchline.core.model.session import Removed
from branchline.core.session.snapshot import folder_of
from branchline.rpc.messages.session_records import WireRemoved
from branchline.rpc.messages.session_results import LossesResult, WireProcess
from branchline.rpc.times import iso
from branchline.service.sessions.removal import Losses
from branchline.service.sessions.removed_sessions import KEPT


def losses_record(lost: Losses) -> LossesResult:
    running = [WireProcess(each.process.pid, each.name) for each in lost.running]
    return LossesResult(lost.files, lost.commits, lost.ignored, list(lost.missing), lost.live, running, lost.kept)


def removed_record(removed: Removed) -> WireRemoved:
    session = removed.session
    return WireRemoved(
        id=session.id,
        name=session.name,
        title=session.title,
        agent=session.agent,
        task=session.task,
        repo=session.repo,
        branch=session.branch,
        snapshot=snapshot_ref(removed),
        removed_at=iso(removed.at),
        until=iso(removed.at + KEPT),
    )


def snapshot_ref(removed: Removed) -> str | None:
    """The ref of the one that holds the session's worktree."""
    return None if removed.snapshot is None else f"{folder_of(removed.session.id)}{removed.snapshot}"
