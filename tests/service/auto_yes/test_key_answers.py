"""Auto-yes by keys: what the policy allows is answered once, the rest is left to the user, all is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import Meaning
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.decisions import Outcome
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPauseCode
from branchline.service.auto_yes import key_answers
from branchline.service.terminals.answerer import Answerer
from harness.scripted_ptyhost import Program
from harness.service import InProcess
from harness.waiting import until

CLEARED = "\x1b[H\x1b[2J"


async def create(service: InProcess, repo: Path, instruction: str, **more: Any) -> str:
    return (await service.create(repo, "demo", instruction=instruction, **more)).id


async def asked(service: InProcess, session_id: str) -> Session:
    """The record once auto-yes left a prompt to the user."""
    return await service.until(
        session_id, lambda session: session.status is Status.WAITING and session.asked is not None
    )


def switch(service: InProcess, session_id: str, preset: str) -> None:
    service.editing.update(session_id, name=None, task=None, auto_yes=Preset(preset), pinned=None, read=None)


async def test_what_the_preset_allows_is_answered_and_all_is_kept(service: InProcess, repo: Path) -> None:
    session_id = await create(service, repo, "Add a greeting feature", auto_yes="safe")
    await service.until(session_id, lambda session: session.status is Status.READY and session.has_conversation)
    record = await service.until(session_id, lambda session: session.changes.files > 0)
    first = service.decided[0]
    assert {each.by for each in service.decided} == {"rule"}
    assert (first.tool, first.paths) == ("Create", ("src/tally/greeting_feature.py",))
    assert (first.decision, first.outcome, first.via) == ("allow", Outcome.ANSWERED, "keys")
    assert (first.rule, first.option) == ("preset safe", "Yes")
    assert (Path(record.worktree) / first.paths[0]).exists()
    assert await service.decisions.entries(session_id) == service.decided
    (file,) = service.paths.transcripts.glob(f"*/{session_id}-*.jsonl")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    kept = [line["prompt_id"] for line in lines if line["event"] == "decision"]
    assert kept == [each.prompt_id for each in service.decided]
    keys = [text for text in service.program(session_id).typed if text == "1"]
    assert len(keys) == len(service.decided), "each was answered once"


async def test_off_answers_nothing_and_says_nothing(service: InProcess, repo: Path) -> None:
    session_id = await create(service, repo, "Add a greeting feature")
    other = await create(service, repo, "Delete the old script", auto_yes="safe")
    before = await service.asking(session_id)
    await asked(service, other)  # As long as it takes where it is on.
    record = service.sessions.get(session_id)
    assert record.prompt == before.prompt
    assert (record.auto_yes, record.asked) == ("off", None)
    assert [each.session_id for each in service.decided] == [other]


async def test_switched_off_it_leaves_all_to_the_user(service: InProcess, repo: Path) -> None:
    service.configure(enabled=False)
    session_id = await create(service, repo, "Add a greeting feature", auto_yes="safe")
    record = await asked(service, session_id)
    assert record.asked is not None
    assert record.asked.rule == "off"
    assert service.program(session_id).typed.count("1") == 0


async def test_what_the_preset_does_not_allow_is_asked_with_the_reason(service: InProcess, repo: Path) -> None:
    session_id = await create(service, repo, "Delete the old script", auto_yes="safe")
    record = await asked(service, session_id)
    assert record.asked is not None
    assert record.asked.rule == "preset"
    assert "does not allow rm" in record.asked.why
    (entry,) = service.decided
    assert (entry.decision, entry.outcome, entry.via) == ("ask", Outcome.ASKED, None)
    assert entry.command == "rm scripts/old_report.py"
    switch(service, session_id, "worktree")
    after = await service.until_status(session_id, Status.READY)
    assert after.asked is None
    assert not (Path(after.worktree) / "scripts/old_report.py").exists(), "a wider preset judges it anew"
    assert service.decided[-1].rule == "preset worktree"


async def test_the_users_rules_deny_ask_and_allow(service: InProcess, repo: Path) -> None:
    service.configure(autoYes={"deny": ["Bash(rm:*)"], "allow": ["Bash(rm scripts/old_report.py)"]})
    session_id = await create(service, repo, "Delete the old script", auto_yes="worktree")
    record = await service.until(session_id, lambda session: session.status is Status.READY and bool(service.decided))
    (entry,) = service.decided
    assert (entry.decision, entry.rule, entry.outcome) == ("deny", "Bash(rm:*)", Outcome.REFUSED)
    assert (Path(record.worktree) / "scripts/old_report.py").exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"preset": "read-only"}', "The preset read-only does not allow"),
        ('{"ask": ["Edit(src/**)"]}', "Edit(src/**)"),
        ("{", "cannot be followed"),
        ('{"allow": ["Bash"]}', "cannot be followed"),
    ],
)
async def test_a_repository_can_only_make_it_stricter(service: InProcess, repo: Path, text: str, why: str) -> None:
    (repo / ".branchline").mkdir()
    (repo / ".branchline/auto-yes.json").write_text(text)
    session_id = await create(service, repo, "Add a greeting feature", auto_yes="worktree")
    record = await asked(service, session_id)
    assert record.asked is not None
    assert why in record.asked.why


@pytest.mark.parametrize("code", [ErrorCode.NOT_RUNNING, ErrorCode.NO_SESSION])
async def test_an_agent_that_was_ended_before_its_answer_is_no_reason_to_pause(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch, code: ErrorCode
) -> None:
    async def answer(*_: object) -> None:
        raise BranchlineError(code, "It is gone.")

    monkeypatch.setattr(Answerer, "answer", answer)
    session_id = await create(service, repo, "Add a greeting feature", auto_yes="safe")
    await until(lambda: service.decided)
    assert (service.decided[-1].outcome, service.sessions.get(session_id).auto_yes_paused) == (Outcome.STOPPED, None)


async def test_the_same_again_and_again_pauses_it(service: InProcess, repo: Path) -> None:
    service.configure(autoYes={"sameAnswers": 2})
    session_id = await create(service, repo, "Delete the old script", auto_yes="worktree")
    for _ in range(2):
        await service.until_status(session_id, Status.READY)
        answered = len(service.decided)
        await service.instructions.send(session_id, "Add a greeting feature", submit=True, queue=True)
        await until(lambda before=answered: len(service.decided) > before)  # type: ignore[misc]  # bound for each
    record = await service.until(
        session_id, lambda session: session.auto_yes_paused is not None or session.status is Status.FAILED
    )
    assert record.auto_yes_paused is not None
    assert record.auto_yes_paused.code == AutoYesPauseCode.SAME_ANSWERS.value


async def test_files_that_cannot_be_kept_first_are_asked_about(service: InProcess, repo: Path) -> None:
    session_id = await create(service, repo, "Add a greeting feature", auto_yes="safe")
    objects, aside = repo / ".git" / "objects", repo / ".git" / "aside"
    objects.rename(aside)  # Git can keep nothing.
    record = await asked(service, session_id)
    aside.rename(objects)
    assert record.asked is not None
    assert (record.asked.rule, service.program(session_id).typed.count("1")) == ("snapshot", 0)


# ---------------------------------------------------------------- real agents' dialogs


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hook will come that says more."""
    monkeypatch.setattr(key_answers, "TOLD_PATIENCE", 0.05)


