"""What agents write down of their answers stands on their sessions' records, and in the sums of the days."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.usage import Tokens, Told
from branchline.machine import user_environment
from branchline.service.base.sessions import Changed
from branchline.service.usage import usage_tracker
from branchline.service.usage.reading import Reading
from harness.recordings import load
from harness.service import InProcess
from harness.waiting import until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CLAUDE_CONFIG_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    user_environment.remember(None)
    return tmp_path / "home"


def answer(key: str, tokens: int, **more: Any) -> str:
    at = datetime.now(timezone.utc).isoformat()
    usage = {"input_tokens": tokens, "output_tokens": 1}
    message = {"id": key, "model": "claude-opus-5-5", "usage": usage}
    return json.dumps({"type": "assistant", "timestamp": at, "message": message, **more}) + "\n"


def noted(home: Path, session: Session, text: str, conversation: str | None = None) -> None:
    """In the file of the session's conversation."""
    folder = home / ".claude" / "projects" / re.sub(r"[^A-Za-z0-9]", "-", session.folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{conversation or session.agent_session}.jsonl").open("a") as file:
        file.write(text)


async def started(service: InProcess, repo: Path) -> Session:
    made = await service.create(repo, "claude")
    await service.until_started(made.id)
    return await service.until(made.id, lambda now: now.agent_session is not None)


async def turn(service: InProcess, session: Session) -> None:
    """One that begins and ends, as its hooks tell."""
    await service.hook(session, "UserPromptSubmit", prompt="go on")
    await service.until_status(session.id, Status.WORKING)
    await service.hook(session, "Stop")
    await service.until_status(session.id, Status.READY)


def used(session: Session) -> Tokens:
    return session.usage.tokens if session.usage else Tokens()


async def test_a_turn_that_is_over_is_counted(service: InProcess, repo: Path, home: Path) -> None:
    made = await started(service, repo)
    noted(home, made, answer("a", 100) + "no JSON\n" + answer("b", 50) + answer("b", 50))
    await turn(service, made)
    now = await service.until(made.id, lambda now: now.usage is not None)
    assert now.usage is not None
    assert (used(now), now.usage.model, now.usage.told) == (Tokens(150, 2), "claude-opus-5-5", Told.CONVERSATION)
    noted(home, made, answer("c", 1000))
    await turn(service, made)
    await service.until(made.id, lambda now: used(now) == Tokens(1150, 3))
    (day,) = service.usage.days(30)
    assert (day.agent, day.tokens) == ("claude", Tokens(1150, 3))


async def test_a_turn_that_was_over_before_it_was_seen_to_begin_counts(
    service: InProcess, repo: Path, home: Path
) -> None:
    made = await started(service, repo)
    assert made.status is Status.STARTING
    noted(home, made, answer("a", 100))
    await service.hook(made, "Stop")
    now = await service.until(made.id, lambda now: now.usage is not None)
    assert (now.status, used(now)) == (Status.READY, Tokens(100, 1))


async def test_what_is_written_late_is_found_by_the_second_look(
    service: InProcess, repo: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_tracker, "SETTLE", 0.0)
    made = await started(service, repo)
    real, looks = Reading.read, 0

    def read(reading: Reading, now: float) -> Any:
        nonlocal looks
        looks += 1
        if looks == 2:
            noted(home, made, answer("late", 7))
        return real(reading, now)

    monkeypatch.setattr(Reading, "read", read)
    await turn(service, made)
    await service.until(made.id, lambda now: used(now) == Tokens(7, 1))
    assert looks == 2


async def test_what_a_subagent_used_that_went_on_counts_when_it_ends(
    service: InProcess, repo: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_tracker, "SETTLE", 0.0)
    made = await started(service, repo)
    real, looks = Reading.read, list[float]()

    def read(reading: Reading, now: float) -> Any:
        looks.append(now)
        return real(reading, now)

    monkeypatch.setattr(Reading, "read", read)
    noted(home, made, answer("own", 100))
    await service.hook(made, "UserPromptSubmit", prompt="go on")
    await service.until_status(made.id, Status.WORKING)
    await service.hook(made, "SubagentStart", agent_id="a1", agent_type="Explore")
    await service.until(made.id, lambda now: bool(now.background))
    await service.hook(made, "Stop", background_tasks=[{"id": "a1", "type": "subagent", "status": "running"}])
    await service.until_status(made.id, Status.READY)
    await until(lambda: len(looks) == 2)
    noted(home, made, answer("of the subagent", 7))
    await service.hook(made, "SubagentStop", agent_id="a1", agent_type="Explore")
    await service.until(made.id, lambda now: used(now) == Tokens(107, 2))


async def test_while_it_works_it_is_looked_only_for_a_window(
    service: InProcess, repo: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_tracker, "WHILE_WORKING", 0.0)
    made = await started(service, repo)
    await service.hook(made, "UserPromptSubmit", prompt="go on")
    await service.until_status(made.id, Status.WORKING)
    wanted: list[str] = []
    monkeypatch.setattr(service.usage, "request", wanted.append)

    async def prints(text: str) -> None:
        service.program(made).prints(text)
        await until(lambda: any(text in line for line in service.terminals.get(made.id).screen.text()))

    await prints("unseen")
    assert wanted == []
    service.telling.opened([])
    await prints("first")
    await prints("second")
    await until(lambda: wanted)
    assert set(wanted) == {made.id}


async def test_no_session_is_told_what_another_one_used(service: InProcess, repo: Path, home: Path) -> None:
    one, other = await started(service, repo), await started(service, repo)
    noted(home, one, answer("a", 100))
    await turn(service, one)
    await service.until(one.id, lambda now: used(now) == Tokens(100, 1))
    # It says that it goes on with the other's conversation.
    await service.hook(other, "UserPromptSubmit", prompt="go on", session_id=one.agent_session)
    await service.hook(other, "Stop")
    await service.until_status(other.id, Status.READY)
    await rest()
    assert service.sessions.get(other.id).usage is None


async def rest() -> None:
    while tasks := [each for each in asyncio.all_tasks() if "what an agent used" in each.get_name()]:
        await asyncio.wait(tasks)


async def test_another_conversation_is_added(service: InProcess, repo: Path, home: Path) -> None:
    made = await started(service, repo)
    noted(home, made, answer("a", 100))
    await turn(service, made)
    await service.until(made.id, lambda now: used(now) == Tokens(100, 1))
    cleared = "00000000-0000-4000-8000-000000000000"
    await service.hook(made, "UserPromptSubmit", prompt="go on", session_id=cleared)
    await service.until_status(made.id, Status.WORKING)
    noted(home, made, answer("b", 5), cleared)
    await service.hook(made, "Stop", session_id=cleared)
    await service.until(made.id, lambda now: used(now) == Tokens(105, 2))


async def test_the_next_sidecar_and_a_removal_leave_the_days_sums(service: InProcess, repo: Path, home: Path) -> None:
    made = await started(service, repo)
    noted(home, made, answer("a", 100))
    await turn(service, made)
    await service.until(made.id, lambda now: used(now) == Tokens(100, 1))
    service = await service.next()
    try:
        assert used(service.sessions.get(made.id)) == Tokens(100, 1)
        service.usage.request(made.id)
        await rest()
        assert [each.tokens for each in service.usage.days(30)] == [Tokens(100, 1)]
        await service.removal.remove(made.id, force=True, keep_branch=False)
        assert [each.tokens for each in service.usage.days(30)] == [Tokens(100, 1)]
        assert service.usage.days(0) == []
    finally:
        await service.close()


async def test_nothing_is_told_where_nothing_altered(service: InProcess, repo: Path, home: Path) -> None:
    made = await started(service, repo)
    noted(home, made, answer("a", 100))
    await turn(service, made)
    await service.until(made.id, lambda now: used(now) == Tokens(100, 1))
    await rest()
    told: list[Any] = []
    service.sessions.listeners.add(lambda news: told.append(news) if isinstance(news, Changed) else None)
    service.usage.request(made.id)
    await rest()
    assert told == []


async def test_aider_says_it_on_its_screen(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "aider")
    await service.until_started(made.id)
    recorded = load("aider/plain")
    program = service.program(made)
    program.is_resized(recorded.cols, recorded.rows)
    for each in recorded.intervals[1:4]:
        data = b"".join(data for time, data in recorded.output if time <= (each.start + each.end) / 2)
        program.prints(data[len(program.output) :])
        await service.until_status(made.id, Status(each.state))
    now = await service.until(made.id, lambda now: now.usage is not None)
    assert now.usage is not None
    assert (now.usage.told, used(now).output > 0, used(now).cost) == (Told.SCREEN, True, None)
