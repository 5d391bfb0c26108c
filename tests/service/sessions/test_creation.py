"""A session is made whole, or nothing is left of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.kind import WorkKind
from branchline.core.model.status import Status
from branchline.service.base.sessions import Changed, News
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import branches


def left_of(service: InProcess, repo: Path) -> dict[str, Any]:
    """Whatever a session that was not made could have left."""
    return {
        "sessions": service.sessions.all(),
        "removed": service.removed.all(),
        "branches": branches(repo),
        "refs": git(repo, "for-each-ref", "refs/branchline/"),
        "worktrees": git(repo, "worktree", "list"),
        "folders": sorted(repo.parent.glob("sample.worktrees/*")),
        "own": sorted((service.paths.data / "sessions").glob("*")),
        "agents": [each for each in service.ptyhost.programs.values() if each.exit_code is None],
    }


async def test_it_has_a_branch_and_a_worktree_of_its_own(service: InProcess, repo: Path) -> None:
    head = git(repo, "rev-parse", "HEAD")
    heard: list[Status] = []

    def hear(news: News) -> None:
        if isinstance(news, Changed):
            heard.append(news.session.status)

    service.sessions.listeners.add(hear)
    made = await service.create(repo, "demo", instruction="Add a greeting")
    assert made.status is Status.STARTING
    assert heard[:2] == [Status.QUEUED, Status.STARTING], "the row is there before the worktree is"
    assert (made.branch, made.base) == ("branchline/add-greeting", head)
    assert Path(made.worktree).parent == Path(f"{repo}.worktrees")
    assert git(made.worktree, "rev-parse", "--abbrev-ref", "HEAD") == made.branch
    assert (git(repo, "status", "--porcelain"), git(repo, "rev-parse", "HEAD")) == ("", head)


async def test_what_it_is_called_is_said_or_comes_from_the_instruction(service: InProcess, repo: Path) -> None:
    async def called(**wanted: Any) -> tuple[str, str, str, str]:
        made = await service.create(repo, **wanted)
        return made.name, made.title, made.kind.value, made.branch

    told = "Please fix the crash of the parser."
    assert await called(instruction=told) == (
        "crash-parser",
        "Fix the crash of the parser",
        "debug",
        "branchline/crash-parser",
    )
    assert await called(instruction=told, name="Parser") == (
        "Parser",
        "Fix the crash of the parser",
        "debug",
        "branchline/parser",
    )
    assert await called(instruction=told, name="Parser!", title="Mine", kind=WorkKind.PLANNING) == (
        "parser-2",
        "Mine",
        "planning",
        "branchline/parser-2",
    )
    assert await called(name=" Same name ") == ("same-name", "Same name", "development", "branchline/same-name")
    assert await called(name="Same name") == ("same-name-2", "Same name", "development", "branchline/same-name-2")
    assert await called() == ("development", "", "development", "branchline/development")
    removed = service.sessions.all()[0]
    await service.removal.remove(removed.id, force=True, keep_branch=False)
    assert (await called(name=removed.name))[0] == f"{removed.name}-2", "it may come back"
    assert (await service.removal.restore(removed.id)).name == removed.name


@pytest.mark.parametrize(
    ("settings", "wanted", "preset"),
    [
        ({}, {}, "off"),
        ({"default": "read-only", "personas": {"qa": "safe"}}, {}, "read-only"),
        ({"default": "read-only", "personas": {"qa": "safe"}}, {"persona": "qa"}, "safe"),
        ({"default": "read-only", "personas": {"qa": "safe"}}, {"persona": "qa", "auto_yes": "off"}, "off"),
    ],
)
async def test_the_default_preset_and_a_persona_are_for_new_sessions(
    service: InProcess, repo: Path, settings: dict[str, Any], wanted: dict[str, Any], preset: str
) -> None:
    service.configure(autoYes=settings)
    assert (await service.create(repo, **wanted)).auto_yes == preset


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"agent": "nobody"}, "AGENT_UNKNOWN"),
        ({"agent": "aider"}, "AGENT_NOT_FOUND"),
        ({"repo": "/nowhere"}, "PATH_MISSING"),
        ({"base": "no-such-commit"}, "BASE_NOT_FOUND"),
        ({"branch": "no-such-branch"}, "BRANCH_NOT_FOUND"),
        ({"instruction": "x" * 1_000_000}, "BAD_TEXT"),
    ],
)
async def test_what_cannot_be_made_leaves_nothing(
    service: InProcess, repo: Path, wanted: dict[str, Any], code: str
) -> None:
    service.settings.configure({"agentPaths": {"aider": "/nowhere/aider"}})
    before = left_of(service, repo)
    error = await refused(code, service.create(**{"repo": repo, "agent": "demo", **wanted}))
    if code == "AGENT_NOT_FOUND":
        assert str(error.data["install"]) in error.message
    assert left_of(service, repo) == before


async def test_where_the_terminal_host_refuses_nothing_is_left(service: InProcess, repo: Path) -> None:
    before = left_of(service, repo)
    service.ptyhost.refuses = ErrorCode.SPAWN_FAILED
    await refused("SPAWN_FAILED", service.create(repo))
    assert left_of(service, repo) == before


@pytest.mark.parametrize("moment", ["queued", "starting", "worktree", "made", "agent"])
@pytest.mark.parametrize("fork", [False, True])
async def test_one_that_is_cancelled_leaves_nothing(service: InProcess, repo: Path, moment: str, fork: bool) -> None:
    """By the end of the client's connection, say, at any moment of it."""
    other = await service.create(repo, "demo")
    await service.until_status(other.id, Status.READY)
    await service.until_listed(other.id, "at the start")
    before = left_of(service, repo)
    making: list[asyncio.Task[Any]] = []

    def hear(news: News) -> None:
        if not isinstance(news, Changed) or news.session.id == other.id:
            return
        session = news.session
        reached = {
            "queued": session.status is Status.QUEUED,
            "starting": session.status is Status.STARTING,
            "worktree": session.under_way is not None,
            "made": bool(session.worktree) and session.under_way is None,
            "agent": session.process is not None,
        }
        if reached[moment]:
            service.sessions.listeners.remove(hear)
            making[0].cancel()

    service.sessions.listeners.add(hear)
    if fork:
        work = service.forking.fork(other.id, 1, agent=None, instruction=None, name="Cancelled")
        making.append(asyncio.ensure_future(work))
    else:
        making.append(asyncio.ensure_future(service.create(repo, "scripted", name="Cancelled")))
    with pytest.raises(asyncio.CancelledError):
        await making[0]
    assert left_of(service, repo) == before
    assert service.terminals.find(other.id) is not None


async def test_one_that_is_queued_is_on_the_disk_when_that_is_told(service: InProcess, repo: Path) -> None:
    """A sidecar that is killed then has lost nothing."""
    service.configure(maxSessions=1)
    await service.create(repo, "demo")
    queued = await service.create(repo, "demo", instruction="Write the docs")
    assert queued.id in service.paths.store.read_text()
    assert await service.instructions.send(queued.id, "Then the tests", submit=True, queue=True)
    assert "Then the tests" in service.paths.store.read_text()


async def test_one_that_waits_in_the_queue_starts_where_head_was(service: InProcess, repo: Path) -> None:
    service.configure(maxSessions=1)
    first = await service.create(repo, "demo")
    head = git(repo, "rev-parse", "HEAD")
    queued = await service.create(repo, "demo", name="Later")
    assert (queued.status, queued.queue_place, queued.worktree) == (Status.QUEUED, 1, "")
    git(repo, "commit", "-q", "--allow-empty", "-m", "meanwhile")
    service.running.stop(first.id)
    made = await service.until_status(queued.id, Status.READY)
    assert (made.base, made.queue_place) == (head, None)
