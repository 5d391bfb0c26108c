"""Sessions without agents, each with a worktree of one repository, and what is forecast of them."""

from __future__ import annotations

import asyncio
from itertools import count
from pathlib import Path
from typing import Any

from branchline.core.model.session import Session
from branchline.service.base.sessions import News
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.review.forecasts import Forecasts
from branchline.service.review.jobs import Jobs
from harness.base import Base
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import session
from harness.sidecar import git
from harness.waiting import timeout

_WORK = {"forecasting conflicts", "counting changes"}


class ForecastScene:
    def __init__(self, base: Base, repo: Path, ptyhost: ScriptedPtyhost) -> None:
        shared: dict[str, Any] = {"sessions": base.sessions, "background": base.background}
        own: dict[str, Any] = {"paths": base.paths, "whereabouts": base.whereabouts, "settings": base.settings}
        self.base = base
        self.repo = repo
        self.tracker = ChangeTracker(sessions=base.sessions, **own, jobs=Jobs(background=base.background))
        self.forecasts = Forecasts(**shared, tracker=self.tracker)
        self._ages = count()

    def session(self, name: str) -> Session:
        """With what is checked out in the repository."""
        common_dir, worktree = self.repo / ".git", self.repo.with_name(name)
        git(self.repo, "worktree", "add", "--quiet", "-b", name, str(worktree))
        made = session(
            name,
            repo=str(self.repo),
            common_dir=str(common_dir),
            common_inode=str(common_dir.stat().st_ino),
            worktree=str(worktree),
            branch=name,
            base=git(self.repo, "rev-parse", "HEAD"),
            created_at=float(next(self._ages)),
        )
        self.base.sessions.add(made)
        return made

    async def changes(self, session: Session, **files: str) -> None:
        """Write the files, `__` in a name stands for a dot, and have them counted."""
        for name, text in files.items():
            Path(session.worktree, name.replace("__", ".")).write_text(text)
        await self.tracker.read(session.id)

    def conflicts(self, session: Session) -> dict[str | None, tuple[str, ...]]:
        """Files by the other session's id, or None for the parent branch, as the record has them."""
        return {each.session: each.files for each in self.base.sessions.get(session.id).conflicts}

    async def until_told(self, session: Session, expected: dict[str | None, tuple[str, ...]]) -> None:
        altered = asyncio.Event()

        def heard(_news: News) -> None:
            altered.set()

        self.base.sessions.listeners.add(heard)
        async with timeout(lambda: f"still {self.conflicts(session)}"):
            while self.conflicts(session) != expected:
                altered.clear()
                await altered.wait()
        self.base.sessions.listeners.remove(heard)

    async def rest(self) -> None:
        """Nothing more comes of what happened until now."""
        while tasks := [each for each in asyncio.all_tasks() if each.get_name() in _WORK]:
            await asyncio.wait(tasks)


def seen(place: Path | str) -> dict[str, Any]:
    """What nobody but its user and agent may change in a checkout."""
    entry = Path(git(place, "rev-parse", "--absolute-git-dir"))
    return {
        "status": git(place, "--no-optional-locks", "status", "--porcelain"),
        "head": (entry / "HEAD").read_text(),
        "index": (entry / "index").read_bytes(),
        "refs": git(place, "for-each-ref"),
    }
