"""A session from its start to its end in every kind of repository: with a spare, a snapshot, changes, a return."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.git.checkouts import common_dir_of
from harness.kinds_of_repositories import KINDS, Kind
from harness.proofs import times
from harness.repositories import GIT_CONFIG, Repo
from harness.service import InProcess
from harness.spare_services import entry_name
from harness.waiting import until

SEEN = KINDS[: times("kinds of repositories", some=6, full=len(KINDS))]


@pytest.fixture(params=SEEN, ids=lambda kind: kind.__name__)
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "gitconfig").write_text(GIT_CONFIG)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "work").mkdir()
    kind: Kind = request.param
    return kind(tmp_path / "work")


def standing(folder: str, above: Path) -> dict[str, object]:
    git = Repo(Path(folder))
    common_dir = common_dir_of(folder)
    assert common_dir
    return {
        "worktrees": git("worktree", "list", "--porcelain"),
        "refs": git("for-each-ref"),
        "config": Path(common_dir, "config").read_bytes(),
        "status": git("--no-optional-locks", "status", "--porcelain", check=False),
        "locks": [str(each) for each in Path(common_dir).rglob("*.lock")],
        "beside": sorted(os.listdir(above)),
    }


async def test_from_its_start_to_its_end(service: InProcess, folder: str, tmp_path: Path) -> None:
    service.configure(spareWorktrees=1)
    before = standing(folder, tmp_path / "work")
    first = await service.create(folder, "demo", name="First")
    await service.until_status(first.id, Status.READY)
    await service.until_listed(first.id, "at the start")
    await service.spares.rested()
    (kept,) = service.spares.kept.all().values()
    (spare,) = kept.paths
    second = await service.create(folder, "demo", name="Second")
    assert entry_name(second.worktree) == Path(spare).name
    await service.until_status(second.id, Status.READY)
    worktree = Path(second.worktree)
    assert worktree.is_relative_to(tmp_path / "work")
    (worktree / "README.md").write_text("two\n")
    (worktree / "new.txt").write_text("new\n")
    await service.timeline.take(second.id, SnapshotReason.ON_DEMAND)
    measured = await service.change_tracker.read(second.id)
    assert [each.path for each in measured.files] == ["README.md", "new.txt"]
    await service.pausing.pause(second.id, free_disk=True)
    assert not worktree.exists()
    service = await service.next()
    service.running.resume(second.id)
    await service.until_status(second.id, Status.READY)
    assert (worktree / "new.txt").read_text() == "new\n"
    assert os.access(worktree / "tool.sh", os.X_OK)
    await service.removal.remove(second.id, force=True, keep_branch=False)
    again = await service.removal.restore(second.id)
    assert (again.worktree, (worktree / "new.txt").read_text()) == (str(worktree), "new\n")
    for each in (first, second):
        await service.removal.remove(each.id, force=True, keep_branch=False)
        await service.removed.delete(each.id)
    await service.spares.drop_all()
    await service.close()
    await until(lambda: standing(folder, tmp_path / "work") == before)
    assert Repo(Path(folder))("fsck", "--no-dangling") == ""
