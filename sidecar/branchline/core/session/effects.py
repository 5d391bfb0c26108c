"""What the state machine wants done about what happened to a session."""

from __future__ import annotations

import attrs

from branchline.core.reasons import SnapshotReason
from branchline.core.session.name_events import ReconsiderName


@attrs.frozen
class Start:
    """Make the worktree if there is none, and start the agent."""


@attrs.frozen
class GiveUpStart:
    """The worktree that is just being made is taken back, and no agent is started."""


@attrs.frozen
class EndProcess:
    """HUP, TERM, KILL to the agent's process group."""


@attrs.frozen
class EndLeftBehind:
    """The user ended the agent; what it started and left goes too."""


@attrs.frozen
class TypeInstruction:
    text: str


@attrs.frozen
class MeasureChanges:
    """Count what the worktree changed: something has probably been written."""


@attrs.frozen
class GrantSlots:
    """A place may have become free for a queued session."""


@attrs.frozen
class TakeSnapshot:
    """The worktree rests in a state that is worth keeping."""

    reason: SnapshotReason


Effect = (
    Start
    | GiveUpStart
    | EndProcess
    | EndLeftBehind
    | TypeInstruction
    | MeasureChanges
    | GrantSlots
    | TakeSnapshot
    | ReconsiderName
)
