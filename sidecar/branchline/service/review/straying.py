"""Follows agents out of their worktrees: what their hooks say that they wrote, where they are when they come to rest
or their terminal says so, and whether the main checkout is as it was when they began."""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
from functools import partial

import attrs

from branchline.agents.shared.touched import Touched
from branchline.core.errors import BranchlineError
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.stray import Stray
from branchline.core.reasons import SnapshotReason
from branchline.core.session import straying as rules
from branchline.core.session.review_events import Strayed, StraysSeen
from branchline.core.session.straying import Place
from branchline.git import unsaved
from branchline.git.unsaved import Unsaved
from branchline.machine.working_folders import working_folders
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.work_watch import HookCalled, WorkWatch
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)

_AT_WORK = frozenset({Status.WORKING, Status.WAITING})


@attrs.define
class _Turn:
    """`main` is the main checkout as it was when the agent began, None while that is not known; `by_user` is what the
    user wrote there since."""

    instruction: str | None
    works: bool = False
    ours: object = (None, None)
    """How far Branchline is with what it does to the main checkout for the user."""
    main: Unsaved | None = None
    by_user: set[str] = attrs.field(factory=set)
    told: str | None = None
    """Where its terminal last said that it is."""


class Straying:
    def __init__(
        self, sessions: Sessions, changes: ChangeTracker, timeline: Timeline, terminals: Terminals, work: WorkWatch
    ) -> None:
        self._sessions = sessions
        self._changes = changes
        self._timeline = timeline
        self._turns = {each.id: _Turn(each.instruction) for each in sessions.all()}
        work.hooks.add(self._hooked)
        terminals.listeners.add(self._painted)
        sessions.listeners.add(self._told)

    def edited(self, path: str) -> None:
        """The user changed what is at this path, in an editor."""
        real = os.path.realpath(path)
        for turn in self._turns.values():
            if turn.works:
                turn.by_user.add(real)

    def _not_theirs(self, repository: str) -> None:
        """The user has Branchline change this repository's main checkout now: no agent does."""
        for session in self._sessions.all():
            if session.repo == repository and (turn := self._turns.get(session.id)) is not None:
                turn.main = None

    def _hooked(self, call: HookCalled) -> None:
        session = self._sessions.find(call.session_id)
        if call.touched is not None and session is not None and session.worktree:
            self._changes.jobs.start(session, partial(self._look_at, session.id, call.touched), "following an agent")

    async def _look_at(self, session_id: str, touched: Touched) -> None:
        session = self._sessions.find(session_id)
        if session is not None:
            await self._tell(session, await asyncio.to_thread(self._of_hook, session, touched))

    def _of_hook(self, session: Session, touched: Touched) -> tuple[Stray, ...]:
        folder = touched.folder or session.folder
        paths = [_real(os.path.join(folder, os.path.expanduser(each))) for each in touched.written]
        places = self._places(session)
        entered = rules.entered([_real(touched.folder)], places) if os.path.isabs(touched.folder) else ()
        return (*entered, *rules.written(paths, places, self._apart(session)))

    def _painted(self, terminal: LiveTerminal) -> None:
        session, turn = self._sessions.find(terminal.session_id), self._turns.get(terminal.session_id)
        told = terminal.told_folder
        if session is None or turn is None or told == turn.told:
            return
        turn.told = told
        if told is not None and session.worktree:
            self._changes.jobs.start(session, partial(self._look_in, session.id, told), "following an agent")

    async def _look_in(self, session_id: str, folder: str) -> None:
        session = self._sessions.find(session_id)
        if session is not None:
            real = await asyncio.to_thread(_real, folder)
            await self._tell(session, rules.entered([real], self._places(session)))

    async def _rested(self, session_id: str) -> None:
        session, turn = self._sessions.find(session_id), self._turns.get(session_id)
        if session is None or turn is None or not session.worktree:
            return
        folders = await asyncio.to_thread(working_folders, session.process) if session.process else set()
        folders |= {turn.told} if turn.told is not None else set()
        found = rules.entered(map(_real, folders), self._places(session))
        before, turn.main = turn.main, None
        after = await self._main(session) if before is not None else None
        # What is committed, or pulled, there is the user's to know: an agent that commits has written first.
        if before is not None and after is not None and before.head == after.head:
            found += rules.altered(before.files, after.files, turn.by_user, self._places(session))
        turn.by_user.clear()
        await self._tell(session, found)

    async def _begun(self, session_id: str) -> None:
        session, turn = self._sessions.find(session_id), self._turns.get(session_id)
        if session is not None and turn is not None and turn.works:
            turn.main = await self._main(session)

    async def _main(self, session: Session) -> Unsaved | None:
        if not session.worktree or _real(session.repo) == _real(session.worktree):
            return None
        try:
            return await unsaved.look(session.repo)
        except BranchlineError as error:
            log.info("%s: the main checkout was not looked at: %s", session.id[:8], error.message)
            return None

    async def _tell(self, session: Session, found: tuple[Stray, ...]) -> None:
        known = {(each.path, each.way) for each in session.strayed}
        if not self._sessions.has(session.id) or not found:
            return
        self._sessions.happened(session.id, Strayed(found))
        for other in {each.session for each in found if each.session is not None}:
            self._changes.request(other)
            if any(each.session == other and (each.path, each.way) not in known for each in found):
                await self._timeline.take_quietly(other, SnapshotReason.STRAYED)

    def _places(self, session: Session) -> list[Place]:
        places = [Place(_real(session.worktree), own=True)]
        if _real(session.repo) != places[0].folder:
            places.append(Place(_real(session.repo), main=True))
        for each in self._sessions.all():
            if each.id != session.id and each.worktree and not each.freed:
                places.append(Place(_real(each.worktree), each.id))
                if each.common_dir != session.common_dir:
                    places.append(Place(_real(each.repo)))
        return places

    def _apart(self, session: Session) -> list[str]:
        home = os.path.expanduser("~")
        own = [os.path.join(home, f".{session.agent}"), os.path.join(home, ".config", session.agent)]
        return [_real(each) for each in (tempfile.gettempdir(), str(self._timeline.folder(session.id).parent), *own)]

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._turns.pop(news.session_id, None)
        if not isinstance(news, Changed):
            return
        session = news.session
        turn = self._turns.setdefault(session.id, _Turn(session.instruction))
        if turn.ours != (ours := (session.landing, session.trying)):
            turn.ours = ours
            self._not_theirs(session.repo)
        works = session.status in _AT_WORK and not session.rests
        if works != turn.works:
            turn.works = works
            what = self._begun if works else self._rested
            self._changes.jobs.start(session, partial(what, session.id), "following an agent")
        if session.instruction != turn.instruction:
            turn.instruction = session.instruction
            if session.strayed:  # The user goes on with it, and saw the row.
                self._sessions.happened(session.id, StraysSeen())


def _real(path: str) -> str:
    return os.path.realpath(path)
