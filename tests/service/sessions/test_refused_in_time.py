"""What cannot be done is refused before an agent is ended for it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from harness.service import InProcess, refused
from harness.sidecar import git

Break = Callable[[Path, Path], object]
Do = Callable[[InProcess, str], Awaitable[object]]


def cut_off(worktree: Path, repo: Path) -> None:
    (worktree / ".git").unlink()


def replaced(worktree: Path, repo: Path) -> None:
    cut_off(worktree, repo)
    git(worktree, "init", "-q")


def pruned(worktree: Path, repo: Path) -> None:
    shutil.rmtree(repo / ".git" / "worktrees")


def locked(worktree: Path, repo: Path) -> None:
    git(repo, "worktree", "lock", str(worktree))


def gone(worktree: Path, repo: Path) -> None:
    worktree.rename(worktree.with_name("away"))


def without_repository(worktree: Path, repo: Path) -> None:
    repo.rename(repo.with_name("away"))


def pause(service: InProcess, session_id: str) -> Awaitable[object]:
    return service.pausing.pause(session_id, free_disk=False)


def free(service: InProcess, session_id: str) -> Awaitable[object]:
    return service.pausing.pause(session_id, free_disk=True)


def remove(service: InProcess, session_id: str) -> Awaitable[object]:
    return service.removal.remove(session_id, force=True, keep_branch=False)


CASES: list[tuple[Break, str, list[Do]]] = [
    (cut_off, "WORKTREE_UNLINKED", [pause, free, remove]),
    (replaced, "WORKTREE_UNLINKED", [pause, free, remove]),
    (pruned, "WORKTREE_UNLINKED", [pause, free, remove]),
    (without_repository, "REPO_GONE", [pause, free, remove]),
    (gone, "PATH_MISSING", [pause, free]),
    (locked, "WORKTREE_LOCKED", [free, remove]),
]


@pytest.mark.parametrize(("fault", "code", "do"), [(fault, code, do) for fault, code, all in CASES for do in all])
async def test_the_agent_goes_on(service: InProcess, repo: Path, fault: Break, code: str, do: Do) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    fault(Path(made.worktree), repo)
    await refused(code, do(service, made.id))
    session, program = service.sessions.get(made.id), service.program(made)
    assert (session.status, session.stopping, program.exit_code, program.typed) == (Status.READY, None, None, [])


@pytest.mark.parametrize("free_disk", [False, True])
async def test_one_that_is_about_to_start_is_paused_all_the_same(
    service: InProcess, repo: Path, free_disk: bool
) -> None:
    """What is known of its worktree is that it is to be made."""
    made = await service.create(repo, "demo")
    await service.pausing.pause(made.id, free_disk)
    assert service.sessions.get(made.id).status is Status.PAUSED


async def test_a_locked_worktree_is_paused_where_it_stays(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    locked(Path(made.worktree), repo)
    await pause(service, made.id)
    assert service.sessions.get(made.id).status is Status.PAUSED


async def test_one_whose_worktree_is_gone_without_a_snapshot_is_not_queued(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    while tasks := [each for each in asyncio.all_tasks() if each.get_name() == "taking a snapshot"]:
        await asyncio.wait(tasks)
    for ref in git(repo, "for-each-ref", "--format=%(refname)", "refs/branchline").split():
        git(repo, "update-ref", "-d", ref)
    gone(Path(made.worktree), repo)
    await refused("WORKTREE_MISSING", service.unlinked.refuse(made.id))
    assert service.sessions.get(made.id).status is Status.PAUSED
