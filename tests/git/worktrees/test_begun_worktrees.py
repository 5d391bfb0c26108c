"""A worktree that was being put back when the sidecar was killed, before anything said whose it is."""

from __future__ import annotations

from pathlib import Path

from branchline.git.worktrees.again import put_back_at
from branchline.git.worktrees.leftovers import drop_begun
from branchline.git.worktrees.removal import remove
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo

SESSION = "0a1b2c3d-0000-4000-8000-000000000001"


async def begun(repo: Repo) -> tuple[Path, Path]:
    """Its path, and what git keeps about it."""
    made = await create(str(repo.path), "work", session_id=SESSION)
    await remove(made.worktree, str(repo.path), made.owns)
    again = await put_back_at(str(repo.path), made.worktree, made.branch, made.tip, SESSION, made.tip)
    assert again.worktree == made.worktree
    path = Path(made.worktree)
    entry = repo.path / ".git" / "worktrees" / path.name
    (entry / "branchline.json").unlink()
    return path, entry


async def test_it_is_taken_back(repo: Repo) -> None:
    path, entry = await begun(repo)
    await drop_begun(str(repo.path), str(path))
    assert not path.exists()
    assert not entry.exists()
    assert "branchline/work" in repo("branch", "--list", "branchline/work")


async def test_one_that_was_put_beside_is_taken_back_too(repo: Repo) -> None:
    path, entry = await begun(repo)
    await drop_begun(str(repo.path), str(path).removesuffix("ork") + "o")
    assert not path.exists()
    assert not entry.exists()


async def test_an_empty_folder_goes_too(repo: Repo) -> None:
    path, _ = await begun(repo)
    await drop_begun(str(repo.path), str(path))
    path.mkdir(parents=True)
    await drop_begun(str(repo.path), str(path))
    assert not path.exists()


async def test_whatever_has_files_stays(repo: Repo) -> None:
    path, entry = await begun(repo)
    (path / "mine.txt").write_text("mine\n")
    await drop_begun(str(repo.path), str(path))
    assert (path / "mine.txt").read_text() == "mine\n"
    assert entry.exists()
