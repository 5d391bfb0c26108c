"""Whether a session can be updated from its base now, and what its agent is told where it has to do that."""

from __future__ import annotations

from collections.abc import Sequence

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.base import UpdateHow
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.session.transitions import ENDS

MOST_FILES = 20
"""That are named to an agent."""


def refuse_at_work(session: Session) -> None:
    """Raises AGENT_WORKS, NO_WORKTREE and INVALID_STATE."""
    if not session.worktree or session.freed:
        raise BranchlineError(ErrorCode.NO_WORKTREE, "This session has no worktree now; resume it first.")
    if session.under_way not in {None, Step.UPDATING}:
        raise BranchlineError(ErrorCode.INVALID_STATE, f"Something else is just being done to “{session.name}”.")
    rests = session.status is Status.READY and session.prompt is None and not session.pending
    if not rests and session.status not in ENDS:
        raise BranchlineError(
            ErrorCode.AGENT_WORKS,
            f"“{session.name}” is updated only while its agent rests. Wait until it is ready, or pause it first.",
        )


def told(base: str, tip: str, how: UpdateHow, files: Sequence[str], committed: bool) -> str:
    """The instruction for an agent that is to do it itself."""
    way = f"Merge {base} ({tip[:12]}) into" if how is UpdateHow.MERGE else f"Rebase onto {base} ({tip[:12]})"
    where = "this branch" if how is UpdateHow.MERGE else "the commits of this branch"
    first = "" if committed else "Commit what is not committed yet. "
    more = len(files) - MOST_FILES
    listed = "\n".join(f"- {each}" for each in files[:MOST_FILES]) + (f"\n- and {more} more" if more > 0 else "")
    return (
        f"{first}{way} {where} and resolve the conflicts, keeping what both sides meant. Do not push. These files"
        f" conflict:\n{listed}"
    )
