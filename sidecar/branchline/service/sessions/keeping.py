"""Keeps one session of several: it lands, and the others are removed, each with its snapshot."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.landing import How, Keeping
from branchline.core.session.landing_events import KeepingSaid, OtherRemoved, OthersBack
from branchline.machine.user_environment import Environment
from branchline.service.base.sessions import Sessions
from branchline.service.landing.landing import Landings, Told
from branchline.service.sessions.foreseen import refuse_removal
from branchline.service.sessions.removal import Losses, Removal
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)


@attrs.frozen
class Kept:
    """What came of it, or would: `losses` are those of the other sessions, in their order, before anything is done.
    `removed` are ids; `failed` is the one that could not be removed, and why; those after it were left alone."""

    told: Told
    losses: list[Losses] = attrs.field(factory=list)
    removed: list[str] = attrs.field(factory=list)
    failed: tuple[str, str] | None = None


@attrs.frozen
class PutBack:
    """The ids of those that are there again; of those that are not, why; and why the landing stays, "": it does not."""

    restored: list[str]
    failed: list[tuple[str, str]]
    stays: str


class KeepingOne:
    def __init__(self, sessions: Sessions, timeline: Timeline, landings: Landings, removal: Removal) -> None:
        self._sessions = sessions
        self._timeline = timeline
        self._landings = landings
        self._removal = removal

    async def keep(
        self,
        session_id: str,
        others: Sequence[str],
        how: How,
        onto: str | None = None,
        message: str | None = None,
        *,
        dry_run: bool = False,
        environment: Environment | None = None,
    ) -> Kept:
        """What stands in the way of any of it is said before anything is done. Raises INVALID_STATE, NO_SESSION and
        the errors of `Landings.land` and `Removal.losses`; nothing was done then."""
        session = self._sessions.get(session_id)
        others = [each for each in dict.fromkeys(others) if each != session_id]
        if not others or session.keeping is not None:
            why = "It is just being kept." if session.keeping else "There is no other session to remove."
            raise BranchlineError(ErrorCode.INVALID_STATE, why)
        losses = []
        for each in others:
            await refuse_removal(self._timeline, self._sessions.get(each))
            losses.append(await self._removal.losses(each))
        planned = await self._landings.land(session_id, how, onto, message, dry_run=True, environment=environment)
        if dry_run:
            return Kept(planned, losses)
        await self._say(session_id, Keeping(tuple(others), session.landed.commit if session.landed else ""))
        try:
            told = await self._landings.land(session_id, how, onto, message, environment=environment)
        except BranchlineError:
            await self._say(session_id, None)
            raise
        removed, failed = await self._remove(session_id, others)
        return Kept(told, losses, removed, failed)

    async def put_back(self, session_id: str) -> PutBack:
        """The undo of `keep`. Raises NO_SESSION, and INVALID_STATE where nothing was removed for it."""
        landed = self._sessions.get(session_id).landed
        if landed is None or not landed.removed:
            raise BranchlineError(ErrorCode.INVALID_STATE, "No session was removed for this one.")
        restored: list[str] = []
        failed: list[tuple[str, str]] = []
        for each in landed.removed:
            try:
                if not self._sessions.has(each):
                    await self._removal.restore(each)
            except (BranchlineError, OSError) as error:
                failed.append((each, str(error)))
            if self._sessions.has(each):
                restored.append(each)
        gone = tuple(each for each, _ in failed if self._removal.removed.find(each) is None)
        self._sessions.happened(session_id, OthersBack((*restored, *gone)))
        try:
            await self._landings.taking_back.take_back(session_id)
        except BranchlineError as error:
            await self._sessions.saved()
            return PutBack(restored, failed, error.message)
        return PutBack(restored, failed, "")

    async def recover(self) -> None:
        """What an earlier sidecar had begun: where the session has landed the others go, else nothing was done."""
        for session in self._sessions.all():
            if session.keeping is None or session.under_way is not None:
                continue
            landed = session.landed
            if landed is None or landed.commit == session.keeping.since:
                await self._say(session.id, None)
                continue
            log.warning("%s: the others were not all removed, which is done now", session.id[:8])
            _, failed = await self._remove(session.id, session.keeping.others)
            if failed:
                log.error("%s: not removed: %s", failed[0][:8], failed[1])

    async def _remove(self, session_id: str, others: Sequence[str]) -> tuple[list[str], tuple[str, str] | None]:
        removed: list[str] = []
        failed = None
        for each in others:
            try:
                if self._sessions.has(each):
                    await self._removal.remove(each, force=True, keep_branch=False)
            except (BranchlineError, OSError) as error:
                failed = (each, str(error))
                break
            if self._removal.removed.find(each) is not None:
                removed.append(each)
                self._sessions.happened(session_id, OtherRemoved(each))
        await self._say(session_id, None)
        return removed, failed

    async def _say(self, session_id: str, keeping: Keeping | None) -> None:
        self._sessions.happened(session_id, KeepingSaid(keeping))
        await self._sessions.saved()
