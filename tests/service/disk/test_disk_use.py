"""What sessions and spares take is counted when somebody looks, by kind."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.git.worktrees.spare_states import SpareState
from branchline.machine import weighing
from branchline.machine.weighing import GivenUpError, Scale
from branchline.service.disk import disk_use
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.spare_services import stocked
from harness.updates import NAMED
from harness.waiting import until

MEGABYTE = 1024 * 1024


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was counted is told again."""
    monkeypatch.setattr(disk_use, "FRESH", -1.0)


async def one(service: InProcess, repo: Path, name: str = "One") -> tuple[str, Path]:
    made = await service.create(repo, "demo", name=name)
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, SnapshotReason.START)
    return made.id, Path(made.worktree)


def fill(path: Path, size: int = MEGABYTE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))


async def use(service: InProcess, session_id: str) -> disk_use.SessionUse:
    (found,) = await service.disk.use.of_sessions([session_id])
    return found


def ignore(repo: Path, *patterns: str) -> None:
    (repo / ".gitignore").write_text("".join(f"{each}\n" for each in patterns))
    git(repo, "add", ".gitignore")
    git(repo, *NAMED, "commit", "-qm", "ignore")


@pytest.mark.usefixtures("anew")
async def test_each_kind_by_itself(service: InProcess, repo: Path) -> None:
    ignore(repo, "node_modules", "own")
    session_id, worktree = await one(service, repo)
    before = await use(service, session_id)
    assert before.caches == 0
    fill(worktree / "node_modules" / "a" / "x")
    fill(worktree / "own" / "data", 2 * MEGABYTE)
    found = await use(service, session_id)
    assert found.caches >= MEGABYTE
    assert 0 <= found.files - before.files - 2 * MEGABYTE < MEGABYTE / 4, "what is ignored and no cache is its own"
    assert found.snapshots == before.snapshots, "nothing ignored is in one"
    fill(worktree / "new", MEGABYTE)
    await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    after = await use(service, session_id)
    assert after.snapshots is not None
    assert found.snapshots is not None
    assert after.snapshots - found.snapshots > MEGABYTE
    fill(service.paths.session_folder(session_id) / "files" / "given", 3 * MEGABYTE)
    fill(service.paths.transcripts / "no-task" / f"{session_id}-2026.jsonl")
    fill(service.paths.transcripts / "no-task" / "somebody-2026.jsonl", 9 * MEGABYTE)
    assert 0 <= (await use(service, session_id)).kept - after.kept - 4 * MEGABYTE < MEGABYTE


@pytest.mark.usefixtures("anew")
async def test_all_of_them_the_largest_first(service: InProcess, repo: Path) -> None:
    first, _ = await one(service, repo)
    second, worktree = await one(service, repo, "Two")
    fill(worktree / "big", 4 * MEGABYTE)
    assert [each.session_id for each in await service.disk.use.of_sessions()] == [second, first]
    await service.pausing.pause(second, free_disk=True)
    freed = await use(service, second)
    assert (freed.files, freed.caches) == (0, 0)
    assert freed.snapshots is not None
    assert freed.snapshots > 4 * MEGABYTE, "its snapshot has it"


@pytest.mark.usefixtures("anew")
async def test_a_worktree_without_its_repository_is_counted_as_a_whole(service: InProcess, repo: Path) -> None:
    ignore(repo, "node_modules")
    session_id, worktree = await one(service, repo)
    fill(worktree / "node_modules" / "x")
    shutil.rmtree(repo)
    found = await use(service, session_id)
    assert (found.caches, found.snapshots) == (0, None)
    assert found.files > MEGABYTE


async def test_it_is_kept_for_a_while_and_what_is_gone_is_not(service: InProcess, repo: Path) -> None:
    session_id, worktree = await one(service, repo)
    before = await use(service, session_id)
    fill(worktree / "new")
    assert await use(service, session_id) == before
    service.disk.use.forget(session_id)
    assert (await use(service, session_id)).files > before.files
    await service.removal.remove(session_id, force=True, keep_branch=False)
    await refused("NO_SESSION", use(service, session_id))
    assert await service.disk.use.of_sessions() == []


async def test_who_does_not_wait_any_more_ends_the_count(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, _ = await one(service, repo)
    begun, ended = threading.Event(), threading.Event()

    def never(self: Scale, *_: object) -> weighing.Weight:
        begun.set()
        self._given_up.wait()
        ended.set()
        raise GivenUpError

    monkeypatch.setattr(Scale, "weigh", never)
    counting = asyncio.ensure_future(use(service, session_id))
    await until(begun.is_set)
    counting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await counting
    await until(ended.is_set)
    monkeypatch.undo()
    assert (await use(service, session_id)).files > 0, "the next one counts"


async def test_spares_and_removed_sessions_are_their_repositorys(service: InProcess, repo: Path) -> None:
    service.configure(spareWorktrees=1)
    (path,) = await stocked(service, repo)
    session_id, worktree = await one(service, repo, "Two")
    fill(worktree / "big", 2 * MEGABYTE)
    await service.removal.remove(session_id, force=True, keep_branch=False)
    common_dir = str(repo / ".git")

    def is_ready() -> bool:
        kept = service.spares.paths(common_dir)
        return [service.spares.state(each, common_dir) for each in kept] == [SpareState.READY]

    await until(is_ready)
    (found,) = await service.disk.use.of_repositories()
    (spare,) = found.spares
    assert (found.repo, spare.state) == (str(repo), SpareState.READY)
    assert spare.path != path, "that one was taken"
    assert spare.bytes > 4096
    assert found.removed is not None
    assert found.removed > 2 * MEGABYTE
    room = shutil.disk_usage(repo)
    assert (found.total, found.free > 0) == (room.total, True)


async def test_nothing_is_counted_of_nothing(service: InProcess) -> None:
    assert await service.disk.use.of_sessions() == []
    assert await service.disk.use.of_repositories() == []
