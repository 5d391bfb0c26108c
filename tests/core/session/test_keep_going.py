"""Going on until green: what is done after a look, a change, and a rest."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from branchline.core.model.keep_going import KeepGoing, KeepGoingEnd, KeepGoingStage
from branchline.core.model.prompt import Prompt
from branchline.core.model.pull_request import Checks, PullRequestStatus, SeenPullRequest
from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.core.session import hand_over
from branchline.core.session.keep_going import (
    MOST_UNSEEN,
    Do,
    End,
    LookAtBranch,
    Move,
    Push,
    Tell,
    Wait,
    after_change,
    after_look,
    after_rest,
    done,
    is_active,
    recovered,
)
from branchline.core.session.own_instructions import CHECKS
from branchline.core.session.pull_request_text import FailedLog, logs_text
from harness.lifecycle import session

A, B = "a" * 40, "b" * 40
STAGE = KeepGoingStage
KEEP = KeepGoing(3)
SECOND = KeepGoing(3, 1, told=A)
LAST = KeepGoing(3, 3, told=A)


def seen(checks: Checks, commit: str = B, state: PullRequestStatus = PullRequestStatus.OPEN) -> SeenPullRequest:
    return SeenPullRequest(7, "https://x", state, checks, 0, commit)


FAILED, GREEN, MIXED, NONE = Checks(1, 1, 0), Checks(2, 0, 0), Checks(0, 1, 1), Checks()


@pytest.mark.parametrize(
    ("keep", "found", "does"),
    [
        (KEEP, seen(FAILED), Tell(B)),
        (KEEP, seen(FAILED, state=PullRequestStatus.DRAFT), Tell(B)),
        (KEEP, seen(MIXED), Wait()),
        (KEEP, seen(GREEN), End(KeepGoingEnd.GREEN)),
        (SECOND, seen(FAILED), Tell(B)),
        (SECOND, seen(FAILED, A), Wait()),
        (SECOND, seen(GREEN, A), Wait()),
        (SECOND, seen(GREEN), End(KeepGoingEnd.GREEN)),
        (LAST, seen(FAILED), End(KeepGoingEnd.USED_UP)),
        (LAST, seen(MIXED), Wait()),
        (LAST, seen(GREEN), End(KeepGoingEnd.GREEN)),
        (KEEP, seen(FAILED, state=PullRequestStatus.MERGED), End(KeepGoingEnd.CLOSED)),
        (KEEP, seen(GREEN, state=PullRequestStatus.CLOSED), End(KeepGoingEnd.CLOSED)),
        (KEEP, seen(NONE), Wait(1)),
        (KEEP, seen(FAILED, ""), Wait(1)),
        (KEEP, None, Wait(1)),
        (attrs.evolve(KEEP, unseen=MOST_UNSEEN - 1), None, End(KeepGoingEnd.UNSEEN)),
        (attrs.evolve(KEEP, unseen=MOST_UNSEEN - 1), seen(NONE), End(KeepGoingEnd.UNSEEN)),
        (attrs.evolve(KEEP, unseen=MOST_UNSEEN - 1), seen(MIXED), Wait()),
    ],
)
def test_after_a_look(keep: KeepGoing, found: SeenPullRequest | None, does: Do) -> None:
    assert after_look(keep, found, rests=True) == does
    later = after_look(keep, found, rests=False)
    assert later == (Wait() if isinstance(does, Tell) else does), "an agent at work is told when it rests"


OURS = f"{CHECKS}7 failed."


@pytest.mark.parametrize(
    ("stage", "fields", "does"),
    [
        (STAGE.LOOKING, {"status": Status.READY}, Wait()),
        (STAGE.LOOKING, {"status": Status.WORKING, "instruction": "mine"}, Wait()),
        (STAGE.LOOKING, {"status": Status.READY, "pending": ("mine",)}, End(KeepGoingEnd.YOURS)),
        (STAGE.TOLD, {"status": Status.READY, "pending": (OURS,), "instruction": "before"}, Wait()),
        (STAGE.TOLD, {"status": Status.WORKING, "pending": (OURS,), "instruction": "before"}, Wait()),
        (STAGE.TOLD, {"status": Status.READY, "pending": (OURS, "mine")}, End(KeepGoingEnd.YOURS)),
        (STAGE.TOLD, {"status": Status.READY, "instruction": OURS}, Wait()),
        (STAGE.TOLD, {"status": Status.WORKING, "instruction": OURS}, Move(STAGE.AT_WORK)),
        (STAGE.TOLD, {"status": Status.WAITING, "instruction": OURS}, Move(STAGE.AT_WORK)),
        (STAGE.AT_WORK, {"status": Status.WORKING, "instruction": OURS}, Wait()),
        (STAGE.AT_WORK, {"status": Status.WAITING, "instruction": OURS}, Wait()),
        (STAGE.AT_WORK, {"status": Status.READY, "instruction": OURS}, LookAtBranch()),
        (STAGE.AT_WORK, {"status": Status.WORKING, "instruction": hand_over.text(session(Status.READY))}, Wait()),
        (STAGE.AT_WORK, {"status": Status.WORKING, "instruction": "mine"}, End(KeepGoingEnd.YOURS)),
        (STAGE.AT_WORK, {"status": Status.READY, "instruction": OURS, "pending": ("x",)}, End(KeepGoingEnd.YOURS)),
        (STAGE.PUSHING, {"status": Status.READY, "instruction": OURS}, Wait()),
        *(
            (stage, {"status": status, "reason": reason}, does)
            for stage in (STAGE.LOOKING, STAGE.TOLD)
            for status, reason, does in (
                (Status.PAUSED, PauseReason.INTERRUPTED.value, Wait()),
                (Status.PAUSED, PauseReason.STOPPED.value, End(KeepGoingEnd.AGENT_ENDED)),
                (Status.PAUSED, PauseReason.PAUSED.value, End(KeepGoingEnd.AGENT_ENDED)),
                (Status.FAILED, None, End(KeepGoingEnd.AGENT_ENDED)),
                (Status.COMPLETED, None, End(KeepGoingEnd.AGENT_ENDED)),
                (Status.QUEUED, None, Wait()),
            )
        ),
    ],
)
def test_after_a_change(stage: KeepGoingStage, fields: dict[str, Any], does: Do) -> None:
    assert after_change(KeepGoing(3, 1, stage, A), session(**fields)) == does


def test_an_agent_that_asks_does_not_rest() -> None:
    asks = session(Status.READY, instruction=OURS, prompt=Prompt.__new__(Prompt))
    assert after_change(KeepGoing(3, 1, STAGE.AT_WORK, A), asks) == Wait()


@pytest.mark.parametrize(
    ("tip", "forward", "does"),
    [
        (B, True, Push()),
        (A, True, End(KeepGoingEnd.NO_COMMIT)),
        (B, False, End(KeepGoingEnd.DIVERGED)),
        (None, False, End(KeepGoingEnd.DIVERGED)),
    ],
)
def test_after_a_rest(tip: str | None, forward: bool, does: Do) -> None:
    assert after_rest(SECOND, tip, forward=forward) == does


def test_the_record_follows_what_is_done() -> None:
    keep = done(attrs.evolve(KEEP, unseen=4), Tell(A))
    assert keep == KeepGoing(3, 1, STAGE.TELLING, A)
    keep = done(done(done(keep, Move(STAGE.TOLD)), Move(STAGE.AT_WORK)), LookAtBranch())
    assert keep == KeepGoing(3, 1, STAGE.AT_WORK, A)
    keep = done(done(keep, Push()), Move(STAGE.LOOKING))
    assert keep == KeepGoing(3, 1, STAGE.LOOKING, A)
    assert done(keep, Wait(2)).unseen == 2
    ended = done(keep, End(KeepGoingEnd.GREEN))
    assert (is_active(keep), is_active(ended), is_active(None)) == (True, False, False)


@pytest.mark.parametrize(
    ("keep", "pending", "goes_on"),
    [
        (KeepGoing(3, 2, STAGE.TELLING, A), (), KeepGoing(3, 1, STAGE.LOOKING)),
        (KeepGoing(3, 2, STAGE.TELLING, A), (OURS,), KeepGoing(3, 2, STAGE.TOLD, A)),
        (KeepGoing(3, 2, STAGE.PUSHING, A), (), KeepGoing(3, 2, STAGE.AT_WORK, A)),
        (KeepGoing(3, 2, STAGE.TOLD, A), (), KeepGoing(3, 2, STAGE.TOLD, A)),
    ],
)
def test_what_was_cut_off_is_done_again_unless_it_was_done(
    keep: KeepGoing, pending: tuple[str, ...], goes_on: KeepGoing
) -> None:
    assert recovered(keep, session(Status.READY, pending=pending)) == goes_on


def test_our_instructions_are_known_again() -> None:
    assert logs_text(7, [FailedLog("test", "boom")]).startswith(CHECKS)
