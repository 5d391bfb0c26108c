"""Events that only alter what a session's record says: nothing is to be done about them."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session, SnapshotName
from branchline.core.session.auto_yes_events import (
    AnswersPaused,
    AutoYesAsks,
    AutoYesConfirmed,
    AutoYesPaused,
    auto_yes_said,
)
from branchline.core.session.base_events import (
    DriftMeasured,
    KeepGoingSaid,
    PullRequestSeen,
    UpdateBegun,
    UpdateEnded,
    base_said,
)
from branchline.core.session.carrying_events import Carried, CarryingOn, carrying_said
from branchline.core.session.check_events import CheckSaid
from branchline.core.session.comment_events import (
    CommentAdded,
    CommentDeleted,
    CommentEdited,
    CommentResolved,
    CommentsPlaced,
    CommentsSent,
    comment_said,
)
from branchline.core.session.edits import edited
from branchline.core.session.events import ConversationNamed, Edited, Looked, Noted, SnapshotNamed, SnapshotTried
from branchline.core.session.forecast_events import ConflictsForeseen
from branchline.core.session.landing_events import (
    KeepingSaid,
    LandingEnded,
    LandingFound,
    LandingLost,
    LandingSaid,
    LandingTakenBack,
    OtherRemoved,
    OthersBack,
    landing_said,
)
from branchline.core.session.name_events import BetterNamed, Renamed, Retitled
from branchline.core.session.name_steps import called
from branchline.core.session.own_limits import LimitsSet, limits_set
from branchline.core.session.preparing_events import PreparingMoved
from branchline.core.session.quiet_events import FellQuiet, Stirred, quiet_said
from branchline.core.session.review_events import ChangesMeasured, Strayed, StraysSeen, review_said
from branchline.core.session.reviewed_events import Reviewed, reviewed_said
from branchline.core.session.role_events import NextPresetDropped, NoteTaken, PersonaChosen, role_said
from branchline.core.session.run_events import (
    RunBegun,
    RunEnded,
    RunEnding,
    RunListens,
    RunStarted,
    RunUnmade,
    run_said,
)
from branchline.core.session.script_events import PortsReserved, SetupSaid, script_said
from branchline.core.session.setup_events import SetupAsked
from branchline.core.session.undo_events import Tried, UndoBegun, undo_said
from branchline.core.session.usage import UsageRead, usage_read
from branchline.core.session.work_events import WorkSeen, work_seen


def noted(session: Session, event: Noted) -> Session:
    match event:
        case SnapshotNamed(number, name):
            others = [each for each in session.snapshot_names if each.number != number]
            return attrs.evolve(session, snapshot_names=(*others, *([SnapshotName(number, name)] if name else [])))
        case SnapshotTried(missing, failed):
            return attrs.evolve(session, snapshot_failed=failed, unkept=session.unkept if failed else missing)
        case ConversationNamed(agent_session):
            return attrs.evolve(session, agent_session=agent_session)
        case Looked():
            return attrs.evolve(session, unread=False)
        case Renamed() | Retitled() | BetterNamed():
            return called(session, event)
        case Edited():
            return edited(session, event)
        case AutoYesPaused() | AutoYesConfirmed() | AutoYesAsks() | AnswersPaused():
            return auto_yes_said(session, event)
        case FellQuiet() | Stirred():
            return quiet_said(session, event)
        case PersonaChosen() | NextPresetDropped() | NoteTaken():
            return role_said(session, event)
        case Reviewed():
            return reviewed_said(session, event)
        case (
            CommentAdded() | CommentEdited() | CommentResolved() | CommentDeleted() | CommentsSent() | CommentsPlaced()
        ):
            return comment_said(session, event)
        case LimitsSet(limits):
            return limits_set(session, limits)
        case WorkSeen():
            return work_seen(session, event)
        case ConflictsForeseen(conflicts):
            return attrs.evolve(session, conflicts=conflicts)
        case CheckSaid(checked):
            return attrs.evolve(session, checked=checked)
        case LandingSaid() | LandingEnded() | LandingFound() | LandingLost() | LandingTakenBack():
            return landing_said(session, event)
        case KeepingSaid() | OtherRemoved() | OthersBack():
            return landing_said(session, event)
        case UndoBegun() | Tried():
            return undo_said(session, event)
        case DriftMeasured() | UpdateBegun() | UpdateEnded() | PullRequestSeen() | KeepGoingSaid():
            return base_said(session, event)
        case ChangesMeasured() | Strayed() | StraysSeen():
            return review_said(session, event)
        case UsageRead():
            return usage_read(session, event)
        case Carried() | CarryingOn():
            return carrying_said(session, event)
        case PreparingMoved(preparing):
            return attrs.evolve(session, preparing=preparing)
        case PortsReserved() | SetupSaid():
            return script_said(session, event)
        case SetupAsked(waits):
            return attrs.evolve(session, setup_waits=waits)
        case RunBegun() | RunStarted() | RunListens() | RunEnding() | RunEnded() | RunUnmade():
            return run_said(session, event)
