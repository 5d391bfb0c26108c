"""With git 2.34 all goes on but what says that it needs a newer one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Against
from harness import old_git
from harness.service import InProcess, refused
from harness.sidecar import git


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = old_git.old_git(tmp_path)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
    return place


async def test_the_whole_life_of_a_session(old: Path, service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    first = await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    changed = Path(made.worktree, "README.md")
    before = changed.read_text()
    changed.write_text("changed\n")
    found = await service.change_tracker.read(made.id)
    assert [each.path for each in found.files] == ["README.md"]
    await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    assert (await service.timeline.compare(made.id, first.number, Against.NOW))[2]
    await service.timeline.restore(made.id, first.number)
    assert changed.read_text() == before
    changed.write_text("changed\n")
    await service.pausing.pause(made.id, free_disk=True)
    assert not Path(made.worktree).exists()
    service.running.resume(made.id)
    await service.until_status(made.id, Status.READY)
    assert changed.read_text() == "changed\n"
    await service.removal.remove(made.id, force=True, keep_branch=False)
    await service.removal.restore(made.id)
    assert changed.read_text() == "changed\n"
    assert old_git.refused(old) == "", "nothing was tried that it does not know"


async def test_a_spare_is_taken(old: Path, service: InProcess, repo: Path) -> None:
    service.configure(spareWorktrees=1)
    hook = repo / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\npwd >> ../../ran\n")
    hook.chmod(0o755)
    await service.create(repo, name="First")
    await service.spares.rested()
    (path,) = service.spares.paths(str(repo / ".git"))
    assert (repo.parent / "ran").read_text() == f"{repo}.worktrees/first\n"
    made = await service.create(repo, name="Second")
    assert not Path(path).exists()
    assert git(Path(made.worktree), "symbolic-ref", "--short", "HEAD") == "branchline/second"
    assert git(Path(made.worktree), "status", "--porcelain") == ""
    assert (repo.parent / "ran").read_text().splitlines()[1:] == [f"{repo}.worktrees/second"]
    assert old_git.refused(old) == "", "nothing was tried that it does not know"


async def test_what_needs_a_newer_one_says_which(old: Path, service: InProcess, repo: Path) -> None:
    sessions = [await service.create(repo, "demo") for _ in range(2)]
    for number, each in enumerate(sessions):
        await service.until_status(each.id, Status.READY)
        Path(each.worktree, "README.md").write_text(f"{number}\n")
        await service.change_tracker.read(each.id)
    before = git(repo, "for-each-ref")
    for work in (
        service.forecasts.read(str(repo)),
        service.forecasts.file(sessions[0].id, sessions[1].id, "README.md"),
        service.checks.check([each.id for each in sessions]),
    ):
        error = await refused("GIT_TOO_OLD", work)
        assert error.data == {"needs": "2.38", "has": "2.34"}
    assert [each.conflicts for each in service.sessions.all()] == [(), ()]
    assert [each.changes.files for each in service.sessions.all()] == [1, 1]
    assert git(repo, "for-each-ref") == before
    assert old_git.refused(old) == ""
