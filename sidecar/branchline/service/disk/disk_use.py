"""Counts what sessions and spares take on the disk: when somebody looks, one thing at a time, while others go first."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import threading
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TypeVar

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.git.git_folders import GitFolders, folders_in
from branchline.git.snapshots.sizes import size_of
from branchline.git.worktrees import caches
from branchline.git.worktrees.spare_states import SpareState
from branchline.machine import priority
from branchline.machine.low_thread import in_low_thread
from branchline.machine.weighing import Scale, Weight
from branchline.service.base.base import Base
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.service.worktrees.spares import Spares

log = logging.getLogger(__name__)

T = TypeVar("T")

FRESH = 60.0
"""Seconds for which what was counted is told again."""


@attrs.frozen
class SessionUse:
    """Bytes of a session's worktree without the caches in it, of these, of snapshots that nothing else reaches (about;
    None where git cannot tell), and of scrollback, screens, transcripts and files given to its agent."""

    session_id: str
    files: int
    caches: int
    snapshots: int | None
    kept: int

    @property
    def bytes(self) -> int:
        return self.files + self.caches + (self.snapshots or 0) + self.kept


@attrs.frozen
class SpareUse:
    """`state`: None while something is done to it."""

    path: str
    bytes: int
    state: SpareState | None


@attrs.frozen
class RepositoryUse:
    """`removed` is what the snapshots of sessions take, about, that were removed and can be restored; None where git
    cannot tell. `free` and `total` are of the disk that its worktrees are on."""

    repo: str
    spares: tuple[SpareUse, ...]
    removed: int | None
    free: int
    total: int


class DiskUse:
    def __init__(self, base: Base, removed: RemovedSessions, spares: Spares) -> None:
        self._paths = base.paths
        self._sessions = base.sessions
        self._settings = base.settings
        self._whereabouts = base.whereabouts
        self._removed = removed
        self.spares = spares
        self._counted: dict[str, tuple[float, SessionUse]] = {}
        self._alone = asyncio.Lock()

    async def of_sessions(self, ids: Sequence[str] | None = None) -> list[SessionUse]:
        """Of these, or of all: the largest first. Raises NO_SESSION."""
        wanted = [self._sessions.get(each) for each in ids] if ids is not None else self._sessions.all()
        found = [use for each in wanted if (use := await self._of(each.id)) is not None]
        self._counted = {each: known for each, known in self._counted.items() if self._sessions.has(each)}
        return sorted(found, key=lambda use: use.bytes, reverse=True)

    async def of_repositories(self) -> list[RepositoryUse]:
        """Of those that have sessions, spares, or sessions that were removed."""
        removed: dict[str, list[str]] = {}
        for each in self._removed.all():
            removed.setdefault(each.session.repo, []).append(each.session.id)
        kept = {each.repo: common_dir for common_dir, each in self.spares.kept.all().items()}
        repos = dict.fromkeys([*(each.repo for each in self._sessions.all()), *kept, *removed])
        return [await self._of_repository(each, removed.get(each, []), kept.get(each)) for each in repos]

    def forget(self, session_id: str) -> None:
        """It altered by what was just done."""
        self._counted.pop(session_id, None)

    async def _of(self, session_id: str) -> SessionUse | None:
        async with self._alone:
            at, use = self._counted.get(session_id, (0.0, None))
            if use is not None and time.monotonic() - at < FRESH:
                return use
            session = self._sessions.find(session_id)
            if session is None:
                return None
            with priority.low():
                use = await self._count(session)
            self._counted[session_id] = (time.monotonic(), use)
            return use

    async def _count(self, session: Session) -> SessionUse:
        folders = await self._folders(session)
        found = snapshots = None
        if folders is not None:
            found = await self._or_none(caches.find(folders))
        if os.path.isdir(session.repo):
            snapshots = await self._or_none(size_of(session.repo, [session.id]))
        ours = [str(self._paths.session_folder(session.id)), *map(str, self._transcripts(session.id))]

        def weigh(given_up: threading.Event) -> tuple[int, int, int]:
            scale = Scale(given_up)
            inside = [os.path.join(session.worktree, each) for each in found or ()]
            light = sum(scale.weigh(each).bytes for each in inside)
            there = session.worktree if session.worktree and not session.freed else ""
            files = scale.weigh(there, frozenset(inside)).bytes if there else 0
            if folders is not None and folders.git_dir != folders.common_dir:
                files += scale.weigh(str(folders.git_dir)).bytes
            return files, light, sum(scale.weigh(each).bytes for each in ours)

        files, light, kept = await in_low_thread(weigh)
        return SessionUse(session.id, files, light, snapshots, kept)

    async def _of_repository(self, repo: str, removed: list[str], common_dir: str | None) -> RepositoryUse:
        paths = self.spares.kept.paths(common_dir) if common_dir else ()
        async with self._alone:
            with priority.low():
                size = await self._or_none(size_of(repo, removed)) if os.path.isdir(repo) else None

                def weigh(given_up: threading.Event) -> list[Weight]:
                    scale = Scale(given_up)
                    return [scale.weigh(each) for each in paths]

                weights = await in_low_thread(weigh)
        spares = tuple(
            SpareUse(path, weight.bytes, self.spares.state(path, common_dir))
            for path, weight in zip(paths, weights, strict=True)
            if common_dir
        )
        ours = [each.worktree for each in self._sessions.all() if each.repo == repo and each.worktree]
        room = await asyncio.to_thread(room_at, *(os.path.dirname(each) for each in [*paths, *ours]), repo)
        return RepositoryUse(repo, spares, size, *room)

    async def _folders(self, session: Session) -> GitFolders | None:
        if not session.worktree or session.freed or not os.path.isdir(session.worktree):
            return None
        now = await self._or_none(self._whereabouts.now(session.id))
        try:
            return folders_in(now.worktree, now.repo) if now is not None else None
        except BranchlineError as error:
            log.info("%s: its worktree is counted as a whole: %s", session.id[:8], error)
            return None

    def _transcripts(self, session_id: str) -> list[Path]:
        return [*self._paths.transcripts.glob(f"*/{session_id}-*.jsonl")]

    async def _or_none(self, work: Awaitable[T]) -> T | None:
        """What cannot be told stays untold: the rest is counted all the same."""
        try:
            return await work
        except (BranchlineError, OSError) as error:
            log.info("not counted: %s", error)
            return None


def room_at(*folders: str) -> tuple[int, int]:
    """Bytes that are free to the user, and all of them, where the first of these folders is that is there; zeros where
    none is. Blocks."""
    for each in folders:
        if os.path.isdir(each):
            found = shutil.disk_usage(each)
            return found.free, found.total
    return 0, 0
