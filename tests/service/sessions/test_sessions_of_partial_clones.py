"""Sessions of partial and sparse clones: all that sessions elsewhere have, without the clone's origin."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from branchline.core.model.changes import FileChange
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Against
from harness.partial_clones import PartialClone, partial_clone
from harness.repositories import GIT_CONFIG, Repo
from harness.service import InProcess
from harness.worktree_files import said


@pytest.fixture(params=["blob:none", "blob:none, sparse", "tree:0, sparse", "none, sparse"])
def partial(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PartialClone:
    (tmp_path / "gitconfig").write_text(GIT_CONFIG)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))

    def make(name: str) -> Repo:
        subprocess.run(["git", "init", "-q", str(tmp_path / name)], check=True)
        repo = Repo(tmp_path / name)
        repo.commit("first", a__txt="one\n")
        return repo

    return partial_clone(make, tmp_path, request.param)


async def test_a_session_from_its_start_to_its_return(service: InProcess, partial: PartialClone) -> None:
    made = await service.create(partial.clone.path, "demo", auto_yes="worktree")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    partial.go_offline()
    worktree = Path(service.sessions.get(made.id).worktree)
    await service.instructions.send(made.id, "Add a greeting feature", submit=True, queue=False)
    await service.until_listed(made.id, "at ready")
    ready = (await service.timeline.all(made.id))[-1]
    assert ready.changes.files > 0
    for against in Against:
        _, _, files = await service.timeline.compare(made.id, ready.number, against)
        assert "D" not in [each.status for each in files]
        assert (len(files) > 0) == (against is not Against.NOW)
    forked = await service.forking.fork(made.id, ready.number, agent=None, instruction=None, name="Another try")
    await service.until_status(forked.id, Status.READY)
    assert said(Path(service.sessions.get(forked.id).worktree)) == said(worktree)
    before, measured = said(worktree), await service.change_tracker.read(made.id)
    assert [each.path for each in measured.files] == [each.path for each in await changed(service, made.id)]

    await service.pausing.pause(made.id, free_disk=True)
    assert not worktree.exists()
    service.running.resume(made.id)
    await service.until_status(made.id, Status.READY)
    assert said(worktree) == before
    await service.timeline.restore(made.id, 1)
    assert Repo(worktree)("status", "--porcelain") == ""
    assert "out/one.txt" in Repo(worktree)("ls-files")
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert not worktree.exists()
    again = await service.removal.restore(made.id)
    assert (again.worktree, again.snapshot_failed) == (str(worktree), None)
    assert Repo(worktree)("status", "--porcelain") == ""


async def changed(service: InProcess, session_id: str) -> list[FileChange]:
    taken = await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    return (await service.timeline.compare(session_id, taken.number, Against.BASE))[2]
