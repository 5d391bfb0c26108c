"""The user's answer on the demo agent's dialogs: that very prompt, once, by the option's own keys."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.model.prompt import Meaning, Prompt
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.screen.prompts import DOWN
from harness.service import InProcess, option, refused

ACCEPT, ALWAYS, REJECT = Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.REJECT


async def asking(service: InProcess, repo: Path, instruction: str = "Add a greeting feature") -> tuple[Session, Prompt]:
    made = await service.create(repo, agent="demo", instruction=instruction)
    session = await service.asking(made.id)
    assert session.prompt is not None
    return session, session.prompt


def asked_file(session: Session, prompt: Prompt) -> Path:
    return Path(session.worktree) / prompt.paths[0]


async def test_the_prompt_says_what_is_asked(service: InProcess, repo: Path) -> None:
    session, prompt = await asking(service, repo)
    assert session.reason == prompt.kind.value == "approval"
    assert prompt.title == "Do you want to create src/tally/greeting_feature.py?"
    assert (prompt.tool, prompt.paths, prompt.command) == ("Create", ("src/tally/greeting_feature.py",), None)
    assert [each.meaning for each in prompt.options] == [ACCEPT, ALWAYS, REJECT]


async def test_the_prompt_says_which_command(service: InProcess, repo: Path) -> None:
    _, prompt = await asking(service, repo, "Delete the old script")
    assert (prompt.tool, prompt.command, prompt.paths) == ("Run", "rm scripts/old_report.py", ())
    assert (prompt.selected, prompt.takes_text) == ("1", False)


async def test_yes_lets_it_and_the_next_prompt_is_another(service: InProcess, repo: Path) -> None:
    session, prompt = await asking(service, repo)
    assert not asked_file(session, prompt).exists()
    service.program(session).typed.clear()
    await service.prompts.answer(session.id, prompt.id, option(prompt, ACCEPT))
    assert service.program(session).typed == ["1"]
    after = await service.asking(session.id, before=prompt)
    assert asked_file(session, prompt).exists()
    assert after.prompt is not None
    assert after.prompt.id != prompt.id


async def test_no_is_obeyed(service: InProcess, repo: Path) -> None:
    session, prompt = await asking(service, repo)
    await service.prompts.answer(session.id, prompt.id, option(prompt, REJECT))
    await service.until_status(session.id, Status.READY)
    assert not asked_file(session, prompt).exists()


async def test_always_is_chosen_though_another_option_is_selected(service: InProcess, repo: Path) -> None:
    session, prompt = await asking(service, repo)
    await service.prompts.answer(session.id, prompt.id, option(prompt, ALWAYS))
    after = (await service.asking(session.id, before=prompt)).prompt
    assert after is not None
    assert after.tool == "Run", "edits are not asked for any more"
    assert after.command


async def test_the_option_is_taken_wherever_the_selection_stands(service: InProcess, repo: Path) -> None:
    session, prompt = await asking(service, repo)
    service.program(session).takes(DOWN + DOWN)
    await service.until(session.id, lambda now: now.prompt is not None and now.prompt.selected == "3")
    await service.prompts.answer(session.id, prompt.id, option(prompt, ACCEPT))
    await service.asking(session.id, before=prompt)
    assert asked_file(session, prompt).exists()


async def test_a_late_answer_never_meets_another_prompt(service: InProcess, repo: Path) -> None:
    session, prompt = await asking(service, repo)
    await service.prompts.answer(session.id, prompt.id, option(prompt, ACCEPT))
    after = await service.asking(session.id, before=prompt)
    typed = list(service.program(session).typed)
    error = await refused("STALE_PROMPT", service.prompts.answer(session.id, prompt.id, "1"))
    assert "nothing was typed" in error.message
    assert service.program(session).typed == typed
    assert service.sessions.get(session.id).prompt == after.prompt


async def test_two_answers_at_once_are_one(service: InProcess, repo: Path) -> None:
    session, prompt = await asking(service, repo)
    service.program(session).typed.clear()
    both = await asyncio.gather(
        service.prompts.answer(session.id, prompt.id, option(prompt, ACCEPT)),
        service.prompts.answer(session.id, prompt.id, option(prompt, ACCEPT)),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, Exception) for each in both) == [False, True]
    assert service.program(session).typed == ["1"]


@pytest.mark.parametrize("choice", ["4", "0", "", "yes", "\x1b[B\r", "fix the tests"])
async def test_what_is_not_offered_is_not_typed(service: InProcess, repo: Path, choice: str) -> None:
    session, prompt = await asking(service, repo)
    service.program(session).typed.clear()
    await refused("NO_SUCH_OPTION", service.prompts.answer(session.id, prompt.id, choice))
    assert service.program(session).typed == []
    assert service.sessions.get(session.id).prompt == prompt


async def test_a_session_that_asks_nothing_or_does_not_run(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, agent="demo")
    await service.until_status(made.id, Status.READY)
    await refused("STALE_PROMPT", service.prompts.answer(made.id, "0123456789abcdef", "1"))
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    await refused("NOT_RUNNING", service.prompts.answer(made.id, "0123456789abcdef", "1"))
    await refused("NO_SESSION", service.prompts.answer("none", "x", "1"))
