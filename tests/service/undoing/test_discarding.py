"""One changed file, or some of its lines, goes back to the base; and comes again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.git.hunks import Lines
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import files_of

FILES = {
    "text.txt": b"one\ntwo\nthree\nfour\nfive\nsix\nseven\n",
    "run.sh": b"#!/bin/sh\n",
    "binary": bytes(range(256)),
    "old name.txt": b"".join(b"line %d\n" % number for number in range(30)),
    "gone.txt": b"gone\n",
    "windows.txt": b"a\r\nb\r\nc\r\n",
    "caf\udce9": b"odd\n",
    "deep/er/file.txt": b"deep\n",
}


@pytest.fixture
async def session(service: InProcess, repo: Path) -> Session:
    (repo / ".gitattributes").write_text("windows.txt text eol=crlf\n")
    for name, content in FILES.items():
        path = repo / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    os.symlink("text.txt", repo / "link")
    git(repo, "add", "-A")
    git(repo, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "files")
    made = await service.create(repo, "demo")
    made = await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, SnapshotReason.START)
    return made


def change(worktree: Path) -> None:
    (worktree / "text.txt").write_bytes(b"ONE\ntwo\nthree\nfour\nFIVE\nsix\nseven\neight\n")
    (worktree / "run.sh").chmod(0o755)
    (worktree / "binary").write_bytes(b"\0other")
    (worktree / "old name.txt").rename(worktree / "new name.txt")
    (worktree / "gone.txt").unlink()
    (worktree / "windows.txt").write_bytes(b"a\r\nB\r\nc\r\n")
    (worktree / "link").unlink()
    (worktree / "link").symlink_to("run.sh")
    (worktree / "caf\udce9").write_bytes(b"changed\n")
    (worktree / "untracked.txt").write_text("new\n")
    (worktree / "staged.txt").write_text("staged\n")
    git(worktree, "add", "staged.txt")
    (worktree / "deep/er/file.txt").unlink()
    (worktree / "deep/er").rmdir()
    (worktree / "deep/er").write_text("a file where a folder was\n")


async def test_a_file_goes_back_and_comes_again_and_nothing_else_alters(service: InProcess, session: Session) -> None:
    worktree = Path(session.worktree)
    base = files_of(worktree)
    change(worktree)
    changed = files_of(worktree)
    head, index = git(worktree, "rev-parse", "HEAD"), git(worktree, "ls-files", "--stage")
    files = [each.path for each in (await service.change_tracker.read(session.id)).files]
    assert len(files) == 12
    for path in [*files, "old name.txt"]:
        put = await service.undoing.discarding.discard(session.id, path)
        after = files_of(worktree)
        assert path in put.files
        for name in {*base, *changed, *after}:
            assert after.get(name) == (base if name in put.files else changed).get(name), (path, name)
        await service.undoing.decisions.between(session.id, put.before, put.after)
        assert files_of(worktree) == changed
    assert (git(worktree, "rev-parse", "HEAD"), git(worktree, "ls-files", "--stage")) == (head, index)


async def test_hunks_go_back_by_the_lines_that_are_chosen(service: InProcess, session: Session) -> None:
    worktree = Path(session.worktree)
    change(worktree)
    changed = files_of(worktree)
    for first, last, content in (
        (1, 1, b"one\ntwo\nthree\nfour\nFIVE\nsix\nseven\neight\n"),
        (5, 5, b"ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"),
        (4, 99, b"ONE\ntwo\nthree\nfour\nfive\nsix\nseven\n"),
        (1, 8, FILES["text.txt"]),
    ):
        put = await service.undoing.discarding.discard(session.id, "text.txt", None, Lines(first, last))
        assert (worktree / "text.txt").read_bytes() == content
        await service.undoing.decisions.between(session.id, put.before, put.after)
        assert files_of(worktree) == changed


async def test_deleted_lines_come_back_where_they_were(service: InProcess, session: Session) -> None:
    path = Path(session.worktree, "text.txt")
    path.write_bytes(b"three\nfour\nfive\nseven")
    await service.undoing.discarding.discard(session.id, "text.txt", None, Lines(1, 1))
    assert path.read_bytes() == b"one\ntwo\nthree\nfour\nfive\nseven"
    await service.undoing.discarding.discard(session.id, "text.txt", None, Lines(5, 6))
    assert path.read_bytes() == FILES["text.txt"]


async def test_a_hunk_with_the_line_ends_of_the_checkout(service: InProcess, session: Session) -> None:
    change(Path(session.worktree))
    await service.undoing.discarding.discard(session.id, "windows.txt", None, Lines(2, 2))
    assert Path(session.worktree, "windows.txt").read_bytes() == FILES["windows.txt"]


async def test_what_is_refused_changes_nothing(service: InProcess, session: Session, tmp_path: Path) -> None:
    worktree, discard = Path(session.worktree), service.undoing.discarding.discard
    change(worktree)
    seen = await service.change_tracker.read(session.id)
    (worktree / "text.txt").write_text("written since\n")
    (tmp_path / "outside.txt").write_text("outside\n")
    inner = worktree / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    git(inner, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "inner")
    before = files_of(worktree)
    await refused(ErrorCode.FILE_ALTERED, discard(session.id, "text.txt", seen.tree))
    for path in ("../outside.txt", str(tmp_path / "outside.txt"), "a/../../outside.txt", "", ".git/../.."):
        await refused(ErrorCode.BAD_PATH, discard(session.id, path))
    await refused(ErrorCode.NOTHING_TO_UNDO, discard(session.id, "README.md"))
    await refused(ErrorCode.NOTHING_TO_UNDO, discard(session.id, "text.txt", None, Lines(90, 99)))
    await refused(ErrorCode.NOT_UNDOABLE, discard(session.id, "binary", None, Lines(1, 1)))
    await refused(ErrorCode.NOT_UNDOABLE, discard(session.id, "inner"))
    assert files_of(worktree) == before
    await discard(session.id, "gone.txt", seen.tree)
    assert (worktree / "gone.txt").exists(), "others may have been changed"


async def test_a_file_that_is_too_large_for_snapshots_comes_back_too(service: InProcess, session: Session) -> None:
    service.configure(snapshotFileMegabytes=1)
    path = Path(session.worktree, "large")
    path.write_bytes(b"x" * 2_000_000)
    put = await service.undoing.discarding.discard(session.id, "large")
    assert not path.exists()
    await service.undoing.decisions.between(session.id, put.before, put.after)
    assert path.stat().st_size == 2_000_000


async def test_an_ignored_file_in_the_way_stays(service: InProcess, session: Session) -> None:
    worktree = Path(session.worktree)
    (worktree / "gone.txt").unlink()
    (worktree / "gone.txt").mkdir()
    (worktree / "gone.txt" / ".gitignore").write_text("*\n")
    (worktree / "gone.txt" / "kept").write_text("kept\n")
    await refused(ErrorCode.RESTORE_BLOCKED, service.undoing.discarding.discard(session.id, "gone.txt"))
    assert (worktree / "gone.txt" / "kept").read_text() == "kept\n"
    assert service.sessions.get(session.id).under_way is None
