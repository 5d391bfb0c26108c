"""Common answers: given to the very question, by the user's own rules, and to nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.answers import AnswerRule
from branchline.core.policy.decisions import AnsweredBy, Decider, Outcome, from_fields, to_fields
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPauseCode
from branchline.core.session.attention_events import Begun
from branchline.core.session.needs import NeedKind, is_left_to_user
from harness.service import InProcess, refused
from harness.waiting import until

ASKS = "Choose a format for reports"
CSV = {"words": "which format", "answer": {"option": "CSV"}}


async def create(service: InProcess, repo: Path, instruction: str = ASKS, **more: Any) -> Session:
    return await service.create(repo, "demo", instruction=instruction, **more)


async def ready(service: InProcess, session: Session) -> Session:
    return await service.until(session.id, lambda now: now.status is Status.READY and now.has_conversation)


def switch(service: InProcess, session: Session, *, answers: bool | None, preset: Preset | None = None) -> None:
    service.editing.update(session.id, name=None, task=None, auto_yes=preset, pinned=None, read=None, answers=answers)


@pytest.mark.parametrize("preset", ["off", "safe"])
async def test_a_question_is_answered_by_the_users_rule_and_kept(service: InProcess, repo: Path, preset: str) -> None:
    service.configure(answers=[{"words": "no such words", "answer": {"text": "x"}}, CSV])
    session = await create(service, repo, auto_yes=preset)
    await ready(service, session)
    (entry,) = service.decided
    assert (entry.title, entry.option) == ("Which format should reports have?", "CSV")
    assert (entry.rule, entry.by, entry.via) == ("answers 2", Decider.RULE, AnsweredBy.KEYS)
    assert entry.outcome is Outcome.ANSWERED
    assert "which format" in entry.why
    assert from_fields(entry.session_id, entry.at, to_fields(entry)) == entry
    assert service.program(session).typed.count("2") == 1


@pytest.mark.parametrize("preset", ["off", "worktree"])
async def test_without_a_rule_every_question_is_the_users(service: InProcess, repo: Path, preset: str) -> None:
    session = await create(service, repo, auto_yes=preset)
    asking = await service.asking(session.id)
    if preset != "off":
        asking = await service.until(session.id, lambda now: now.asked is not None)
        assert asking.asked is not None
        assert asking.asked.rule == "never"
    assert is_left_to_user(asking)
    assert [text for text in service.program(session).typed if text in {"1", "2", "3"}] == []


@pytest.mark.parametrize("preset", ["off", "worktree"])
async def test_what_is_unclear_is_asked_and_the_record_says_why(service: InProcess, repo: Path, preset: str) -> None:
    service.configure(answers=[CSV, {"words": "format", "answer": {"option": "JSON"}}])
    session = await create(service, repo, auto_yes=preset)
    asking = await service.until(session.id, lambda now: now.asked is not None)
    assert asking.asked is not None
    assert asking.asked.rule == "answers-differ"
    (entry,) = service.decided
    assert (entry.outcome, entry.option) == (Outcome.ASKED, None)
    assert service.program(session).typed.count("2") == 0


async def test_off_in_a_session_it_is_the_users_and_on_again_it_is_answered(service: InProcess, repo: Path) -> None:
    service.configure(answers=[CSV])
    session = await create(service, repo, "Delete the old script")
    await service.asking(session.id)
    switch(service, session, answers=False)
    before = await service.approve_all(session.id)
    await service.instructions.send(session.id, ASKS, submit=True, queue=True)
    asking = await service.asking(session.id)
    assert (asking.answers, asking.asked, before.answers) == (False, None, False)
    switch(service, session, answers=True)
    await service.until(session.id, lambda now: now.status is Status.READY)
    assert service.decided[-1].rule == "answers 1"


async def test_stop_all_stops_them_and_only_the_word_on_them_ends_that(service: InProcess, repo: Path) -> None:
    service.configure(answers=[CSV])
    session = await create(service, repo, "Delete the old script")
    await service.asking(session.id)
    assert service.auto_yes.stop_all() == 1
    assert service.auto_yes.stop_all() == 0
    await service.approve_all(session.id)
    await service.instructions.send(session.id, ASKS, submit=True, queue=True)
    asking = await service.asking(session.id)
    assert asking.answers_paused is not None
    assert asking.answers_paused.code == AutoYesPauseCode.STOPPED_ALL.value
    switch(service, session, answers=None, preset=Preset.SAFE)
    await service.until(session.id, lambda now: now.asked is not None)
    switch(service, session, answers=True)
    after = await service.until(session.id, lambda now: now.status is Status.READY)
    assert after.answers_paused is None
    assert service.decided[-1].rule == "answers 1"


async def test_the_limits_of_auto_yes_hold_them_too(service: InProcess, repo: Path) -> None:
    service.configure(answers=[CSV], autoYes={"sameAnswers": 2})
    session = await create(service, repo)
    for count in range(1, 3):
        await until(lambda count=count: len(service.decided) == count)  # type: ignore[misc]  # bound for each
        await service.until(session.id, lambda now: now.status is Status.READY)
        await service.instructions.send(session.id, ASKS, submit=True, queue=True)
    paused = await service.until(session.id, lambda now: now.answers_paused is not None)
    assert paused.answers_paused is not None
    assert paused.answers_paused.code == AutoYesPauseCode.SAME_ANSWERS.value
    assert paused.auto_yes_paused is None
    assert paused.asked is not None
    assert paused.asked.rule == "limit"


async def test_switched_off_nothing_is_answered(service: InProcess, repo: Path) -> None:
    service.configure(answers=[CSV], enabled=False)
    session = await create(service, repo)
    asking = await service.asking(session.id)
    assert (asking.asked, service.decided) == (None, [])


async def test_approvals_are_no_questions_whatever_a_rule_says(service: InProcess, repo: Path) -> None:
    service.configure(answers=[{"words": "do you want to", "answer": {"meaning": "accept"}}])
    session = await create(service, repo, "Delete the old script")
    other = await create(service, repo, "Delete the old script", auto_yes="safe")
    await service.until(other.id, lambda now: now.asked is not None)  # As long as it takes where it is on.
    await service.asking(session.id)
    assert {each.outcome for each in service.decided} == {Outcome.ASKED}
    assert {each.rule for each in service.decided} == {"preset"}


async def test_a_rule_is_proposed_and_tried_on_the_log(service: InProcess, repo: Path) -> None:
    session, other = await create(service, repo), await create(service, repo, name="other")
    for each in (session, other):
        asking = await service.asking(each.id)
        assert asking.prompt is not None
        rules = service.common_answers.propose(each.id, asking.prompt.id, "2")
        assert [(rule.agent, rule.option) for rule in rules] == [("demo", "CSV"), (None, "CSV")]
        await service.prompts.answer(each.id, asking.prompt.id, "2")
    found = await service.common_answers.try_rule(rules[0])
    assert [each.session_id for each in found] == [session.id, other.id]
    for none in (AnswerRule(("which format",), "claude", option="CSV"), AnswerRule(("which format",), option="XML")):
        assert await service.common_answers.try_rule(none) == []
    with_text = AnswerRule(("which format",), text="XML")
    assert await service.common_answers.try_rule(with_text) == []

    async def late() -> None:
        service.common_answers.propose(session.id, "gone", "2")

    await refused(ErrorCode.STALE_PROMPT, late())


async def test_nobody_is_called_for_a_question_that_is_answered(service: InProcess, repo: Path) -> None:
    """The user's own command is started for what is left to them alone."""
    begun: list[Begun] = []
    service.telling.begun.add(begun.append)
    service.configure(answers=[CSV])
    session = await create(service, repo)
    await ready(service, session)
    assert [each for each in begun if each.need.kind is NeedKind.WAITING] == []
    switch(service, session, answers=False)
    await service.instructions.send(session.id, ASKS, submit=True, queue=True)
    await until(lambda: [each for each in begun if each.need.kind is NeedKind.WAITING])
