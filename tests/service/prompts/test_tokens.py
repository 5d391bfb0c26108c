"""A token answers one prompt, once: in memory, by its digest, and not to be guessed."""

from __future__ import annotations

import logging
from typing import Any

import attrs
import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.prompts import tokens as module
from branchline.service.prompts.tokens import GUESSES, Tokens
from harness.base import Base
from harness.service import session

YES = Option("1", "Yes", Meaning.ACCEPT, "1")
PROMPT = Prompt("p", WaitReason.APPROVAL, "title", "text", options=(YES,))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(base: Base, clock: Clock) -> Tokens:
    return Tokens(sessions=base.sessions, clock=clock)


def waiting(base: Base, **fields: Any) -> Session:
    record = session("s", **{"status": Status.WAITING, "prompt": PROMPT, **fields})
    base.sessions.add(record)
    return record


def refused(tokens: Tokens, token: str) -> str:
    with pytest.raises(BranchlineError) as caught:
        tokens.use(token)
    assert token not in caught.value.message or not token
    return caught.value.code


async def test_it_is_used_once(base: Base, tokens: Tokens) -> None:
    token = tokens.issue(waiting(base))
    issued = tokens.use(token)
    assert (issued.session_id, issued.prompt_id) == ("s", "p")
    assert refused(tokens, token) == "TOKEN_USED"
    tokens.give_back(issued)
    assert tokens.use(token) is issued


async def test_each_is_another_and_none_is_kept_as_it_is(base: Base, tokens: Tokens) -> None:
    record = waiting(base)
    found = {tokens.issue(record) for _ in range(100)}
    assert len(found) == 100
    kept = repr(vars(tokens))
    assert [token for token in found if token in kept or len(token) < 32] == []


@pytest.mark.parametrize(
    "after",
    [
        {"status": Status.WORKING, "prompt": None},
        {"prompt": attrs.evolve(PROMPT, id="q")},
        {"status": Status.PAUSED},
    ],
)
async def test_it_ends_with_its_prompt_for_good(base: Base, tokens: Tokens, after: dict[str, Any]) -> None:
    token = tokens.issue(waiting(base))
    waiting(base, **after)
    assert refused(tokens, token) == "TOKEN_STALE"
    waiting(base)
    assert refused(tokens, token) == "TOKEN_STALE", "the same asked again is another time"


async def test_what_cannot_be_read_for_a_moment_is_the_same(base: Base, tokens: Tokens) -> None:
    token = tokens.issue(waiting(base))
    waiting(base, prompt=None)
    waiting(base, prompt=attrs.evolve(PROMPT, selected="1"))
    assert tokens.use(token).prompt_id == "p"


async def test_it_ends_with_its_session(base: Base, tokens: Tokens) -> None:
    token = tokens.issue(waiting(base))
    base.sessions.drop("s")
    assert refused(tokens, token) == "TOKEN_STALE"


@pytest.mark.parametrize(
    "prompt",
    [
        None,
        attrs.evolve(PROMPT, kind=WaitReason.PASSWORD, takes_text=True),
        attrs.evolve(PROMPT, kind=WaitReason.LOGIN),
        attrs.evolve(PROMPT, options=()),
    ],
)
async def test_a_secret_and_what_offers_nothing_has_none(base: Base, tokens: Tokens, prompt: Prompt | None) -> None:
    assert tokens.issue(waiting(base, prompt=prompt)) == ""
    assert refused(tokens, "") == "TOKEN_UNKNOWN"


async def test_after_a_few_guesses_none_is_looked_at_for_a_minute(base: Base, tokens: Tokens, clock: Clock) -> None:
    token = tokens.issue(waiting(base))
    for number in range(GUESSES):
        assert refused(tokens, f"guess {number} \ud800") == "TOKEN_UNKNOWN"
        clock.now += 1
    assert refused(tokens, token) == "TOO_MANY_GUESSES"
    clock.now += 60
    assert tokens.use(token).prompt_id == "p"


async def test_only_so_many_are_remembered(base: Base, tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    record = waiting(base)
    issued = [tokens.issue(record) for _ in range(4)]
    assert refused(tokens, issued[0]) == "TOKEN_UNKNOWN"
    assert [tokens.use(token).prompt_id for token in issued[1:]] == ["p"] * 3


async def test_no_log_has_one(base: Base, tokens: Tokens, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = tokens.issue(waiting(base))
    tokens.use(token)
    refused(tokens, token)
    assert token not in caplog.text
