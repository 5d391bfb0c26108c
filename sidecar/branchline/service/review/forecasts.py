"""Which sessions would conflict if they were merged as they are now: forecast when one of them altered, one job at a
time for a repository, so that nobody who works is made to wait."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Sequence

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.session.forecast import Forecast, Touched
from branchline.core.session.forecast_events import ConflictsForeseen
from branchline.git.changes import FileContent
from branchline.git.repository import Repository, inspect_known
from branchline.git.version import MERGES_TREES, needs
from branchline.machine import priority
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.review.forecaster import Forecaster, Work

log = logging.getLogger(__name__)

APART = 1.0
"""Seconds between two forecasts of a repository."""
SHARE = 10
"""One that took long is not repeated before this many times its length."""


@attrs.define(eq=False)
class _Place:
    """What there is for one repository."""

    forecaster: Forecaster = attrs.field(factory=Forecaster)
    alone: asyncio.Lock = attrs.field(factory=asyncio.Lock)
    wanted: bool = False
    task: asyncio.Task[None] | None = None
    next: float = 0.0


@attrs.frozen
class Together:
    """Works of sessions of one repository as they are now, in the order in which they are landed best; what conflicts;
    and the commit that they are to land on, with its tree."""

    repository: Repository
    works: tuple[Work, ...]
    forecast: Forecast
    start: str
    start_tree: str


class Forecasts:
    """Repositories are named by their common git folders."""

    def __init__(self, sessions: Sessions, tracker: ChangeTracker, background: Background) -> None:
        self._sessions = sessions
        self._tracker = tracker
        self._background = background
        self._places: dict[str, _Place] = {}
        self._seen = {each.id: (each.common_dir, _state(each)) for each in sessions.all()}
        sessions.listeners.add(self._told)

    async def read(self, repo: str) -> Forecast:
        """As it is now, of the repository that has a checkout there. The records of its sessions tell it, too. Raises
        GIT_TOO_OLD, NOT_A_REPO, PATH_MISSING, NOT_FETCHED and git's errors."""
        await needs(MERGES_TREES)
        common_dir = (await inspect_known(repo)).common_dir
        return await self._forecast(common_dir, self._places.setdefault(common_dir, _Place()))

    async def file(self, session_id: str, other: str | None, path: str) -> FileContent | None:
        """As git would make it of the session's work and the other's, or the parent branch's (None), with markers where
        they conflict. None: it would not be there. Raises NO_SESSION, NO_WORKTREE, BAD_PATH, and as `read`."""
        await needs(MERGES_TREES)
        ids = dict.fromkeys([session_id, other or session_id])
        common_dir = self._sessions.get(session_id).common_dir
        repository = await inspect_known(common_dir)
        works = [await self._counted(repository, self._sessions.get(each)) for each in ids]
        async with self._places.setdefault(common_dir, _Place()).alone:
            return await self._places[common_dir].forecaster.file(repository, works, path)

    async def together(self, ids: Sequence[str]) -> Together:
        """The works of these sessions, and no others. Raises INVALID_STATE (they are of several repositories),
        NO_SESSION, NO_WORKTREE, and as `read`."""
        await needs(MERGES_TREES)
        sessions = [self._sessions.get(each) for each in dict.fromkeys(ids)]
        places = {each.common_dir for each in sessions}
        if len(places) != 1:
            raise BranchlineError(ErrorCode.INVALID_STATE, "Choose sessions of one repository.")
        repository = await inspect_known(places.pop())
        for each in sessions:
            await self._tracker.read(each.id)
        works = {each.id: await self._counted(repository, self._sessions.get(each.id)) for each in sessions}
        forecaster = Forecaster()
        forecast = await forecaster.forecast(repository, [*works.values()])
        ordered = tuple(works[each] for each in forecast.order)
        start = await forecaster.start(repository, ordered)
        tree = await repository.git.text("rev-parse", f"{start}^{{tree}}")
        return Together(repository, ordered, forecast, start, tree)

    def request(self, common_dir: str) -> None:
        """Forecast soon. Requests that come before it has begun are one."""
        place = self._places.setdefault(common_dir, _Place())
        place.wanted = True
        if place.task is None or place.task.done():
            place.task = self._background.start(self._follow(common_dir, place), "forecasting conflicts")

    async def _follow(self, common_dir: str, place: _Place) -> None:
        while place.wanted:
            await asyncio.sleep(max(0.0, place.next - time.monotonic()))
            await self._background.foreground.clear()
            try:
                with priority.low():
                    await self._forecast(common_dir, place)
            except BranchlineError as error:
                # Its git may be too old, or a worktree half made: what was said of its sessions may hold no more.
                level = logging.DEBUG if error.code is ErrorCode.GIT_TOO_OLD else logging.INFO
                log.log(level, "no forecast of %s: %s", common_dir, error.message)
                self._tell(common_dir, Forecast())

    async def _forecast(self, common_dir: str, place: _Place) -> Forecast:
        async with place.alone:
            place.wanted = False
            began = time.monotonic()
            try:
                works = [each for each in self._of(common_dir) if each.changes.files and _state(each)]
                if not works:
                    forecast = Forecast()
                else:
                    await needs(MERGES_TREES)
                    repository = await inspect_known(common_dir)
                    read = [await self._work(repository, each) for each in works]
                    forecast = await place.forecaster.forecast(repository, [each for each in read if each])
            finally:
                now = time.monotonic()
                place.next = now + max(APART, SHARE * (now - began))
            self._tell(common_dir, forecast)
            return forecast

    async def _work(self, repository: Repository, session: Session) -> Work | None:
        """None: what it changed cannot be counted now."""
        try:
            return await self._counted(repository, session)
        except BranchlineError as error:
            log.info("%s: not in the forecast: %s", session.id[:8], error.message)
            return None

    async def _counted(self, repository: Repository, session: Session) -> Work:
        measured = await self._tracker.read(session.id, session.changes.tree)
        worktree = os.path.realpath(session.worktree)
        heads = [each.head for each in repository.checkouts if os.path.realpath(each.path) == worktree]
        head = next((each for each in heads if each and each.strip("0")), measured.base)
        touched = Touched.by(measured.files)
        return Work(
            session.id, session.name, session.branch, measured.base, measured.tree, head, touched, session.landed
        )

    def _tell(self, common_dir: str, forecast: Forecast) -> None:
        for session in self._of(common_dir):
            conflicts = forecast.of(session.id)
            if conflicts != session.conflicts:
                self._sessions.happened(session.id, ConflictsForeseen(conflicts))

    def _of(self, common_dir: str) -> list[Session]:
        return [each for each in self._sessions.all() if each.common_dir == common_dir]

    def _told(self, news: News) -> None:
        if isinstance(news, Changed):
            session = news.session
            now = (session.common_dir, _state(session))
            if now != self._seen.get(session.id, (session.common_dir, None)) and session.common_dir:
                self.request(session.common_dir)
            self._seen[session.id] = now
        elif isinstance(news, Dropped):
            common_dir, state = self._seen.pop(news.session_id, ("", None))
            if state and common_dir:
                self.request(common_dir)
            if not any(place == common_dir for place, _ in self._seen.values()):
                self._places.pop(common_dir, None)


def _state(session: Session) -> tuple[str, ...] | None:
    """What is to be merged of it, and how far its parent branch is. None: nothing is, now."""
    if not session.worktree or session.freed or not session.changes.tree:
        return None
    behind = f"{session.drift.base} {session.drift.behind}" if session.drift else ""
    return session.worktree, session.branch, session.base, session.changes.tree, behind
