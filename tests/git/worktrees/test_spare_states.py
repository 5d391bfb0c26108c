"""How a spare is told to be, and that one of somebody else's is left to them."""

from __future__ import annotations

import shutil
from pathlib import Path

from branchline.git.worktrees import spare
from branchline.git.worktrees.spare_states import SpareState, state_of
from branchline.git.worktrees.worktrees import create
from harness.repositories import Repo
from harness.spares import entry_of, made


def state(repo: Repo, path: str) -> SpareState:
    return state_of(path, str(repo.path / ".git"))


async def test_ready_damaged_and_gone(repo: Repo) -> None:
    path = await made(repo)
    assert state(repo, path) is SpareState.READY
    (Path(path) / ".git").unlink()
    assert state(repo, path) is SpareState.DAMAGED
    shutil.rmtree(path)
    assert state(repo, path) is SpareState.GONE
    await spare.drop(path, str(repo.path / ".git"))
    assert "spare" not in repo("worktree", "list", "--porcelain")


async def test_what_its_files_depend_on_is_another(repo: Repo) -> None:
    path = await made(repo)
    repo("config", "core.autocrlf", "true")
    assert state(repo, path) is SpareState.DAMAGED


async def test_one_that_somebody_locked_is_left_to_them(repo: Repo) -> None:
    path = await made(repo)
    entry = entry_of(path)
    repo("worktree", "unlock", path)
    assert state(repo, path) is SpareState.READY
    repo("worktree", "lock", "--reason", "mine now", path)
    assert state(repo, path) is SpareState.LOCKED
    anew = await create(str(repo.path), "w", session_id="s", spares=[path])
    assert entry_of(anew.worktree) != entry, "no session takes it"
    await spare.drop(path, str(repo.path / ".git"))
    assert (Path(path).exists(), (entry / "locked").read_text().strip()) == (True, "mine now")
