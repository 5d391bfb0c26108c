"""A large file that git does not track is in no snapshot, is named, and is kept once before its worktree goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Against
from harness.service import InProcess
from harness.sidecar import git

LIMIT = 1024 * 1024


def large(path: Path, size: int = LIMIT + 1) -> bytes:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content := os.urandom(size))
    return content


def size_of(repo: Path) -> int:
    """Bytes of all objects."""
    return sum(each.stat().st_size for each in (repo / ".git" / "objects").rglob("*") if each.is_file())


@pytest.fixture
async def session(service: InProcess, repo: Path) -> Session:
    service.configure(snapshotFileMegabytes=1)
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    return service.sessions.get(made.id)


async def test_it_is_named_and_not_copied(service: InProcess, session: Session, repo: Path) -> None:
    worktree, before = Path(session.worktree), size_of(repo)
    for name in ("x.log", "deep/y\n.bin", "*.odd"):
        large(worktree / name)
    large(worktree / "small", LIMIT)
    for _turn in range(3):
        large(worktree / "x.log")
        taken = await service.timeline.take(session.id, SnapshotReason.READY)
        assert taken.missing == ("*.odd", "deep/y\n.bin", "x.log")
        assert (taken.number, taken.changes.files) == (2, 1)
    assert service.sessions.get(session.id).unkept == taken.missing
    assert size_of(repo) - before < 2 * LIMIT
    measured = await service.change_tracker.read(session.id)
    assert {each.path for each in measured.files if each.binary} == {*taken.missing, "small"}
    assert git(repo, "ls-tree", "-r", "-z", "--name-only", taken.tree).count("small") == 1
    assert size_of(repo) - before < 3 * LIMIT, "nor does counting copy it"
    for name in ("x.log", "deep/y\n.bin", "*.odd"):
        (worktree / name).unlink()
    await service.timeline.take(session.id, SnapshotReason.READY)
    assert service.sessions.get(session.id).unkept == ()


@pytest.mark.parametrize("act", ["staged", "committed"])
async def test_what_git_tracks_is_kept_whatever_its_size(act: str, service: InProcess, session: Session) -> None:
    worktree = Path(session.worktree)
    large(worktree / "big")
    git(worktree, "add", "big")
    if act == "committed":
        git(worktree, "-c", "user.name=t", "-c", "user.email=t", "commit", "-qm", "big")
    large(worktree / "big")
    assert (await service.timeline.take(session.id, SnapshotReason.READY)).missing == ()


async def test_an_ignored_one_that_is_included_is_left_out_as_well(service: InProcess, session: Session) -> None:
    service.configure(snapshotFileMegabytes=1, snapshotInclude=["*.ign"])
    worktree = Path(session.worktree)
    (worktree / ".gitignore").write_text("*.ign\n")
    large(worktree / "a.ign")
    (worktree / "b.ign").write_text("b\n")
    assert (await service.timeline.take(session.id, SnapshotReason.READY)).missing == ("a.ign",)


async def test_one_that_grows_and_shrinks(service: InProcess, session: Session) -> None:
    path = Path(session.worktree, "log")
    path.write_text("small\n")
    first = await service.timeline.take(session.id, SnapshotReason.READY)
    content = large(path)
    grown = await service.timeline.take(session.id, SnapshotReason.READY)
    assert (first.missing, grown.missing, grown.changes.files) == ((), ("log",), 0), "it is not deleted"
    for against in Against:
        _, _, files = await service.timeline.compare(session.id, grown.number, against)
        assert "log" not in [each.path for each in files]
    path.write_text("again\n")
    await service.timeline.take(session.id, SnapshotReason.READY)
    await service.timeline.restore(session.id, grown.number)
    assert path.read_text() == "again\n", "it was there, so it stays"
    path.write_bytes(content)
    await service.timeline.take(session.id, SnapshotReason.READY)
    assert path.read_bytes() == content


async def test_a_restore_leaves_it_alone(service: InProcess, session: Session) -> None:
    worktree = Path(session.worktree)
    content = large(worktree / "x.log")
    first = await service.timeline.take(session.id, SnapshotReason.READY)
    (worktree / "new.txt").write_text("new\n")
    await service.timeline.take(session.id, SnapshotReason.READY)
    await service.timeline.restore(session.id, first.number)
    assert (worktree / "x.log").read_bytes() == content
    assert not (worktree / "new.txt").exists()


@pytest.mark.parametrize("nested", [False, True])
async def test_it_is_kept_once_before_the_worktree_goes(
    nested: bool, service: InProcess, session: Session, repo: Path
) -> None:
    worktree = Path(session.worktree)
    if nested:
        git(worktree, "init", "-q", "inner")
    content = large(worktree / "x.log")
    assert (await service.timeline.take(session.id, SnapshotReason.READY)).missing[-1:] == ("x.log",)
    if nested:
        await service.removal.remove(session.id, force=True, keep_branch=False)
        await service.removal.restore(session.id)
    else:
        await service.pausing.pause(session.id, free_disk=True)
    assert "x.log" not in service.sessions.get(session.id).unkept
    if not nested:
        service.running.resume(session.id)
        await service.until_status(session.id, Status.READY)
    assert (worktree / "x.log").read_bytes() == content
    before = size_of(repo)
    await service.timeline.take(session.id, SnapshotReason.READY)
    assert size_of(repo) - before < LIMIT, "as long as it stays the same it is in the next ones for nothing"
    large(worktree / "x.log")
    assert (await service.timeline.take(session.id, SnapshotReason.READY)).missing[-1:] == ("x.log",)
    assert size_of(repo) - before < LIMIT
