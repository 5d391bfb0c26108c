"""Sessions with work that is to be landed, and what must be left where that comes to nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from branchline.core.model.landing import How
from branchline.core.model.status import Status
from branchline.service.landing.landing import Told
from harness.service import InProcess
from harness.sidecar import git

HOWS = list(How)


async def at_work(service: InProcess, repo: Path, **wanted: Any) -> tuple[str, Path]:
    """A session whose agent rests, with a commit, a change that is staged, a new file and one that is gone."""
    made = await service.create(repo, "demo", **wanted)
    await service.until_status(made.id, Status.READY)
    worktree = Path(made.worktree)
    (worktree / "first.txt").write_text("committed\n")
    git(worktree, "add", "first.txt")
    git(worktree, "commit", "--quiet", "--message", "first")
    (worktree / "README.md").write_text((worktree / "README.md").read_text() + "\nmore\n")
    git(worktree, "add", "README.md")
    (worktree / "deep").mkdir()
    (worktree / "deep" / "new.txt").write_text("new\n")
    return made.id, worktree


async def land(service: InProcess, session_id: str, how: How, **more: Any) -> Told:
    return await service.landings.land(session_id, how, **more)


def elsewhere(repo: Path) -> None:
    """The main checkout has another branch, so that `main` is nobody's."""
    git(repo, "checkout", "--quiet", "-b", "elsewhere")


def everything(repo: Path, worktree: Path) -> dict[str, object]:
    """All that a landing which comes to nothing leaves as it was."""
    return {
        "refs": [line for line in git(repo, "for-each-ref").splitlines() if "refs/branchline/" not in line],
        "worktrees": git(repo, "worktree", "list", "--porcelain"),
        "entries": sorted(os.listdir(repo / ".git" / "worktrees")),
        "main": _state(repo),
        "worktree": _state(worktree),
        "locks": [str(each) for each in (repo / ".git").rglob("*.lock")],
    }


def _state(folder: Path) -> tuple[str, ...]:
    status = git(folder, "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--untracked-files=all")
    return status, git(folder, "ls-files", "--stage"), git(folder, "log", "--format=%H", "-1")


def left_over(service: InProcess, session_id: str) -> list[str]:
    """What lies about in the session's own folder."""
    folder = service.paths.session_folder(session_id) / "landing"
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*")) if folder.exists() else []


def log_of(repo: Path, branch: str = "main") -> list[str]:
    return git(repo, "log", "--first-parent", "--format=%s", branch).splitlines()
