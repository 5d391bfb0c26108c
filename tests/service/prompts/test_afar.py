"""Answers from afar reach the very prompt that their token was given out for, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from harness.service import InProcess, refused


@pytest.fixture
async def asking(service: InProcess, repo: Path) -> Session:
    made = await service.create(repo, "demo", instruction="Add a greeting feature")
    return await service.asking(made.id)


def token_of(service: InProcess, session: Session) -> str:
    return service.afar._tokens.issue(session)


@pytest.mark.parametrize("choice", ["1", "yes", "Yes"])
async def test_it_is_answered_once(service: InProcess, asking: Session, choice: str) -> None:
    token = token_of(service, asking)
    answered = await service.afar.answer(token, choice, is_text=False)
    assert answered.id == asking.id
    after = await service.asking(asking.id, asking.prompt)
    assert service.decided[-1].by == "token", "nobody says that it was the user"
    await refused("TOKEN_USED", service.afar.answer(token, choice, is_text=False))
    assert service.sessions.get(asking.id).prompt == after.prompt, "the next prompt got nothing of it"


async def test_what_was_answered_in_the_window_is_stale(service: InProcess, asking: Session) -> None:
    token = token_of(service, asking)
    assert asking.prompt is not None
    await service.prompts.answer(asking.id, asking.prompt.id, "3")
    await service.until(asking.id, lambda session: session.status is not Status.WAITING)
    await refused("TOKEN_STALE", service.afar.answer(token, "1", is_text=False))


async def test_of_two_at_once_one_is_used(service: InProcess, asking: Session) -> None:
    token = token_of(service, asking)
    answers = [service.afar.answer(token, "1", is_text=False) for _ in range(5)]
    found = await asyncio.gather(*answers, return_exceptions=True)
    assert [each for each in found if isinstance(each, Session)] == [asking]
    assert {getattr(each, "code", "") for each in found if isinstance(each, Exception)} == {"TOKEN_USED"}


async def test_a_choice_that_is_not_offered_leaves_the_token(service: InProcess, asking: Session) -> None:
    token = token_of(service, asking)
    error = await refused("NO_SUCH_OPTION", service.afar.answer(token, "perhaps", is_text=False))
    assert "1 (Yes)" in error.message
    await refused("NO_SUCH_OPTION", service.afar.answer(token, "1", is_text=True))
    await service.afar.answer(token, "no", is_text=False)
    await service.until_status(asking.id, Status.READY)


async def test_a_prompt_that_has_just_gone_is_stale_though_nobody_said_so(service: InProcess, asking: Session) -> None:
    token = token_of(service, asking)
    service.program(asking).prints("\x1b[H\x1b[2J")
    service.program(asking).exits(0)
    await refused("TOKEN_STALE", service.afar.answer(token, "1", is_text=False))
