"""Keeps how far each session's branch and its base are apart: looked at when a session was counted, and when a window
sees that branches of its repository moved. A repository has one such look at a time."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Collection
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.base import Drift
from branchline.core.model.landing import Landed
from branchline.core.model.session import Session
from branchline.core.session.base_events import BaseSaid, DriftMeasured
from branchline.core.session.landing_events import LandingFound, LandingLost
from branchline.git.branches import refs_of
from branchline.git.drift import apart, heads
from branchline.git.fork_point import fork_point
from branchline.git.landed import how_it_came
from branchline.git.parent_branch import parents
from branchline.git.repository import Repository, git_of, inspect_known
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
                await self._background.foreground.clear()
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
        made_of = refs, head, [(each.id, each.branch, each.base, _own(each)) for each in ours]
        if not ours or self._seen.get(common_dir) == made_of:
            return
        repository = await inspect_known(common_dir)
        children = {each.branch for each in ours}
        for each in ours:
            await self._look_at(repository, refs, each, children)
        self._seen[common_dir] = made_of

    async def _look_at(
        self, repository: Repository, refs: dict[str, str], session: Session, children: Collection[str]
    ) -> None:
        tip, git = heads(refs)[session.branch], repository.git
        place = (repository, refs, session.base, children, session.landed)
        known = await parents(*place) if session.base else []
        counts = await apart(git, known[0].tip, tip, known[0].landed) if known else (0, 0)
        said: list[BaseSaid | LandingFound | LandingLost] = []
        if not known and session.landed is not None and session.landed.tip == session.base:
            at = await git.text("rev-parse", "HEAD^{commit}")
            said.append(LandingLost(await fork_point(git, session.branch, tip, refs, at)))
        elif session.under_way is None and _own(session) == tip:
            for each in known:
                if how := await how_it_came(git, session.base, tip, each.tip):
                    said.append(LandingFound(Landed(how, each.name, each.tip, time.time(), tip)))
                    counts = (counts[0], 0)
                    break
        said.append(DriftMeasured(Drift(known[0].name, *counts) if known else None))
        now = self._sessions.find(session.id)
        if now is not None and (now.base, now.under_way) == (session.base, session.under_way):
            for event in said:
                self._sessions.happened(session.id, event)

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


def _own(session: Session) -> str:
    """The commit that its worktree was seen at, where it has some of its own."""
    return session.head.commit if session.head is not None and session.head.commits else ""


def _head(common_dir: str) -> bytes:
    """What the main checkout is at, by which its base is told."""
    try:
        return Path(common_dir, "HEAD").read_bytes()
    except OSError:
        return b""
