"""A session begins with the main checkout's uncommitted changes, which stay there as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.sessions.create_request import CreateRequest
from harness.killed_service import edit, killed
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import refs_of


@pytest.fixture
def changed(repo: Path) -> Path:
    """Staged, changed, staged and changed again, deleted, new, ignored, and linked."""
    (repo / "README.md").write_text("staged\n")
    (repo / "new-staged.txt").write_text("one\n")
    git(repo, "add", "README.md", "new-staged.txt")
    (repo / "new-staged.txt").write_text("two\n")
    (repo / "untracked.sh").write_text("#!/bin/sh\n")
    (repo / "untracked.sh").chmod(0o755)
    (repo / "link").symlink_to("README.md")
    gone = next(name for name in git(repo, "ls-files").splitlines() if "/" in name)
    (repo / gone).unlink()
    (repo / "node_modules").mkdir(exist_ok=True)
    (repo / "node_modules" / "ignored").write_text("ignored\n")
    return repo


def state(folder: Path) -> dict[str, object]:
    files = {
        str(path.relative_to(folder)): (path.is_symlink(), path.read_bytes(), path.stat().st_mode)
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
    return {"files": files, "status": git(folder, "status", "--porcelain"), "stage": git(folder, "ls-files", "-s")}


async def ready(service: InProcess, repo: Path, base: str | None = None) -> Session:
    request = CreateRequest(str(repo), "demo", with_changes=True, base=base)
    made = await service.with_changes.create(request)
    await service.until_status(made.id, Status.READY)
    return service.sessions.get(made.id)


async def test_all_of_them_come_and_the_main_checkout_stays(service: InProcess, changed: Path) -> None:
    before, head = state(changed), git(changed, "rev-parse", "HEAD")
    index = (changed / ".git" / "index").read_bytes()
    session = await ready(service, changed)
    assert (changed / ".git" / "index").read_bytes() == index
    assert (state(changed), git(changed, "stash", "list")) == (before, "")
    there = state(Path(session.worktree))
    ignored = [name for name in before["files"] if name.startswith("node_modules")]  # type: ignore[attr-defined]
    for name in ignored:
        del before["files"][name]  # type: ignore[attr-defined]
    assert ignored
    assert there == before
    assert (session.base, git(changed, "rev-parse", "HEAD")) == (head, head)
    assert session.not_carried == ()


async def test_they_are_those_of_when_it_was_asked_for(service: InProcess, changed: Path) -> None:
    service.configure(maxSessions=1)
    first = await service.create(changed, "demo")
    await service.until_status(first.id, Status.READY)
    queued = await service.with_changes.create(CreateRequest(str(changed), "demo", with_changes=True))
    assert queued.status is Status.QUEUED
    (changed / "untracked.sh").unlink()
    await service.running.stop_all_of_it(first.id)
    started = await service.until_status(queued.id, Status.READY)
    assert (Path(started.worktree) / "untracked.sh").exists()


async def test_a_creation_cut_off_begins_with_them_again(service: InProcess, changed: Path) -> None:
    session = await ready(service, changed)
    edit(service, await killed(service), session.id, under_way="creating", status="starting", process=None)
    again = await service.successor()
    assert again.sessions.get(session.id).worktree == ""
    again.running.resume(session.id)
    there = await again.until_status(session.id, Status.READY)
    assert (Path(there.worktree) / "untracked.sh").exists()
    await again.close()


async def test_what_is_too_large_for_a_snapshot_is_told(service: InProcess, changed: Path) -> None:
    service.configure(snapshotFileMegabytes=1)
    (changed / "huge").write_bytes(b"\0" * 1_100_000)
    session = await ready(service, changed)
    assert not (Path(session.worktree) / "huge").exists()
    (said,) = session.not_carried
    assert "“huge”" in said


@pytest.mark.parametrize(("base", "branch"), [("HEAD~1", None), (None, "other")])
async def test_they_come_along_from_nowhere_else(
    service: InProcess, changed: Path, base: str | None, branch: str | None
) -> None:
    git(changed, "branch", "other")
    refs = git(changed, "for-each-ref")
    request = CreateRequest(str(changed), "demo", with_changes=True, base=base, branch=branch)
    await refused("BAD_BASE", service.with_changes.create(request))
    assert git(changed, "for-each-ref") == refs
    assert service.sessions.all() == []


async def test_nor_from_files_that_are_elsewhere(service: InProcess, changed: Path, tmp_path: Path) -> None:
    """Beside the git folder all of them would be taken for deleted."""
    git(changed, "config", "core.worktree", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    error = await refused("BAD_BASE", service.with_changes.create(CreateRequest(str(changed), "demo")))
    assert str(tmp_path / "home") in error.message
    assert service.sessions.all() == []
    git(changed, "config", "core.worktree", "..")
    await ready(service, changed)


async def test_the_same_commit_by_its_name_is_fine(service: InProcess, changed: Path) -> None:
    session = await ready(service, changed, base="main")
    assert (Path(session.worktree) / "untracked.sh").exists()


async def test_a_session_that_cannot_be_made_leaves_nothing(service: InProcess, changed: Path) -> None:
    refs = git(changed, "for-each-ref")
    request = CreateRequest(str(changed), "no-such-agent", with_changes=True)
    await refused("AGENT_UNKNOWN", service.with_changes.create(request))
    assert git(changed, "for-each-ref") == refs
    assert list(service.paths.session_folder("x").parent.glob("*")) == []


async def test_removing_it_removes_its_snapshots(service: InProcess, changed: Path) -> None:
    session = await ready(service, changed)
    await service.removal.remove(session.id, force=True, keep_branch=False)
    await service.removed.delete(session.id)
    assert refs_of(changed, session.id) == []
