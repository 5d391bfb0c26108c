"""That the disk is nearly full is seen at a few moments, told once, and mended by itself where the user said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.notices import Notice, NoticeCode
from branchline.service.disk import low_space
from harness.service import InProcess
from harness.sidecar import git
from harness.updates import NAMED
from harness.waiting import until

GIGABYTE = 1024**3


class Room:
    """What a disk has free; how often it was looked at."""

    def __init__(self) -> None:
        self.free = 100 * GIGABYTE
        self.looks = 0

    def at(self, *_: str) -> tuple[int, int]:
        self.looks += 1
        return self.free, 500 * GIGABYTE


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    room = Room()
    monkeypatch.setattr(low_space, "room_at", room.at)
    return room


@pytest.fixture
def told(service: InProcess) -> list[list[Notice]]:
    heard: list[list[Notice]] = []
    service.disk.low.listeners.add(heard.append)
    return heard


async def looked(service: InProcess) -> None:
    await until(lambda: service.disk.low._looking is None)


def codes(service: InProcess) -> list[NoticeCode]:
    return [each.code for each in service.notices]


async def test_it_is_told_once_and_taken_back(
    service: InProcess, repo: Path, room: Room, told: list[list[Notice]]
) -> None:
    service.configure(lowDiskGigabytes=5)
    room.free = 3 * GIGABYTE
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await looked(service)
    (notice,) = service.notices
    assert (notice.code, notice.count) == (NoticeCode.LOW_DISK, 3 * GIGABYTE)
    assert Path(notice.file) in {repo, Path(service.sessions.get(made.id).worktree)}
    room.free = 2 * GIGABYTE
    service.disk.low.look()
    await looked(service)
    assert service.notices == [notice], "it is no other one as long as it lasts"
    room.free = 6 * GIGABYTE
    service.disk.low.look()
    await looked(service)
    assert service.notices == []
    assert told == [[notice], []]


async def test_it_is_looked_at_when_a_session_is_made_and_when_a_turn_ends(
    service: InProcess, repo: Path, room: Room
) -> None:
    service.configure(lowDiskGigabytes=5)
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await looked(service)
    looks = room.looks
    assert looks >= 1
    service.editing.update(made.id, name=None, task=None, auto_yes=None, pinned=True, read=None)
    await looked(service)
    assert room.looks == looks, "nothing else has it looked at"
    await service.instructions.send(made.id, "hello", submit=True, queue=False)
    await service.until_status(made.id, Status.WORKING, Status.WAITING)
    await service.until_status(made.id, Status.READY, Status.WAITING)
    if service.sessions.get(made.id).status is Status.WAITING:
        await service.approve_all(made.id)
    await until(lambda: room.looks > looks)


@pytest.mark.parametrize("settings", [{"lowDiskGigabytes": 0}, {"lowDiskGigabytes": 5, "enabled": False}])
async def test_switched_off_nobody_looks(
    settings: dict[str, object], service: InProcess, repo: Path, room: Room
) -> None:
    service.configure(**settings)
    room.free = 0
    await service.create(repo, "demo")
    await looked(service)
    assert (room.looks, service.notices) == (0, [])


async def test_a_mark_that_is_taken_away_takes_the_notice_along(service: InProcess, repo: Path, room: Room) -> None:
    service.configure(lowDiskGigabytes=5)
    room.free = 1
    await service.create(repo, "demo")
    await until(lambda: service.notices)
    service.configure(lowDiskGigabytes=0)
    assert service.notices == []


async def with_caches(service: InProcess, repo: Path) -> Path:
    (repo / ".gitignore").write_text("node_modules\n.venv\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "ignore")
    made = await service.create(repo, "demo", name="Old")
    await service.until_status(made.id, Status.READY)
    worktree = Path(made.worktree)
    for name, size in (("node_modules/x", 3_000_000), (".venv/y", 10_000)):
        (worktree / name).parent.mkdir()
        (worktree / name).write_bytes(b"x" * size)
    service.running.stop(made.id)
    await service.until_status(made.id, Status.PAUSED)
    return worktree


async def test_asking_is_all_that_is_done_unless_the_user_said_otherwise(
    service: InProcess, repo: Path, room: Room
) -> None:
    service.configure(lowDiskGigabytes=5)
    worktree = await with_caches(service, repo)
    room.free = 1
    service.disk.low.look()
    await looked(service)
    assert codes(service) == [NoticeCode.LOW_DISK]
    assert (worktree / "node_modules").exists()


async def test_as_much_goes_by_itself_as_is_needed(service: InProcess, repo: Path, room: Room) -> None:
    service.configure(lowDiskGigabytes=5, cleanCaches="automatic")
    worktree = await with_caches(service, repo)
    room.free = 5 * GIGABYTE - 1_000_000
    service.disk.low.look()
    await looked(service)
    (notice,) = service.notices
    assert (notice.code, notice.names) == (NoticeCode.CACHES_DELETED, ("Old",))
    assert notice.count >= 3_000_000
    assert not (worktree / "node_modules").exists()
    assert (worktree / ".venv").exists(), "that was enough"
    room.free = 1
    service.disk.low.look()
    await looked(service)
    assert not (worktree / ".venv").exists()
    service.disk.low.look()
    await looked(service)
    assert codes(service) == [NoticeCode.LOW_DISK], "there is nothing more"


async def test_no_spare_is_made_below_the_mark(service: InProcess, repo: Path) -> None:
    service.configure(spareWorktrees=1, lowDiskGigabytes=1000)
    await service.create(repo, "demo")
    await service.spares.rested()
    assert service.spares.paths(str(repo / ".git")) == ()
