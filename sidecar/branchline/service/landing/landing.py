"""Lands a session's work: each step is written down before it is taken, and finished or undone if it is cut off."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.landing import How, Landed, Landing
from branchline.core.model.session import Session
from branchline.core.reasons import SnapshotReason
from branchline.core.session.landing import Act, refuse_at_work
from branchline.core.session.landing_events import LandingEnded, LandingSaid
from branchline.git.branches import LOCAL, refs_of
from branchline.git.git_folders import folders_in
from branchline.git.landing.committing import commit, is_ancestor, put_index, take_back
from branchline.git.landing.merging import clear_apart, make_apart, merge
from branchline.git.landing.moving import forward, forward_again, move, moved
from branchline.git.own_folder import open_converting
from branchline.git.repository import Repository, inspect_known
from branchline.git.runner import Git, alone
from branchline.machine import user_environment
from branchline.machine.paths import Paths
from branchline.machine.user_environment import Environment
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.landing.applying import Applying
from branchline.service.landing.prepared import Prepared, places, prepare
from branchline.service.landing.publishing import Publishing
from branchline.service.landing.taking_back import TakingBack, folders_at
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)
_CUT_OFF = {ErrorCode.GIT_KILLED, ErrorCode.GIT_TIMEOUT, ErrorCode.DISK_FULL}
"""After these a step may be half done, and is done to its end."""


@attrs.frozen
class Told:
    """The git commands of it, what it goes onto, and with which message."""

    commands: list[str]
    onto: str
    message: str
    landed: Landed | None


class Landings:
    """`bring_back` makes a worktree that was freed again."""

    def __init__(
        self,
        paths: Paths,
        sessions: Sessions,
        timeline: Timeline,
        locks: WorktreeLocks,
        bring_back: Callable[[str], Awaitable[None]],
    ) -> None:
        self._paths = paths
        self._sessions = sessions
        self._timeline = timeline
        self._locks = locks
        self._bring_back = bring_back
        self.applying = Applying(paths=paths, sessions=sessions, timeline=timeline, locks=locks, bring_back=bring_back)
        self.publishing = Publishing(timeline=timeline)
        self.taking_back = TakingBack(sessions=sessions, timeline=timeline, locks=locks)

    async def land(
        self,
        session_id: str,
        how: How,
        onto: str | None = None,
        message: str | None = None,
        *,
        committed: bool = False,
        dry_run: bool = False,
        environment: Environment | None = None,
    ) -> Told:
        """All of the session's work, or only what is `committed`, onto a branch: its parent one unless another is
        named; with the hooks, signing and tools of whoever has this environment. `dry_run` tells what would be done. A
        worktree that was freed comes back for it, from its snapshot, and stays.

        Raises the errors of `refuse_at_work`, `prepare` and of the steps: LAND_CONFLICT, COMMIT_REFUSED,
        CHECKOUT_DIRTY, BRANCH_MOVED, git's; their data have the `commands`. Nothing is left then.
        """
        with user_environment.of(environment or user_environment.last()):
            async with self._locks.of(session_id):
                refuse_at_work(self._sessions.get(session_id), committed=committed)
                if self._sessions.get(session_id).freed:
                    await self._bring_back(session_id)
                session = await self._timeline.session(session_id)
                async with alone(f"landing in {session.common_dir}"), self._folder(session_id):
                    prepared = await self._prepared(session, how, onto, message, committed)
                    told = Told(prepared.commands, prepared.facts.onto, prepared.message, None)
                    if dry_run:
                        return told
                    try:
                        return attrs.evolve(told, landed=await self._land(session, prepared))
                    except BranchlineError as error:
                        error.data.setdefault("commands", told.commands)
                        raise

    @contextlib.asynccontextmanager
    async def _folder(self, session_id: str) -> AsyncIterator[None]:
        """Of ours: it goes, unless a landing could not be finished or undone."""
        try:
            yield
        finally:
            session = self._sessions.find(session_id)
            if session is None or session.landing is None:
                folder = places(self._paths.session_folder(session_id), session_id)[0].parent
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def finish(self, session: Session, *, forward_only: bool = False) -> Landed | None:
        """What was cut off, by the session's record: done to its end where the merge was made, else undone. Raises
        git's errors and OSError; it stays written down then. `forward_only`: it was refused, so that only what is done
        already counts."""
        landing = session.landing
        if landing is None:
            self._sessions.happened(session.id, LandingEnded())
            return None
        repository = await inspect_known(session.repo)
        if landing.back:
            await self.taking_back.finish(session.id, landing)
            return None
        if landing.how is None:
            await self.applying.finish(session.id, landing)
            return None
        done = bool(landing.result) and await self._is_done(repository, landing, forward_only)
        landed = (
            Landed(
                landing.how,
                landing.onto,
                landing.result,
                time.time(),
                landing.tip,
                landing.before,
                elsewhere=landing.elsewhere,
            )
            if done
            else None
        )
        await self._tidy(session, landing, repository, done)
        self._sessions.happened(session.id, LandingEnded(landed))
        await self._sessions.saved()
        return landed

    async def _prepared(
        self, session: Session, how: How, onto: str | None, message: str | None, committed: bool
    ) -> Prepared:
        others = [each for each in self._sessions.all() if each.id != session.id]
        return await prepare(session, self._paths.session_folder(session.id), how, onto, message, others, committed)

    async def _land(self, session: Session, prepared: Prepared) -> Landed:
        await self._timeline.take(session.id, SnapshotReason.BEFORE_LANDING)
        await self._say(session.id, prepared.begun)
        try:
            await self._steps(session, prepared)
        except BaseException as error:
            cut_off = not isinstance(error, BranchlineError) or error.code in _CUT_OFF
            landed = await self.finish(self._sessions.get(session.id), forward_only=not cut_off)
            if landed is None or not isinstance(error, BranchlineError):
                raise
            return landed
        landed = await self.finish(self._sessions.get(session.id))
        if landed is None:
            raise moved(prepared.facts.onto)
        return landed

    async def _steps(self, session: Session, prepared: Prepared) -> None:
        facts, how, landing = prepared.facts, prepared.how, prepared.begun
        place = Path(facts.place)
        tip = await commit(prepared.ours, prepared.message) if Act.COMMIT in prepared.acts else prepared.head
        landing = await self._say(session.id, attrs.evolve(landing, tip=tip))
        start = tip if how is How.REBASE else facts.before
        await make_apart(prepared.repository, place, start, prepared.ours.folders)
        result = await merge(
            how,
            place,
            session.repo,
            source=facts.source,
            tip=tip,
            onto=facts.onto,
            before=facts.before,
            message=prepared.message,
            known=facts.known,
        )
        await self._say(session.id, attrs.evolve(landing, result=result))
        if prepared.checkout is None:
            await move(prepared.repository, facts.onto, facts.before, result)
        else:
            await forward(prepared.checkout, facts.onto, facts.before, result)

    async def _say(self, session_id: str, landing: Landing) -> Landing:
        self._sessions.happened(session_id, LandingSaid(landing))
        await self._sessions.saved()
        return landing

    async def _is_done(self, repository: Repository, landing: Landing, forward_only: bool) -> bool:
        """Whether the branch has it by now."""
        at = (await refs_of(repository.git)).get(LOCAL + landing.onto)
        if at is None or at != landing.before or forward_only:
            return at is not None and await is_ancestor(repository.git, landing.result, at)
        if landing.checkout:
            return await forward_again(folders_at(landing.checkout, repository), landing.onto, at, landing.result)
        await move(repository, landing.onto, at, landing.result, killed=True)
        return True

    async def _tidy(self, session: Session, landing: Landing, repository: Repository, done: bool) -> None:
        """The worktree's commit and index as they are to be, and nothing left beside."""
        staged, place = places(self._paths.session_folder(session.id), session.id)
        with contextlib.suppress(FileNotFoundError):
            if staged.exists():
                folders = folders_in(session.worktree, session.repo)
                ours = await open_converting(folders, staged)
                if not done:
                    await take_back(ours, landing.head)
                elif await Git(session.worktree, folders).text("rev-parse", "HEAD") == landing.tip != landing.head:
                    await put_index(ours)
        await clear_apart(repository, place)
