"""The state machine of a session: `step(session, event, now) -> (session, effects)`.

Events say what happened; effects say what is to be done about it, as data. The service carries effects
out and turns what comes of them into further events. Nothing here waits, reads a clock or touches a
process, so that every rule is a row in a table test.
"""

from __future__ import annotations

import attrs

from branchline.core.model.landing import Landed
from branchline.core.model.screen import Observation
from branchline.core.model.session import Ownership, Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.reasons import PauseReason, SnapshotReason
from branchline.core.session.effects import (
    Effect,
    EndLeftBehind,
    EndProcess,
    GiveUpStart,
    GrantSlots,
    MeasureChanges,
    Start,
    TakeSnapshot,
    TypeInstruction,
)
from branchline.core.session.events import (
    AgentExited,
    AgentStarted,
    Event,
    HandedOver,
    Instructed,
    Observed,
    PtyhostLost,
    QueueMoved,
    ResumeRequested,
    SlotGranted,
    StartFailed,
    StepBegun,
    StepEnded,
    StopRequested,
    WorktreeFreed,
    WorktreeMade,
    WorktreeRestored,
    WorktreeUnmade,
)
from branchline.core.session.instructing import input_gone, instructed, still_told
from branchline.core.session.instruction_events import (
    InstructionQueued,
    InstructionsTakenBack,
    InstructionTyped,
    InstructionTyping,
    KeysSent,
)
from branchline.core.session.landing_events import LandingEnded, LandingFound, LandingLost
from branchline.core.session.moves import BranchRenamed, RepositoryFound
from branchline.core.session.name_steps import heard
from branchline.core.session.noted import noted
from branchline.core.session.own_limits import limits_of_start
from branchline.core.session.transitions import ENDS, WITH_PROCESS, dated, move, require
from branchline.core.session.work_events import begun, still_ended, work_of

S = Status


def step(session: Session, event: Event, now: float) -> tuple[Session, list[Effect]]:
    """What the session becomes, and what is to be done.

    Raises InvalidTransitionError when the event cannot happen in the session's status; nothing changed then.
    """
    after, effects = _step(session, event, now)
    after = work_of(after)
    if after.asked is not None and (after.prompt is None or after.prompt.id != after.asked.prompt):
        after = attrs.evolve(after, asked=None)
    if session.status is S.STARTING and after.status is not S.STARTING:
        after = attrs.evolve(after, preparing=None)
    if after != session:
        after = attrs.evolve(dated(session, after, now), updated_at=now)
    return after, effects


def _step(session: Session, event: Event, now: float) -> tuple[Session, list[Effect]]:
    match event:
        case SlotGranted():
            require(session, event, {S.QUEUED})
            started = move(session, event, S.STARTING, "slot granted", now)
            preset = session.next_auto_yes or session.auto_yes
            started = attrs.evolve(limits_of_start(started), queue_place=None, auto_yes=preset, next_auto_yes=None)
            started = attrs.evolve(started, progress=None, begun_at=None)
            return started, [Start()]
        case QueueMoved(place):
            require(session, event, {S.QUEUED})
            return attrs.evolve(session, queue_place=place), []
        case WorktreeMade(worktree, branch, base, owns):
            # Stopped meanwhile: the worktree stands all the same, for a resume or a remove.
            require(session, event, {S.STARTING, S.PAUSED})
            made = attrs.evolve(session, worktree=worktree, branch=branch, base=base, owns=owns)
            return attrs.evolve(made, setup=None, setup_due=True), []
        case WorktreeUnmade():
            # Stopped meanwhile, and maybe resumed: the next start waits for its turn.
            require(session, event, {S.QUEUED, S.STARTING, S.PAUSED})
            bare = attrs.evolve(session, worktree="", branch="", base="", owns=Ownership())
            bare = attrs.evolve(bare, setup=None, setup_due=False)
            return attrs.evolve(bare, under_way=None, carrying=None, preparing=None), []
        case WorktreeFreed():
            require(session, event, ENDS)
            return attrs.evolve(session, freed=True), []
        case WorktreeRestored(worktree, branch, made_branch):
            require(session, event, ENDS | {S.STARTING})
            owns = Ownership(worktree=True, branch=made_branch or session.owns.branch)
            back = attrs.evolve(session, worktree=worktree, branch=branch, owns=owns, freed=False)
            return attrs.evolve(back, setup=None, setup_due=True), [MeasureChanges()]
        case RepositoryFound(repo, common_dir, inode, worktree):
            found = attrs.evolve(session, repo=repo, common_dir=common_dir, common_inode=inode, worktree=worktree)
            return found, [MeasureChanges()] if worktree != session.worktree else []
        case BranchRenamed(branch, is_same):
            owns = attrs.evolve(session.owns, branch=session.owns.branch and is_same)
            return attrs.evolve(session, branch=branch, owns=owns), []
        case StepBegun(under_way):
            return attrs.evolve(session, under_way=under_way), []
        case StepEnded():
            return attrs.evolve(session, under_way=None, carrying=None), []
        case AgentStarted(process, launch):
            # A hook or its screen may have told more than that already.
            require(session, event, WITH_PROCESS)
            agent_session = launch.agent_session or session.agent_session
            started = attrs.evolve(session, process=process, exit_code=None, preparing=None)
            return attrs.evolve(started, agent_session=agent_session), []
        case StartFailed(reason):
            failed = move(session, event, S.FAILED, "start failed", now, reason)
            return attrs.evolve(failed, process=None, queue_place=None, stopping=None), [GrantSlots()]
        case Observed(observation):
            return _observe(session, event, observation, now)
        case AgentExited(exit_code):
            return _exit(session, event, exit_code, now)
        case PtyhostLost():
            require(session, event, WITH_PROCESS)
            why = session.stopping or PauseReason.INTERRUPTED
            return _end(session, event, S.PAUSED, "terminal host lost", now, why.value)
        case StopRequested(reason):
            return _stop(session, event, reason, now)
        case ResumeRequested():
            require(session, event, ENDS)
            queued = move(session, event, S.QUEUED, "resume requested", now)
            return attrs.evolve(queued, exit_code=None, unread=False, handed_over=False), [GrantSlots()]
        case InstructionTyped():
            typed = instructed(session, event, now)
            return heard(typed, typed.instruction)
        case InstructionQueued() | InstructionTyping() | KeysSent() | InstructionsTakenBack():
            return instructed(session, event, now), []
        case Instructed(text):
            return heard(attrs.evolve(session, instruction=text, begun_at=session.begun_at or now), text)
        case HandedOver(text):
            require(session, event, {S.STARTING})
            pending = (text, *session.pending)
            return attrs.evolve(session, pending=pending, handed_over=True, has_conversation=False, naming=None), []
        case LandingEnded(Landed()) | LandingFound() | LandingLost():
            return noted(session, event), [MeasureChanges()]
        case _:
            return noted(session, event), []


