"""Keeps spares for the repositories that sessions are made in, at their HEAD: made, refreshed and dropped while nobody
waits, one thing at a time for each repository.

Nothing here can fail a session: what is wrong with a spare is for the log, and the worktree is made anew then.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Iterator

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.settings import Settings
from branchline.core.system_errors import known
from branchline.git.git_folders import folders_of
from branchline.git.heads import checked_out
from branchline.git.repository import git_of
from branchline.git.worktrees import leftovers, spare
from branchline.git.worktrees.spare_states import SpareState, state_of
from branchline.machine import priority
from branchline.service.base.background import Background
from branchline.service.base.settings import LiveSettings
from branchline.service.worktrees.kept_spares import Kept, KeptSpares
from branchline.service.worktrees.sweeping import sweep

log = logging.getLogger(__name__)

LEAST_FREE = 2 * 1024**3
"""Bytes that the disk must have free."""
UNUSED = 7 * 24 * 3600.0
"""Seconds without a new session, after which a repository has none any more."""
_PASSING = {ErrorCode.GIT_KILLED, ErrorCode.DISK_FULL, ErrorCode.PERMISSION_DENIED}
"""What may be over when the next session is made."""
REST = 1.0
"""Seconds between two looks at a repository: a rebase moves HEAD many times."""


class Spares:
    def __init__(self, kept: KeptSpares, settings: LiveSettings, background: Background) -> None:
        self.kept = kept
        self._settings = settings
        self._background = background
        self._wanted: set[str] = set()
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._creating: Counter[str] = Counter()
        self._settling: set[str] = set()
        self._failed: dict[str, tuple[str, str]] = {}
        """By common git folder, where and with which commit none could be made: not tried again until that alters."""
        self._later: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """What an earlier sidecar left is looked at: it may be cut off."""
        self._settings.listeners.add(self._settings_altered)
        self._request_all()
        self._background.start(sweep(self.kept, self._settings), "deleting what was set aside")

    def close(self) -> None:
        if self._later is not None:
            self._later.cancel()

    def paths(self, common_dir: str) -> tuple[str, ...]:
        """Of those that may be taken now."""
        return self.kept.paths(common_dir)

    def state(self, path: str, common_dir: str) -> SpareState | None:
        """None: something is being done to the repository's spares."""
        return None if common_dir in self._looking or path in self._settling else state_of(path, common_dir)

    @contextlib.contextmanager
    def creating(self, common_dir: str, repo: str) -> Iterator[None]:
        """While a worktree is made there, no spare is begun; afterwards what was taken is made good."""
        self._creating[common_dir] += 1
        try:
            yield
            if self._count:
                self.kept.put(common_dir, Kept(repo, time.time(), self.kept.paths(common_dir)))
        finally:
            self._creating[common_dir] -= 1
            self._request(common_dir)

    def moved(self, repo: str) -> None:
        """Branches of the repository of this checkout may have moved."""
        for common_dir, kept in self.kept.all().items():
            if kept.repo == repo:
                self._request(common_dir)

    async def rested(self) -> None:
        """Returns when nothing is being done."""
        while self._looking:
            await asyncio.wait([*self._looking.values()])

    async def drop_all(self) -> None:
        """Delete every one, and make none any more until a session is made."""
        self._wanted.clear()
        for task in self._looking.values():
            task.cancel()
        await self.rested()
        there = self.kept.all()
        for common_dir, kept in there.items():
            for path in kept.paths:
                await self._drop(common_dir, path)
            self.kept.forget(common_dir)
        for common_dir in there:
            with contextlib.suppress(OSError):  # The next spare that is made there sees to it again.
                await leftovers.forget_lost_spares(common_dir)  # Of a repository that was moved since.
        await self.kept.saved()

    # ------------------------------------------------------------ when

    @property
    def _count(self) -> int:
        settings = self._settings.now
        return settings.spare_worktrees if settings.enabled else 0

    def _settings_altered(self, _: Settings) -> None:
        self._request_all()

    def _request_all(self) -> None:
        for common_dir in self.kept.all():
            self._request(common_dir)

    def _request(self, common_dir: str) -> None:
        """Look soon, when no session is being made. Requests that come before it has begun are one."""
        if self.kept.find(common_dir) is None or self._creating[common_dir]:
            return
        self._wanted.add(common_dir)
        if common_dir not in self._looking:
            task = self._background.start(self._looks(common_dir), "seeing to spare worktrees")
            self._looking[common_dir] = task
            task.add_done_callback(lambda _: self._looked(common_dir))

    def _looked(self, common_dir: str) -> None:
        del self._looking[common_dir]
        self.close()
        if kept := self.kept.all().values():
            soonest = min(each.used for each in kept) + UNUSED - time.time()
            self._later = asyncio.get_running_loop().call_later(max(REST, soonest), self._request_all)

    async def _looks(self, common_dir: str) -> None:
        while common_dir in self._wanted:
            await self._background.foreground.clear()
            self._wanted.discard(common_dir)
            try:
                with priority.low():
                    await self._look(common_dir)
            except (BranchlineError, OSError) as error:
                log.info("%s: spare worktrees were not seen to: %s", common_dir, error)
            if common_dir in self._wanted:
                await asyncio.sleep(REST)

    # ------------------------------------------------------------ one look

    async def _look(self, common_dir: str) -> None:
        """Raises git's errors and OSError."""
        kept = self.kept.find(common_dir)
        if kept is None:
            return
        is_used = time.time() - kept.used < UNUSED and os.path.isdir(common_dir)
        count = self._count if is_used else 0
        folder = commit = ""
        if count:
            commit = await _head(kept.repo)
            folder = await spare.folder_for(kept.repo, self._settings.now.worktrees_folder)
        if count and _is_full(folder, self._settings.now.low_disk_bytes):
            count = 0
        good: list[str] = []
        for path in kept.paths:
            if len(good) < count and os.path.dirname(path) == folder and await _is_good(path, common_dir, commit):
                good.append(path)
            else:
                await self._drop(common_dir, path)
        if not is_used:
            self.kept.forget(common_dir)
        if len(good) < count:
            await leftovers.drop_lost_spares(folder, common_dir)
        for _ in range(count - len(good)):
            if self._creating[common_dir] or self._failed.get(common_dir) == (folder, commit):
                break
            await self._make(common_dir, kept.repo, f"{folder}/{uuid.uuid4().hex[:8]}", commit)

    async def _make(self, common_dir: str, repo: str, path: str, commit: str) -> None:
        self.kept.add(common_dir, path)
        await self.kept.saved()
        made = passes = False
        try:
            made = await spare.make(repo, path, commit)
        except (BranchlineError, OSError) as error:
            log.info("%s: no spare worktree: %s", repo, error)
            told = known(error)
            passes = told is not None and told.code in _PASSING
        finally:
            if not made and not os.path.lexists(path):
                self.kept.remove(common_dir, path)
        if made:
            self._settling.add(path)
            task = self._background.start(_settle(path, common_dir), "settling a spare worktree")
            task.add_done_callback(lambda _: self._settling.discard(path))
        elif not passes:
            self._failed[common_dir] = (os.path.dirname(path), commit)

    async def _drop(self, common_dir: str, path: str) -> None:
        try:
            await spare.drop(path, common_dir)
            self.kept.remove(common_dir, path)
        except OSError as error:
            log.warning("%s was not deleted: %s", path, error)  # The next look tries again.


async def _settle(path: str, common_dir: str) -> None:
    await asyncio.sleep(spare.RACY)
    try:
        with priority.low():
            await spare.settle(path, common_dir)
    except (BranchlineError, OSError) as error:
        log.info("a spare worktree could not be settled: %s", error)


async def _is_good(path: str, common_dir: str, commit: str) -> bool:
    """Whether it can be taken; brought to the commit, where it is at another one."""
    found = spare.find(path, common_dir)
    try:
        return found is not None and (found.commit == commit or await spare.refresh(found, commit))
    except (BranchlineError, OSError) as error:
        log.info("a spare worktree could not be refreshed: %s", error)
        return False


async def _head(repo: str) -> str:
    """What new sessions begin at. Raises git's errors."""
    return checked_out(folders_of(repo))[1] or await git_of(repo).text("rev-parse", "--verify", "HEAD^{commit}")


def _is_full(folder: str, mark: int) -> bool:
    """Whether spares there would take room that the disk hardly has, or the user wants free."""
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return shutil.disk_usage(folder).free < max(mark, LEAST_FREE)
