"""Puts together what goes from a session's branch to the one that it left, and from there to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from branchline.core.model.session import Session
from branchline.core.model.under_way import Step
from branchline.service.base.base import Base
from branchline.service.landing.drifts import Drifts
from branchline.service.landing.keep_going import KeepingGoing
from branchline.service.landing.landing import Landings
from branchline.service.landing.pull_request_looks import PullRequestLooks
from branchline.service.landing.pull_requests import PullRequests
from branchline.service.landing.updates import Updates
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.terminals.instructions import Instructions
from branchline.service.timeline.timeline import Timeline


class BothWays:
    """`bring_back` makes a worktree that was freed again; `seen` says whether there is a window."""

    def __init__(
        self,
        base: Base,
        timeline: Timeline,
        change_tracker: ChangeTracker,
        instructions: Instructions,
        bring_back: Callable[[str], Awaitable[None]],
        seen: Callable[[], bool],
    ) -> None:
        self.landings = Landings(
            paths=base.paths, sessions=base.sessions, timeline=timeline, locks=base.locks, bring_back=bring_back
        )
        self.drifts = Drifts(sessions=base.sessions, changes=change_tracker, background=base.background)
        self.updates = Updates(
            sessions=base.sessions,
            settings=base.settings,
            timeline=timeline,
            changes=change_tracker,
            instructions=instructions,
            locks=base.locks,
        )
        self.pull_requests = PullRequests(
            sessions=base.sessions, whereabouts=base.whereabouts, instructions=instructions
        )

        self.looks = PullRequestLooks(
            sessions=base.sessions,
            settings=base.settings,
            background=base.background,
            look=self.pull_requests.look,
            seen=seen,
        )
        self.keeping_going = KeepingGoing(
            sessions=base.sessions,
            settings=base.settings,
            background=base.background,
            instructions=instructions,
            pull_requests=self.pull_requests,
            publishing=self.landings.publishing,
        )

    def close(self) -> None:
        self.keeping_going.close()
        self.looks.close()

    async def finish(self, session: Session) -> None:
        """A step that was cut off. Raises git's errors and OSError."""
        if session.under_way is Step.LANDING:
            await self.landings.finish(session)
        elif session.under_way is Step.UPDATING:
            await self.updates.finish(session)
