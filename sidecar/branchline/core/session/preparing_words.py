"""What a terminal shows of a session before there is an agent to be shown."""

from __future__ import annotations

from branchline.core.errors import shown
from branchline.core.model.preparing import Phase
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_terminal import terminal_of


def is_prepared(session: Session) -> bool:
    """Whether it starts, and has no agent yet."""
    return session.status is Status.STARTING and session.process is None


PREPARING = "Preparing the worktree"


def how_far(session: Session) -> str:
    """Of one that `is_prepared`."""
    preparing = session.preparing
    if preparing is not None and preparing.phase is Phase.SETUP:
        return "Running the set-up script"
    if preparing is not None and preparing.total:
        return f"{PREPARING}: {preparing.done:,} of {preparing.total:,} files"
    if session.carrying is not None:
        return f"Copying ignored files: {session.carrying.done:,} of {session.carrying.total:,}"
    return PREPARING


def what_came(session: Session) -> str:
    """Of one that is not prepared any more, and has no agent."""
    if session.status is Status.FAILED:
        return f"The agent was not started: {shown(session.reason or '')}"
    return "The session was stopped before its agent started"


def script_shown(session: Session) -> str | None:
    """The terminal of the script that runs before its agent starts."""
    preparing = session.preparing
    is_set_up = preparing is not None and preparing.phase is Phase.SETUP
    return terminal_of(session.id, ScriptKind.SETUP) if is_set_up else None
