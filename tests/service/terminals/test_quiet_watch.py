"""A session that works without a sign of life is said to be quiet, and stirs with its next output."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.agent import HookEvent
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import WorkingReason
from harness.service import InProcess

QUIET = WorkingReason.QUIET.value
AT_WORK = "\x1b]7501;state=working\x1b\\thinking …"
REPORTS = {"command": ["/bin/sh"]}


def is_quiet(session: Session) -> bool:
    return session.reason == QUIET


def stirs(session: Session) -> bool:
    return session.reason != QUIET


@pytest.fixture
async def working(service: InProcess, repo: Path) -> Session:
    service.configure(agents={"own": REPORTS})
    made = await service.create(repo, "own")
    await service.until_started(made.id)
    service.program(made).prints(AT_WORK)
    return await service.until_status(made.id, Status.WORKING)


def patience(service: InProcess, seconds: float) -> None:
    service.configure(agents={"own": REPORTS}, quietMinutes=seconds / 60)


async def test_it_is_said_and_gone_with_the_next_output(service: InProcess, working: Session) -> None:
    patience(service, 0.3)
    quiet = await service.until(working.id, is_quiet)
    assert (quiet.status, quiet.evidence.rule) == (Status.WORKING, QUIET)
    assert quiet.evidence.at < quiet.updated_at, "since its last output"
    patience(service, 60)
    service.program(working).prints("still thinking")
    stirred = await service.until(working.id, stirs)
    assert (stirred.status, stirred.reason) == (Status.WORKING, None)
    patience(service, 0.3)
    await service.until(working.id, is_quiet)


async def test_another_size_of_its_terminal_is_no_sign_of_life(service: InProcess, working: Session) -> None:
    patience(service, 0.2)
    await service.until(working.id, is_quiet)
    terminal = service.terminals.get(working.id)
    looks = terminal._tracker.looks
    service.program(working).is_resized(91, 31)
    while terminal._tracker.looks == looks:
        await terminal.altered()
    assert is_quiet(service.sessions.get(working.id))


async def test_a_hook_is_a_sign_of_life(service: InProcess, working: Session) -> None:
    terminal = service.terminals.get(working.id)
    terminal._alive_at -= 1000
    assert terminal.lifeless_for() >= 1000
    terminal.hook(HookEvent("PreToolUse", {}))
    assert terminal.lifeless_for() < 1000


async def test_nothing_is_waited_for_where_nothing_works_or_nobody_wants_it(
    service: InProcess, working: Session
) -> None:
    watch = service._quiet_watch
    patience(service, 60)
    assert watch._timer is not None
    patience(service, 0)
    assert watch._timer is None
    patience(service, 0.1)
    service.program(working).exits(0)
    await service.until_status(working.id, Status.COMPLETED)
    assert watch._working == {}
