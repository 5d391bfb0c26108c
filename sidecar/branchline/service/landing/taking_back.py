"""Takes a landing back: its branch goes to where it was, as long as nothing came after."""

from __future__ import annotations

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.landing import Landed, Landing
from branchline.core.model.session import Session
from branchline.core.session.landing_events import LandingEnded, LandingSaid, LandingTakenBack
from branchline.git.branches import LOCAL, refs_of
from branchline.git.git_folders import GitFolders, folders_in, folders_of
from branchline.git.landing.moving import backward, changed_in, forward_again, move
from branchline.git.repository import Repository, inspect_known
from branchline.git.runner import alone
from branchline.service.base.sessions import Sessions
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.landing.prepared import checkout_of
from branchline.service.timeline.timeline import Timeline


@attrs.frozen
class _Place:
    repository: Repository
    checkout: GitFolders | None


class TakingBack:
    def __init__(self, sessions: Sessions, timeline: Timeline, locks: WorktreeLocks) -> None:
        self._sessions = sessions
        self._timeline = timeline
        self._locks = locks

    async def take_back(self, session_id: str) -> None:
        """The session's branch keeps the commit of its work. Raises NOT_UNDOABLE where the parent branch has other
        commits since, or its checkout changes of its own; INVALID_STATE, AGENT_WORKS, BRANCH_CHECKED_OUT and git's
        errors. Nothing was changed then."""
        async with self._locks.of(session_id):
            session = await self._timeline.session(session_id)
            if session.under_way is not None:
                raise BranchlineError(
                    ErrorCode.INVALID_STATE,
                    f"Something is just being done to the worktree of “{session.name}”. Try again.",
                )
            landed = session.landed
            if landed is None or not landed.before:
                raise BranchlineError(ErrorCode.NOT_UNDOABLE, f"Nothing is known of a landing of “{session.name}”.")
            async with alone(f"landing in {session.common_dir}"):
                place = await self._place(session, landed)
                checkout = place.checkout.checkout if place.checkout else ""
                landing = Landing(
                    landed.how,
                    landed.onto,
                    landed.commit,
                    "",
                    "",
                    checkout,
                    landed.tip,
                    landed.before,
                    elsewhere=landed.elsewhere,
                    back=True,
                )
                self._sessions.happened(session_id, LandingSaid(landing))
                await self._sessions.saved()
                try:
                    await self._step(place, landing)
                except BranchlineError:
                    if not await self.finish(session_id, landing, forward_only=True):
                        raise
                    return
                await self.finish(session_id, landing)

    async def finish(self, session_id: str, landing: Landing, *, forward_only: bool = False) -> bool:
        """What was cut off is done to its end, where the branch is still at the landing; `forward_only`: it was
        refused, so that only what is done already counts. Raises git's errors and OSError."""
        repository = await inspect_known(self._sessions.get(session_id).repo)
        at = (await refs_of(repository.git)).get(LOCAL + landing.onto)
        done = at == landing.result
        if at == landing.before and not forward_only:
            if landing.checkout:
                folders = folders_at(landing.checkout, repository)
                done = await forward_again(folders, landing.onto, landing.before, landing.result)
            else:
                await move(repository, landing.onto, landing.before, landing.result, killed=True)
                done = True
        base = self._sessions.get(session_id).base
        if done and not landing.elsewhere:
            base = await repository.git.text("merge-base", landing.result, landing.tip)
        self._sessions.happened(session_id, LandingTakenBack(base) if done else LandingEnded())
        await self._sessions.saved()
        return done

    async def _place(self, session: Session, landed: Landed) -> _Place:
        repository = await inspect_known(session.repo)
        onto = landed.onto
        if (await refs_of(repository.git)).get(LOCAL + onto) != landed.commit:
            raise BranchlineError(
                ErrorCode.NOT_UNDOABLE,
                f"{shown(onto)} has other commits since “{session.name}” landed there, so that it was left alone.",
            )
        others = [each for each in self._sessions.all() if each.id != session.id]
        checkout = await checkout_of(repository, onto, others)
        if checkout is not None and (changed := await changed_in(checkout)):
            raise BranchlineError(
                ErrorCode.NOT_UNDOABLE,
                f"{shown(checkout.checkout)} has {shown(onto)} checked out, with changes of its own in"
                f" {shown(', '.join(changed[:3]))}. Commit or stash them first.",
            )
        return _Place(repository, checkout)

    @staticmethod
    async def _step(place: _Place, landing: Landing) -> None:
        if place.checkout is None:
            await move(place.repository, landing.onto, landing.before, landing.result)
        else:
            await backward(place.checkout, landing.onto, landing.before, landing.result)


def folders_at(checkout: str, repository: Repository) -> GitFolders:
    return folders_of(checkout) if checkout == repository.root else folders_in(checkout, repository.root)
