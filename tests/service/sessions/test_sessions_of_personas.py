"""What a persona means for a session: what its agent is told and started with, and how much auto-yes answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.notices import Notice, NoticeCode
from harness.service import InProcess, refused

TESTER = {
    "agent": "scripted",
    "arguments": ["--tests", "a b"],
    "autoYes": "safe",
    "instruction": "Test: {{instruction}}",
}

LIMITED = TESTER | {"autoYesLimits": {"sameAnswers": 2, "answersPerMinute": 5}}


@pytest.fixture
def defined(service: InProcess) -> InProcess:
    service.configure(personas={"tester": TESTER})
    return service


async def test_its_agent_is_told_and_started_with_what_it_says(defined: InProcess, repo: Path) -> None:
    made = await defined.create(repo, persona="tester", instruction="Fix the login")
    assert (made.persona, made.auto_yes, made.pending) == ("tester", "safe", ("Test: Fix the login",))
    assert "login" in made.name
    assert defined.program(made).argv[-2:] == ["--tests", "a b"]


async def test_another_agent_is_started_without_its_arguments(defined: InProcess, repo: Path) -> None:
    made = await defined.create(repo, "claude", persona="tester")
    assert "--tests" not in defined.program(made).argv


@pytest.mark.parametrize("agent", [each for each in BUILT_IN if BUILT_IN[each].has_read_only])
async def test_the_reviewers_agent_is_started_so_that_it_changes_nothing(
    service: InProcess, repo: Path, agent: str
) -> None:
    usual, reviewer = await service.create(repo, agent), await service.create(repo, agent, persona="reviewer")
    assert reviewer.auto_yes == "read-only"

    def started(session: Session) -> tuple[list[str], Any]:
        program = service.program(session)
        return [each.replace(session.id, "ID") for each in program.argv], program.env.get("OPENCODE_PERMISSION")

    assert started(usual) != started(reviewer)


def test_every_agent_that_comes_along_has_a_way_to_change_nothing() -> None:
    assert [name for name, agent in BUILT_IN.items() if not agent.has_read_only] == []


async def test_a_session_of_none_that_there_is_is_not_made(defined: InProcess, repo: Path) -> None:
    await refused("PERSONA_UNKNOWN", defined.create(repo, persona="nobody"))
    defined.settings.configure({"personas": {"qa": {"icon": 3}}})
    error = await refused("BAD_PERSONA", defined.create(repo, "demo", persona="qa"))
    assert defined.notices == [Notice(NoticeCode.BAD_PERSONA, names=("qa",), detail=error.message)]
    assert defined.sessions.all() == []


async def test_its_limits_of_auto_yes_hold_from_the_start_but_for_those_that_the_session_is_given(
    defined: InProcess, repo: Path
) -> None:
    defined.configure(personas={"tester": LIMITED})
    usual = await defined.create(repo, persona="tester")
    other = await defined.create(repo, persona="tester", limits=["answersPerMinute=9"])
    none = await defined.create(repo)
    assert usual.limits == ("sameAnswers=2", "answersPerMinute=5")
    assert other.limits == ("sameAnswers=2", "answersPerMinute=9")
    assert none.limits == ()


async def test_of_another_ones_limits_the_lower_hold_at_once_and_the_higher_with_the_next_start(
    defined: InProcess, repo: Path
) -> None:
    defined.configure(personas={"tester": LIMITED})
    made = await defined.create(repo, limits=["answersPerMinute=3", "answersWithoutLook=7"])
    changed = defined.editing.update(
        made.id, name=None, task=None, auto_yes=None, pinned=None, read=None, persona="tester"
    )
    assert changed.limits == ("sameAnswers=2", "answersPerMinute=3", "answersWithoutLook=7")
    assert changed.next_limits == ("sameAnswers=2", "answersPerMinute=5", "answersWithoutLook=7")


async def test_a_wider_one_and_its_arguments_come_with_the_next_start(defined: InProcess, repo: Path) -> None:
    made = await defined.create(repo, auto_yes="off")
    changed = defined.editing.update(
        made.id, name=None, task=None, auto_yes=None, pinned=None, read=None, persona="tester"
    )
    assert (changed.persona, changed.auto_yes, changed.next_auto_yes) == ("tester", "off", "safe")
    assert "--tests" not in defined.program(made).argv
    defined.running.stop(made.id)
    await defined.until(made.id, lambda session: session.status is Status.PAUSED)
    defined.running.resume(made.id)
    resumed = await defined.until(made.id, lambda session: session.process is not None)
    assert (resumed.auto_yes, resumed.next_auto_yes) == ("safe", None)
    assert defined.program(made).argv[-2:] == ["--tests", "a b"]


async def test_a_session_does_not_go_on_without_its_persona(defined: InProcess, repo: Path) -> None:
    """It would be started with less that holds it back."""
    made = await defined.create(repo, persona="tester")
    defined.running.stop(made.id)
    await defined.until(made.id, lambda session: session.status is Status.PAUSED)
    defined.configure()

    async def resume() -> None:
        defined.running.resume(made.id)

    await refused("PERSONA_UNKNOWN", resume())
    assert defined.sessions.get(made.id).status is Status.PAUSED


async def test_a_sidecar_that_follows_knows_what_waits(defined: InProcess, repo: Path) -> None:
    made = await defined.create(repo, auto_yes="off")
    defined.editing.update(made.id, name=None, task=None, auto_yes=None, pinned=None, read=None, persona="tester")
    after = await defined.next()
    try:
        found = after.sessions.get(made.id)
        assert (found.persona, found.auto_yes, found.next_auto_yes) == ("tester", "off", "safe")
    finally:
        await after.close()