async def dialog(service: InProcess, repo: Path, agent: str, scenario: str) -> tuple[Session, Program]:
    """The record, with what is asked, and the program that asks until a key comes."""
    service.configure(autoYes={"allow": ["Bash(touch hello.txt)"], "deny": ["Bash(rm:*)"]})
    made = await service.create(repo, agent, auto_yes="worktree")
    program = service.program(made)
    program.reads = lambda _text: program.prints(CLEARED)
    program.plays(f"{agent}/{scenario}", until="waiting")
    return await service.asking(made.id), program


@pytest.mark.parametrize("agent", ["copilot", "aider"])
async def test_a_recorded_dialog_is_answered_by_the_agents_own_key(
    service: InProcess, repo: Path, agent: str, brief: None
) -> None:
    asking, program = await dialog(service, repo, agent, "touch")
    await until(lambda: service.decided)
    (entry,) = service.decided
    assert (entry.command, entry.outcome, entry.via) == ("touch hello.txt", Outcome.ANSWERED, "keys")
    assert asking.prompt is not None
    accept = next(each for each in asking.prompt.options if each.label == entry.option)
    assert (program.typed, accept.meaning) == ([accept.key], Meaning.ACCEPT)


@pytest.mark.parametrize("agent", ["codex", "gemini", "qwen", "opencode", "claude"])
async def test_a_dialog_that_does_not_say_where_is_asked_about(
    service: InProcess, repo: Path, agent: str, brief: None
) -> None:
    """Only their hooks tell in which folder the command would run, and none came."""
    _, program = await dialog(service, repo, agent, "touch")
    await until(lambda: service.decided)
    (entry,) = service.decided
    assert (entry.rule, entry.outcome, program.typed) == ("folder", Outcome.ASKED, [])


@pytest.mark.parametrize("scenario", ["trust_accept", "login"])
@pytest.mark.parametrize("agent", ["codex", "gemini"])
async def test_trust_and_login_are_always_the_users(
    service: InProcess, repo: Path, agent: str, scenario: str, brief: None
) -> None:
    asking, program = await dialog(service, repo, agent, scenario)
    assert asking.reason in {"trust", "login"}
    await service.until(asking.id, lambda session: session.asked is not None)
    assert program.typed == []
