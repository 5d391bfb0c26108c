"""What can happen to a session. What is to be done about it is in `effects`."""

from __future__ import annotations

import attrs

from branchline.core.model.agent import Launch
from branchline.core.model.screen import Observation
from branchline.core.model.session import Ownership, Process
from branchline.core.model.under_way import Step
from branchline.core.reasons import PauseReason
from branchline.core.session.auto_yes_events import AutoYesSaid
from branchline.core.session.base_events import BaseSaid
from branchline.core.session.carrying_events import CarryingSaid
from branchline.core.session.check_events import CheckSaid
from branchline.core.session.comment_events import CommentSaid
from branchline.core.session.forecast_events import ConflictsForeseen
from branchline.core.session.instruction_events import InstructionSaid
from branchline.core.session.landing_events import LandingEvent
from branchline.core.session.moves import Moved
from branchline.core.session.name_events import NameSaid
from branchline.core.session.own_limits import LimitsSet
from branchline.core.session.preparing_events import PreparingMoved
from branchline.core.session.quiet_events import QuietSaid
from branchline.core.session.review_events import ReviewSaid
from branchline.core.session.reviewed_events import Reviewed
from branchline.core.session.role_events import RoleSaid
from branchline.core.session.run_events import RunSaid
from branchline.core.session.script_events import ScriptSaid
from branchline.core.session.setup_events import SetupAsked
from branchline.core.session.undo_events import UndoSaid
from branchline.core.session.usage import UsageRead
from branchline.core.session.work_events import WorkSeen


@attrs.frozen
class SlotGranted:
    """The session may start: fewer sessions run than the limit."""


@attrs.frozen
class QueueMoved:
    place: int
    """From 1, the next to start."""


@attrs.frozen
class WorktreeMade:
    worktree: str
    branch: str
    base: str
    owns: Ownership


@attrs.frozen
class WorktreeUnmade:
    """A later step failed, and the worktree was taken back."""


@attrs.frozen
class WorktreeFreed:
    """It was removed; a snapshot holds it."""


@attrs.frozen
class WorktreeRestored:
    """It is back from its snapshot, maybe elsewhere, maybe with a branch that was made for it."""

    worktree: str
    branch: str
    made_branch: bool


@attrs.frozen
class StepBegun:
    step: Step


@attrs.frozen
class StepEnded:
    """It is done, or undone."""


@attrs.frozen
class AgentStarted:
    process: Process
    launch: Launch


@attrs.frozen
class StartFailed:
    reason: str


@attrs.frozen
class Observed:
    observation: Observation


@attrs.frozen
class AgentExited:
    exit_code: int
    """Negative: the number of the signal that ended it."""


@attrs.frozen
class PtyhostLost:
    """The ptyhost died, and the agent's terminal with it."""


@attrs.frozen
class StopRequested:
    reason: PauseReason = PauseReason.STOPPED
    """Why it will be paused then."""


@attrs.frozen
class ResumeRequested:
    pass


@attrs.frozen
class Instructed:
    """The agent was told something, in whatever way."""

    text: str


@attrs.frozen
class HandedOver:
    """A new conversation begins with this text, because the one before cannot go on."""

    text: str


@attrs.frozen
class SnapshotNamed:
    """An empty name takes it away."""

    number: int
    name: str


@attrs.frozen
class SnapshotTried:
    missing: tuple[str, ...] = ()
    failed: str | None = None
    """Why it could not be taken: a sentence for people."""


@attrs.frozen
class ConversationNamed:
    """The agent said the id of its conversation, which its resume argument takes."""

    agent_session: str


@attrs.frozen
class Looked:
    """The user looked at the session."""


@attrs.frozen
class Edited:
    """What `session/update` may set; None leaves a field as it is."""

    task: str | None = None
    auto_yes: str | None = None
    pinned: bool | None = None
    answers: bool | None = None


Noted = (
    SnapshotNamed
    | SnapshotTried
    | ConversationNamed
    | Looked
    | NameSaid
    | Edited
    | LimitsSet
    | AutoYesSaid
    | QuietSaid
    | RoleSaid
    | ReviewSaid
    | CommentSaid
    | WorkSeen
    | Reviewed
    | ConflictsForeseen
    | CheckSaid
    | LandingEvent
    | UndoSaid
    | BaseSaid
    | UsageRead
    | CarryingSaid
    | PreparingMoved
    | ScriptSaid
    | SetupAsked
    | RunSaid
)
"""They only alter what the record says."""

Event = (
    SlotGranted
    | QueueMoved
    | WorktreeMade
    | WorktreeUnmade
    | WorktreeFreed
    | WorktreeRestored
    | Moved
    | StepBegun
    | StepEnded
    | AgentStarted
    | StartFailed
    | Observed
    | AgentExited
    | PtyhostLost
    | StopRequested
    | ResumeRequested
    | InstructionSaid
    | Instructed
    | HandedOver
    | Noted
)
