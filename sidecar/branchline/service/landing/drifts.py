"""Keeps how far each session's branch and its base are apart: looked at when a session was counted, and when a window
sees that branches of its repository moved. A repository has one such look at a time."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.base import Drift
from branchline.core.session.base_events import DriftMeasured
from branchline.git.branches import refs_of
from branchline.git.drift import apart, heads
from branchline.git.parent_branch import parent_of
from branchline.git.repository import git_of, inspect_known
from branchline.machine import priority
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.review.change_tracker import ChangeTracker

log = logging.getLogger(__name__)

LEAST = 1.0
"""Seconds between the looks at a repository."""
SHARE = 10
"""A look that took long is not repeated before this many times its length."""


class Drifts:
    def __init__(self, sessions: Sessions, changes: ChangeTracker, background: Background) -> None:
        self._sessions = sessions
        self._background = background
        self._wanted: set[str] = set()
        self._looking: set[str] = set()
        self._seen: dict[str, object] = {}
        """By common git folder, what the last look was made of."""
        self._places: dict[str, object] = {}
        changes.counted.add(self._counted)
        sessions.listeners.add(self._told)

    def moved(self, repo: str) -> None:
        """Branches of the repository of this checkout may have moved. Raises BAD_PATH."""
        if not os.path.isabs(repo):
            raise BranchlineError(ErrorCode.BAD_PATH, f"“{shown(repo)}” is not an absolute path.", path=repo)
        for each in {session.common_dir for session in self._sessions.all() if session.repo == repo}:
            self.request(each)

    def request(self, common_dir: str) -> None:
        """Look soon. Requests that come before it has begun are one."""
        self._wanted.add(common_dir)
        if common_dir not in self._looking:
            self._looking.add(common_dir)
            self._background.start(self._looks(common_dir), "looking for drift")

    async def _looks(self, common_dir: str) -> None:
        try:
            while common_dir in self._wanted:
                self._wanted.discard(common_dir)
                began = time.monotonic()
                try:
                    with priority.low():
                        await self.look(common_dir)
                except BranchlineError as error:
                    log.info("%s: drift not measured: %s", common_dir, error.message)
                if common_dir in self._wanted:
                    await asyncio.sleep(max(LEAST, SHARE * (time.monotonic() - began)))
        finally:
            self._looking.discard(common_dir)

    async def look(self, common_dir: str) -> None:
        """Raises git's errors."""
        refs = await refs_of(git_of(common_dir))
        tips = heads(refs)
        ours = [each for each in self._sessions.all() if each.common_dir == common_dir and each.branch in tips]
        head = await asyncio.to_thread(_head, common_dir)
        made_of = refs, head, [(each.id, each.branch, each.base) for each in ours]
        if not ours or self._seen.get(common_dir) == made_of:
            return
        repository = await inspect_known(common_dir)
        children = {each.branch for each in ours}
        for each in ours:
            parent = await parent_of(repository, refs, each.base, children) if each.base else None
            counts = await apart(repository.git, parent.tip, tips[each.branch]) if parent else (0, 0)
            if self._sessions.has(each.id):
                self._sessions.happened(each.id, DriftMeasured(Drift(parent.name, *counts) if parent else None))
        self._seen[common_dir] = made_of

    def _counted(self, session_id: str) -> None:
        session = self._sessions.find(session_id)
        if session is not None and session.common_dir:
            self.request(session.common_dir)

    def _told(self, news: News) -> None:
        """A session came to its branch, or to another one, or its base is another commit; or a step of it was done."""
        if isinstance(news, Dropped):
            self._places.pop(news.session_id, None)
        elif isinstance(news, Changed) and news.session.branch:
            place = news.session.branch, news.session.base, news.session.under_way
            if self._places.get(news.session.id) != place:
                self._places[news.session.id] = place
                if news.session.under_way is None:  # Else it is looked at when the step is done.
                    self._counted(news.session.id)


def _head(common_dir: str) -> bytes:
    """What the main checkout is at, by which its base is told."""
    try:
        return Path(common_dir, "HEAD").read_bytes()
    except OSError:
        return b""
