"""Files that the real Git LFS keeps are whole in a new worktree, without a network, or it is said why not."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from harness.service import InProcess
from harness.sidecar import git
from harness.updates import NAMED

CONTENT = b"\x00\x01 a large picture " * 5000


@pytest.fixture
def with_lfs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user has it installed, as `git lfs install` does."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    subprocess.run(["git", "lfs", "install", "--skip-repo"], check=True, capture_output=True)
    assert "git-lfs filter-process" in (tmp_path / "gitconfig").read_text()


@pytest.fixture
def kept(with_lfs: None, repo: Path) -> Path:
    """The sample repository with two such files; their contents are in its own store alone."""
    (repo / ".gitattributes").write_text("*.bin filter=lfs diff=lfs merge=lfs -text\n")
    for name in ("a.bin", "sub/b c.bin"):
        (repo / name).parent.mkdir(exist_ok=True)
        (repo / name).write_bytes(CONTENT + name.encode())
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "pictures")
    assert git(repo, "show", "HEAD:a.bin").startswith("version https://git-lfs")
    return repo


async def made(service: InProcess, repo: Path) -> tuple[Session, Path]:
    session = await service.create(repo, "demo")
    await service.until_status(session.id, Status.READY)
    session = service.sessions.get(session.id)
    return session, Path(session.worktree)


async def test_contents_come_from_the_repositorys_own_store(service: InProcess, kept: Path) -> None:
    for _ in ("made anew", "from a spare"):
        session, tree = await made(service, kept)
        assert (tree / "a.bin").read_bytes() == CONTENT + b"a.bin"
        assert (tree / "sub" / "b c.bin").read_bytes() == CONTENT + b"sub/b c.bin"
        assert session.not_carried == ()
        assert git(tree, "status", "--porcelain") == ""
        await service.spares.rested()


async def test_what_an_agent_changes_of_them_is_in_its_snapshot(service: InProcess, kept: Path) -> None:
    session, tree = await made(service, kept)
    (tree / "a.bin").write_bytes(b"another picture")
    await service.removal.remove(session.id, force=True, keep_branch=False)
    assert not tree.exists()
    again = await service.removal.restore(session.id)
    assert Path(again.worktree, "a.bin").read_bytes() == b"another picture"
    assert Path(again.worktree, "sub", "b c.bin").read_bytes() == CONTENT + b"sub/b c.bin"


async def test_a_content_that_is_nowhere_is_said_and_the_agent_starts(service: InProcess, kept: Path) -> None:
    """The remote that had it is not to be reached."""
    git(kept, "remote", "add", "origin", str(kept.parent / "gone.git"))
    shutil.rmtree(kept / ".git" / "lfs" / "objects")
    session, tree = await made(service, kept)
    assert (tree / "README.md").exists()
    assert [said for said in session.not_carried if "Git LFS" in said], session.not_carried


async def test_without_the_program_that_settings_name_it_is_refused_and_said(
    service: InProcess, kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with without("git-lfs", tmp_path) as path:
        monkeypatch.setenv("PATH", path)
        with pytest.raises(BranchlineError, match="such as Git LFS") as refused:
            await service.create(kept, "demo")
    assert "git-lfs" in refused.value.message
    assert service.sessions.all() == []
    assert len(git(kept, "worktree", "list").splitlines()) == 1


@contextmanager
def without(name: str, folder: Path) -> Iterator[str]:
    """A PATH on which all programs are but this."""
    programs = folder / "programs"
    programs.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).iterdir() if Path(place).is_dir() else ():
            if program.name != name and not (programs / program.name).is_symlink():
                (programs / program.name).symlink_to(program)
    yield str(programs)
