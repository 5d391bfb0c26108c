"""How far a session and the branch that it left are apart is on its record, and is looked at when that may have
altered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.core.model.base import Drift
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.landing import drifts
from harness.service import InProcess
from harness.sidecar import git
from harness.waiting import until

BUSY = {"looking for drift", "counting changes"}
NAMED = ("-c", "user.name=a", "-c", "user.email=a@b")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drifts, "LEAST", 0.0)
    monkeypatch.setattr(drifts, "SHARE", 0)


def commit(folder: Path | str, name: str) -> None:
    Path(folder, name).write_text(f"{name}\n")
    git(Path(folder), "add", name)
    git(Path(folder), *NAMED, "commit", "-qm", name)


async def ready(service: InProcess, repo: Path) -> Session:
    made = await service.create(repo, "demo")
    return await service.until_status(made.id, Status.READY)


async def test_it_is_told_whoever_moves(service: InProcess, repo: Path) -> None:
    made = await ready(service, repo)
    await service.until(made.id, lambda session: session.drift == Drift("main", 0, 0))
    for number in range(3):
        commit(repo, f"theirs-{number}")
    service.drifts.moved(str(repo))
    await service.until(made.id, lambda session: session.drift == Drift("main", 3, 0))
    commit(made.worktree, "own")
    service.change_tracker.request(made.id)
    await service.until(made.id, lambda session: session.drift == Drift("main", 3, 1))
    git(Path(made.worktree), *NAMED, "merge", "-q", "--no-edit", "main")
    service.change_tracker.request(made.id)
    await service.until(made.id, lambda session: session.drift == Drift("main", 0, 2))


async def test_a_session_that_was_counted_tells_of_all_in_its_repository(service: InProcess, repo: Path) -> None:
    one, other = await ready(service, repo), await ready(service, repo)
    commit(repo, "theirs")
    service.change_tracker.request(one.id)
    for each in (one, other):
        await service.until(each.id, lambda session: session.drift == Drift("main", 1, 0))


async def test_where_nothing_moved_one_git_is_all(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await ready(service, repo)
    await service.until(made.id, lambda session: session.drift == Drift("main", 0, 0))
    await until(lambda: not [each for each in asyncio.all_tasks() if each.get_name() in BUSY])
    await service.drifts.look(made.common_dir)
    revision = service.sessions.revision

    async def nobody(_: str) -> None:
        raise AssertionError("the repository was looked at again")

    monkeypatch.setattr(drifts, "inspect_known", nobody)
    await service.drifts.look(made.common_dir)
    assert service.sessions.revision == revision


async def test_without_a_branch_to_come_from_there_is_none(service: InProcess, repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "only")
    git(repo, "branch", "-D", "-q", "main")
    made = await service.create(repo, "demo")
    await service.until(made.id, lambda session: session.drift == Drift("only", 0, 0))
    git(repo, "checkout", "-q", "--detach")
    git(repo, "branch", "-D", "-q", "only")
    service.drifts.moved(str(repo))
    await service.until(made.id, lambda session: session.drift is None)
