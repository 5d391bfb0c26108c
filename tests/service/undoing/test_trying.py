"""A session's files are put into the main checkout, and what was there comes back exactly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.git.snapshots import snapshots
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import files_of


@pytest.fixture
async def session(service: InProcess, repo: Path) -> Session:
    (repo / ".gitignore").write_text("*.log\n")
    (repo / "moved.txt").write_text("moved\n" * 9)
    git(repo, "add", "-A")
    git(repo, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "files")
    made = await service.create(repo, "demo")
    made = await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, SnapshotReason.START)
    worktree = Path(made.worktree)
    (worktree / "README.md").write_text("the session's\n")
    (worktree / "moved.txt").rename(worktree / "other.txt")
    (worktree / "new").mkdir()
    (worktree / "new" / "file.txt").write_text("new\n")
    (worktree / "run.sh").write_text("#!/bin/sh\n")
    (worktree / "run.sh").chmod(0o755)
    (worktree / "link").symlink_to("README.md")
    return service.sessions.get(made.id)


def standing(repo: Path) -> tuple[object, ...]:
    """All of a checkout that a trial may not alter when it is over."""
    index = (repo / ".git" / "index").read_bytes()
    return files_of(repo), git(repo, "rev-parse", "HEAD"), git(repo, "symbolic-ref", "HEAD"), index


async def test_what_was_there_comes_back_exactly(service: InProcess, session: Session, repo: Path) -> None:
    trying = service.undoing.trying
    (repo / "own.txt").write_text("untracked\n")
    (repo / "build.log").write_text("ignored\n")
    before = standing(repo)
    assert await trying.begin(session.id) == ()
    now = service.sessions.get(session.id).trying
    assert now is not None
    assert (now.checkout, now.stands) == (str(repo), True)
    tried = files_of(repo)
    assert tried == {
        **files_of(Path(session.worktree)),
        "own.txt": (False, b"untracked\n"),
        "build.log": (False, b"ignored\n"),
    }
    assert standing(repo)[1:] == before[1:], "neither HEAD, nor the branch, nor the index"
    await refused(ErrorCode.TRIED_ALREADY, trying.begin(session.id))
    ended = await trying.end(session.id)
    assert (ended.altered, ended.snapshot) == ((), None)
    assert standing(repo) == before
    assert git(repo, "status", "--porcelain") == "?? own.txt"
    await refused(ErrorCode.NOT_TRIED, trying.end(session.id))


async def test_what_the_user_altered_meanwhile_is_kept_and_named(
    service: InProcess, session: Session, repo: Path
) -> None:
    trying = service.undoing.trying
    before = standing(repo)
    await trying.begin(session.id)
    (repo / "README.md").write_text("the user's\n")
    (repo / "note.txt").write_text("the user's\n")
    git(repo, "add", "note.txt")
    ended = await trying.end(session.id)
    assert ended.altered == ("README.md", "note.txt")
    assert standing(repo)[0] == before[0]
    assert git(repo, "status", "--porcelain") == ""
    assert ended.snapshot is not None
    assert git(repo, "show", f"{ended.snapshot}:note.txt") == "the user's"
    assert git(repo, "for-each-ref", "--contains", ended.snapshot, f"refs/branchline/{session.id}/")
    assert {each.reason for each in await service.timeline.all(session.id)} == {"at the start", "on demand"}


async def test_a_checkout_that_is_not_free_is_refused_and_stays(
    service: InProcess, session: Session, repo: Path
) -> None:
    trying = service.undoing.trying

    async def is_refused(code: ErrorCode = ErrorCode.CHECKOUT_DIRTY) -> object:
        before = standing(repo)
        error = await refused(code, trying.begin(session.id))
        assert standing(repo)[0] == before[0]
        assert service.sessions.get(session.id).trying is None
        return error.data.get("files")

    (repo / "README.md").write_text("changed\n")
    assert await is_refused() == ["README.md"]
    git(repo, "add", "README.md")
    assert await is_refused() == ["README.md"]
    git(repo, "reset", "-q", "--hard")
    (repo / "run.sh").write_text("in the way\n")
    assert await is_refused() == ["run.sh"]
    (repo / "run.sh").unlink()
    (repo / "new").write_text("a file where a folder is to be\n")
    assert await is_refused() == ["new"]
    (repo / "new").unlink()
    (repo / "link").mkdir()
    (repo / "link" / "inner.txt").write_text("in a folder where a link is to be\n")
    assert await is_refused() == ["link/inner.txt"]
    (repo / "link" / "inner.txt").unlink()
    (repo / "link" / "ignored.log").write_text("ignored\n")
    await is_refused(ErrorCode.RESTORE_BLOCKED)
    (repo / "link" / "ignored.log").unlink()
    (repo / "link").rmdir()
    (repo / ".git" / "MERGE_HEAD").write_text(git(repo, "rev-parse", "HEAD") + "\n")
    await is_refused()
    (repo / ".git" / "MERGE_HEAD").unlink()
    await trying.begin(session.id)


async def test_one_at_a_time_and_only_what_differs(service: InProcess, session: Session, repo: Path) -> None:
    other = await service.create(repo, "demo")
    await service.until_status(other.id, Status.READY)
    await refused(ErrorCode.NO_DIFFERENCE, service.undoing.trying.begin(other.id))
    await service.undoing.trying.begin(session.id)
    await refused(ErrorCode.TRIED_ALREADY, service.undoing.trying.begin(other.id))
    await refused(ErrorCode.TRIED_ALREADY, service.removal.remove(session.id, force=True, keep_branch=False))


async def test_a_checkout_that_moved_is_left_alone_or_kept(service: InProcess, session: Session, repo: Path) -> None:
    trying = service.undoing.trying
    await trying.begin(session.id)
    git(repo, "add", "-A")
    git(repo, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "taken over")
    before = standing(repo)
    await refused(ErrorCode.CHECKOUT_MOVED, trying.end(session.id))
    assert standing(repo) == before
    await trying.end(session.id, keep=True)
    assert standing(repo) == before
    assert service.sessions.get(session.id).trying is None


async def test_the_next_sidecar_knows_and_puts_it_back(service: InProcess, session: Session, repo: Path) -> None:
    before = standing(repo)
    await service.undoing.trying.begin(session.id)
    later = await service.next()
    tried = later.sessions.get(session.id).trying
    assert tried is not None
    assert tried.stands
    assert (repo / "README.md").read_text() == "the session's\n"
    await later.undoing.trying.end(session.id)
    assert standing(repo) == before
    await later.close()


@pytest.mark.parametrize("ending", [False, True], ids=["being put there", "being put back"])
async def test_what_was_cut_off_is_put_back_by_the_next_sidecar(
    ending: bool, service: InProcess, session: Session, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = standing(repo)
    trying, bring = service.undoing.trying, snapshots.bring
    if ending:
        await trying.begin(session.id)

    async def cut_off(checkout: str, *arguments: object) -> None:
        """Half of the files are written, one of them in part."""
        await bring(checkout, *arguments)  # type: ignore[arg-type]
        (repo / "README.md").write_text("the sess")
        if (repo / "other.txt").exists():
            (repo / "other.txt").unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr(snapshots, "bring", cut_off)
    with pytest.raises(KeyboardInterrupt):
        await (trying.end(session.id) if ending else trying.begin(session.id))
    monkeypatch.setattr(snapshots, "bring", bring)
    later = await service.next()
    assert later.sessions.get(session.id).trying is None
    assert standing(repo) == before
    await later.close()


async def test_a_session_whose_worktree_was_freed_can_be_tried(
    service: InProcess, session: Session, repo: Path
) -> None:
    before = standing(repo)
    await service.pausing.pause(session.id, free_disk=True)
    await service.undoing.trying.begin(session.id)
    assert (repo / "README.md").read_text() == "the session's\n"
    assert os.readlink(repo / "link") == "README.md"
    await service.undoing.trying.end(session.id)
    assert standing(repo) == before
