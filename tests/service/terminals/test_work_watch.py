"""What runs under a session is on its record: by what hooks tell, and by real processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.model.agent import HookEvent, Launch
from branchline.core.model.screen import Observation
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.work import BackgroundKind, Progress
from branchline.core.reasons import TurnReason
from branchline.core.session.events import AgentStarted, Looked, Observed
from branchline.machine.descendants import below
from branchline.service.base.sessions import Changed, News
from branchline.service.terminals import work_watch
from harness.left_running import end
from harness.service import InProcess, refused
from harness.working_agent import WorkingAgent

WORKS, RESTS = "\x1b]7501;state=working\x1b\\working …", "\x1b]7501;state=done\x1b\\done\r\n> "
SERVE = f"{sys.executable} -m http.server 0 --bind 127.0.0.1 < /dev/null > /dev/null 2>&1 &"


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_watch, "EVERY", 0.2)


@pytest.fixture
async def hooked(service: InProcess, repo: Path) -> Session:
    """A session of Claude Code's, whose hooks are called."""
    made = await service.create(repo, "claude")
    await service.until_started(made.id)
    service.program(made).plays("claude/plain", "working")
    return await service.until_status(made.id, Status.WORKING)


async def test_what_hooks_tell_is_on_the_record(service: InProcess, hooked: Session) -> None:
    await service.hook(hooked, "SubagentStart", agent_id="a1", agent_type="Explore")
    await service.hook(hooked, "PreToolUse", tool_name="Bash", tool_use_id="u1", tool_input={"command": "make"})
    todos = [{"content": "Read", "status": "completed"}, {"content": "Write", "status": "in_progress"}]
    await service.hook(hooked, "PostToolUse", tool_name="TodoWrite", tool_use_id="u2", tool_input={"todos": todos})
    told = await service.until(hooked.id, lambda session: session.progress is not None and session.tool is not None)
    assert (told.progress, told.tool) == (Progress(1, 2, "Write"), "Bash")
    (work,) = told.background
    assert (work.id, work.kind, work.label) == ("a1", BackgroundKind.SUBAGENT, "Explore")
    await service.hook(hooked, "PostToolUse", tool_name="Bash", tool_use_id="u1", tool_input={"command": "make"})
    await service.hook(hooked, "SubagentStop", agent_id="a1", agent_type="Explore")
    await service.until(hooked.id, lambda session: session.tool is None and not session.background)


async def test_the_next_sidecar_goes_on_with_it(service: InProcess, hooked: Session) -> None:
    await service.hook(hooked, "SubagentStart", agent_id="a1", agent_type="Explore")
    await service.until(hooked.id, lambda session: bool(session.background))
    successor = await service.next()
    try:
        assert [each.label for each in successor.sessions.get(hooked.id).background] == ["Explore"]
        await successor.hook(hooked, "SubagentStop", agent_id="a1", agent_type="Explore")
        await successor.until(hooked.id, lambda session: not session.background)
    finally:
        await successor.close()


async def test_however_much_is_told_the_record_changes_once(service: InProcess, hooked: Session) -> None:
    changes = []

    def heard(news: News) -> None:
        if isinstance(news, Changed) and news.session.progress is not None:
            changes.append(news.session.progress)

    service.sessions.listeners.add(heard)
    terminal = service.terminals.get(hooked.id)
    for done in range(100):
        todos = [{"content": "x", "status": "completed"}] * done
        fields = {"tool_name": "TodoWrite", "tool_input": {"todos": todos or [{"content": "x"}]}}
        service.prompts._work.hooked(hooked, terminal, HookEvent("PostToolUse", fields))
    await service.until(hooked.id, lambda session: session.progress == Progress(99, 99))
    assert changes == [Progress(99, 99)]


@pytest.fixture
def agent() -> Iterator[WorkingAgent]:
    made = WorkingAgent({})
    yield made
    made.ends()


async def left_running(service: InProcess, repo: Path, agent: WorkingAgent, *lines: str) -> Session:
    """A session that is ready, whose agent was told these lines while it worked."""
    made = await service.create(repo, "claude")
    await service.until_started(made.id)
    service.sessions.happened(made.id, AgentStarted(agent.process, Launch(())))
    service.program(made).plays("claude/plain", "ready")
    await service.until_status(made.id, Status.READY)
    service.sessions.happened(made.id, Observed(Observation(Status.WORKING, "by the test")))
    for line in lines:
        agent.told(line)
    service.sessions.happened(made.id, Observed(Observation(Status.READY, "by the test")))
    return service.sessions.get(made.id)


def runs(session: Session) -> list[tuple[BackgroundKind, str]]:
    return [(each.kind, each.label) for each in session.background]


async def test_ready_with_a_server_and_its_end_is_news(service: InProcess, repo: Path, agent: WorkingAgent) -> None:
    made = await left_running(service, repo, agent, SERVE)
    serves = await service.until(
        made.id, lambda session: [each[0] for each in runs(session)] == [BackgroundKind.SERVER]
    )
    assert "http.server" in serves.background[0].label
    assert (serves.status, serves.reason) == (Status.READY, None)
    end([each.process.pid for each in below(agent.process.pid)])
    over = await service.until(made.id, lambda session: not session.background)
    assert (over.status, over.reason, over.unread) == (Status.READY, TurnReason.BACKGROUND_ENDED.value, True)


async def test_what_the_user_ends_is_no_news(service: InProcess, repo: Path, agent: WorkingAgent) -> None:
    made = await left_running(service, repo, agent, "sh -c 'sleep 1000; true' < /dev/null &")
    shell = await service.until(made.id, lambda session: runs(session) == [(BackgroundKind.SHELL, "sleep 1000")])
    service.sessions.happened(made.id, Looked())
    await service.ending_work.end(made.id, shell.background[0].id)
    over = await service.until(made.id, lambda session: not session.background)
    assert (over.reason, over.unread) == (None, False)
    assert below(agent.process.pid) == []
    await refused("NOT_RUNNING", service.ending_work.end(made.id, shell.background[0].id))
    await refused("NOT_RUNNING", service.ending_work.end(made.id, "1-1.0"))
    await refused("NO_SESSION", service.ending_work.end("none", "1-1.0"))


async def test_how_far_a_program_says_it_is(service: InProcess, hooked: Session) -> None:
    program = service.program(hooked)
    program.prints("\x1b]9;4;1;40\x1b\\")
    await service.until(hooked.id, lambda session: session.progress == Progress(percent=40))
    program.prints("\x1b]9;4;0;\x1b\\")
    await service.until(hooked.id, lambda session: session.progress is None)