def _observe(session: Session, event: Event, observation: Observation, now: float) -> tuple[Session, list[Effect]]:
    require(session, event, WITH_PROCESS)
    session, observation = begun(session, observation, now), still_ended(session, observation)
    effects: list[Effect] = []
    if session.pending and (observation.takes_text or session.typed) and not session.stopping:
        effects.append(TypeInstruction(session.pending[0]))
    seen = move(session, event, observation.status, observation.rule, now, observation.reason)
    seen = still_told(attrs.evolve(seen, prompt=observation.prompt), now)
    if (session.status, session.reason, session.prompt) == (seen.status, seen.reason, seen.prompt):
        return session, effects
    finished_turn = observation.status is S.READY and session.status in {S.WORKING, S.WAITING} and not session.rests
    if finished_turn or observation.status is S.WAITING:
        effects.append(MeasureChanges())
    if finished_turn:
        effects.append(TakeSnapshot(SnapshotReason.READY))
    elif observation.status is S.READY and session.status is S.STARTING:
        effects.append(TakeSnapshot(SnapshotReason.START))
    if observation.status is S.WORKING and session.status is not S.STARTING:
        seen = attrs.evolve(seen, has_conversation=True)
    return attrs.evolve(seen, unread=(seen.unread or finished_turn) and seen.status is not S.WORKING), effects


def _exit(session: Session, event: Event, exit_code: int, now: float) -> tuple[Session, list[Effect]]:
    require(session, event, WITH_PROCESS)
    session = attrs.evolve(session, exit_code=exit_code)
    if session.stopping:
        return _end(session, event, S.PAUSED, "stopped by the user", now, session.stopping.value)
    if exit_code == 0:
        return _end(session, event, S.COMPLETED, "agent exited", now, None)
    why = f"exit code {exit_code}" if exit_code > 0 else f"ended by signal {-exit_code}"
    return _end(session, event, S.FAILED, "agent exited", now, why)


def _stop(session: Session, event: Event, reason: PauseReason, now: float) -> tuple[Session, list[Effect]]:
    if session.status is S.QUEUED or (session.status is S.STARTING and session.process is None):
        ended, effects = _end(session, event, S.PAUSED, "stopped by the user", now, reason.value)
        is_made = session.status is S.STARTING and session.under_way is Step.CREATING
        # There is nothing in it that could be counted or kept.
        return ended, [GiveUpStart(), GrantSlots()] if is_made else effects
    require(session, event, WITH_PROCESS)
    return attrs.evolve(session, stopping=reason), [EndProcess()]


def _end(
    session: Session, event: Event, status: Status, rule: str, now: float, reason: str | None
) -> tuple[Session, list[Effect]]:
    ended = move(session, event, status, rule, now, reason)
    ended = attrs.evolve(ended, process=None, prompt=None, stopping=None, queue_place=None)
    ended = input_gone(ended)
    why = SnapshotReason.BEFORE_PAUSE if reason == PauseReason.PAUSED.value else SnapshotReason.END
    left: list[Effect] = [EndLeftBehind()] if session.stopping else []
    return ended, [*left, MeasureChanges(), TakeSnapshot(why), GrantSlots()]
