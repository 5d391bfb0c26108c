"""When a session that keeps going until green tells its agent what failed, pushes, or ends. The rule has no clock: it
is asked after each look at the pull request, each change of the session, and when the agent came to rest."""

from __future__ import annotations

import attrs

from branchline.core.model.keep_going import KeepGoing, KeepGoingEnd, KeepGoingStage
from branchline.core.model.pull_request import PullRequestStatus, SeenPullRequest
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.core.session.own_instructions import CHECKS, HANDED_OVER
from branchline.core.session.transitions import ENDS

MOST_UNSEEN = 10
"""Looks in a row: checks of a commit that was just pushed are not there at once."""
ASKS = "Commit what you mend on this branch. Do not push: that is done for you when you are done."
_OPEN = {PullRequestStatus.OPEN, PullRequestStatus.DRAFT}


@attrs.frozen
class Wait:
    """`unseen` as in `KeepGoing`."""

    unseen: int = 0


@attrs.frozen
class Tell:
    """The agent is told why the checks of this commit failed."""

    commit: str


@attrs.frozen
class Move:
    stage: KeepGoingStage


@attrs.frozen
class LookAtBranch:
    """The agent came to rest: whether there is something to push is to be seen, and asked by `after_rest`."""


@attrs.frozen
class Push:
    pass


@attrs.frozen
class End:
    why: KeepGoingEnd


Do = Wait | Tell | Move | LookAtBranch | Push | End


def is_active(keep: KeepGoing | None) -> bool:
    return keep is not None and keep.ended is None


def after_look(keep: KeepGoing, seen: SeenPullRequest | None, *, rests: bool) -> Do:
    """`rests`: the agent does, and nothing waits to be typed."""
    unseen = keep.unseen + 1
    if seen is None:
        return End(KeepGoingEnd.UNSEEN) if unseen >= MOST_UNSEEN else Wait(unseen)
    if seen.state not in _OPEN:
        return End(KeepGoingEnd.CLOSED)
    checks = seen.checks
    if checks.pending or (seen.commit and seen.commit == keep.told):
        return Wait()
    if not seen.commit or not (checks.failed or checks.passed):
        return End(KeepGoingEnd.UNSEEN) if unseen >= MOST_UNSEEN else Wait(unseen)
    if not checks.failed:
        return End(KeepGoingEnd.GREEN)
    if keep.tries >= keep.most:
        return End(KeepGoingEnd.USED_UP)
    return Tell(seen.commit) if rests else Wait()


def after_change(keep: KeepGoing, session: Session) -> Do:
    """Of the session's record."""
    # What it was told before stays on the record until ours is typed.
    typed = (session.instruction or CHECKS,) if keep.stage is KeepGoingStage.AT_WORK else ()
    if not all(each.startswith((CHECKS, HANDED_OVER)) for each in (*typed, *session.pending)):
        return End(KeepGoingEnd.YOURS)
    if session.status in ENDS:
        was_cut_off = session.reason == PauseReason.INTERRUPTED.value
        return Wait(keep.unseen) if was_cut_off else End(KeepGoingEnd.AGENT_ENDED)
    if keep.stage is KeepGoingStage.TOLD and session.status in {Status.WORKING, Status.WAITING} and not session.pending:
        return Move(KeepGoingStage.AT_WORK)
    if keep.stage is KeepGoingStage.AT_WORK and at_rest(session):
        return LookAtBranch()
    return Wait(keep.unseen)


def at_rest(session: Session) -> bool:
    return session.status is Status.READY and session.prompt is None and not session.pending


def after_rest(keep: KeepGoing, tip: str | None, *, forward: bool) -> Do:
    """`tip` is what the session's branch is at, None: there is none; `forward`: the commit that failed is in it."""
    if tip is None or not forward:
        return End(KeepGoingEnd.DIVERGED)
    return End(KeepGoingEnd.NO_COMMIT) if tip == keep.told else Push()


def recovered(keep: KeepGoing, session: Session) -> KeepGoing:
    """After a start of the sidecar: what was cut off is done again, unless it was done."""
    if keep.stage is KeepGoingStage.TELLING:
        if any(each.startswith(CHECKS) for each in session.pending):
            return attrs.evolve(keep, stage=KeepGoingStage.TOLD)
        return attrs.evolve(keep, stage=KeepGoingStage.LOOKING, told="", tries=keep.tries - 1)
    if keep.stage is KeepGoingStage.PUSHING:
        return attrs.evolve(keep, stage=KeepGoingStage.AT_WORK)
    return keep


def done(keep: KeepGoing, do: Do) -> KeepGoing:
    """The record once that is begun: it is written down first."""
    match do:
        case Wait(unseen):
            return attrs.evolve(keep, unseen=unseen)
        case Tell(commit):
            return attrs.evolve(keep, stage=KeepGoingStage.TELLING, told=commit, tries=keep.tries + 1, unseen=0)
        case Move(stage):
            return attrs.evolve(keep, stage=stage, unseen=0)
        case Push():
            return attrs.evolve(keep, stage=KeepGoingStage.PUSHING)
        case End(why):
            return attrs.evolve(keep, ended=why)
        case LookAtBranch():
            return keep
