"""Sessions that keep going until the checks of their pull requests are green: what `core/session/keep_going.py` says is
carried out. Looks are spaced by one timer, which is there only while a session waits for its checks."""

from __future__ import annotations

import asyncio
import logging

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.keep_going import KeepGoing, KeepGoingEnd, KeepGoingStage
from branchline.core.model.session import Session
from branchline.core.policy.decisions import Decided, Decider
from branchline.core.session import keep_going as rules
from branchline.core.session.base_events import KeepGoingSaid
from branchline.core.session.keep_going import Do, End, LookAtBranch, Move, Push, Tell, Wait
from branchline.core.session.pull_request_text import logs_text
from branchline.git.branches import LOCAL, refs_of
from branchline.git.landing.committing import is_ancestor
from branchline.git.repository import inspect_known
from branchline.machine.user_environment import Environment
from branchline.service.base.background import Background
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.landing.publishing import Publishing
from branchline.service.landing.pull_requests import PullRequests, not_found
from branchline.service.terminals.instructions import Instructions

log = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between looks at checks that go on."""


class KeepingGoing:
    def __init__(
        self,
        sessions: Sessions,
        settings: LiveSettings,
        background: Background,
        instructions: Instructions,
        pull_requests: PullRequests,
        publishing: Publishing,
    ) -> None:
        self._sessions = sessions
        self._settings = settings
        self._background = background
        self._instructions = instructions
        self._pull_requests = pull_requests
        self._publishing = publishing
        self._busy: set[str] = set()
        """Something is just done for these."""
        self._wanted: dict[str, bool] = {}
        """For these something is to be done; whether with a look at the pull request."""
        self._timers: dict[str, asyncio.TimerHandle] = {}
        sessions.listeners.add(self._told)

    def recover(self) -> None:
        """After a start of the sidecar."""
        for session in self._sessions.all():
            if session.keep_going is not None and rules.is_active(session.keep_going):
                self._say(session.id, rules.recovered(session.keep_going, session))
                self._go_on(session.id, look=True)

    def close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    async def begin(self, session_id: str, environment: Environment | None) -> None:
        """Raises NOT_RUNNING, PULL_REQUEST_NOT_FOUND, and the errors of a look."""
        if not self._sessions.get(session_id).status.is_live:
            raise BranchlineError(ErrorCode.NOT_RUNNING, "The agent of this session does not run; resume it first.")
        if await self._pull_requests.look(session_id, environment) is None:
            raise not_found()
        self._say(session_id, KeepGoing(self._settings.now.keep_going_tries))
        await self._sessions.saved()
        self._go_on(session_id, look=True)

    def end(self, session_id: str) -> None:
        """The user does not want it any more; what the agent was told stands. Raises NO_SESSION."""
        self._say(session_id, None)

    def decided(self, decided: Decided) -> None:
        """Of a prompt: a person's answer takes over."""
        if decided.by is not Decider.RULE and self._active(decided.session_id) is not None:
            self._do_at_once(decided.session_id, End(KeepGoingEnd.YOURS))

    # ------------------------------------------------------------ when

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._stop_timer(news.session_id)
        elif isinstance(news, Changed) and rules.is_active(news.session.keep_going):
            self._go_on(news.session.id)

    def _go_on(self, session_id: str, *, look: bool = False) -> None:
        """One thing at a time for each session; what changes meanwhile is looked at afterwards."""
        self._wanted[session_id] = look or self._wanted.get(session_id, False)
        if session_id not in self._busy:
            self._busy.add(session_id)
            self._background.start(self._until_done(session_id), "keeping a session going")

    async def _until_done(self, session_id: str) -> None:
        try:
            while session_id in self._wanted:
                await self._once(session_id, look=self._wanted.pop(session_id))
        finally:
            self._busy.discard(session_id)

    async def _once(self, session_id: str, *, look: bool) -> None:
        found = self._active(session_id)
        if found is None:
            self._stop_timer(session_id)
            return
        session, keep = found
        do = rules.after_change(keep, session)
        if isinstance(do, LookAtBranch):
            do = await self._branch(session, keep)
        elif look and isinstance(do, Wait) and keep.stage is KeepGoingStage.LOOKING:
            await self._look(session_id)
            return
        await self._do(session_id, do)

    def _active(self, session_id: str) -> tuple[Session, KeepGoing] | None:
        session = self._sessions.find(session_id)
        if session is None or session.keep_going is None or not rules.is_active(session.keep_going):
            return None
        return session, session.keep_going

    # ------------------------------------------------------------ what

    async def _look(self, session_id: str) -> None:
        self._wait_to_look(session_id)
        try:
            found = await self._pull_requests.found(session_id, None)
        except BranchlineError as error:
            log.info("%s: its pull request was not looked at: %s", session_id[:8], error.message)
            found = None
        if (active := self._active(session_id)) is None:
            return
        session, keep = active
        do = rules.after_look(keep, found[1].seen if found else None, rests=rules.at_rest(session))
        if not isinstance(do, Tell) or found is None:
            await self._do(session_id, do)
            return
        logs = await self._pull_requests.failed_logs(*found)
        if self._active(session_id) is None:
            return
        await self._do(session_id, do)
        text = f"{logs_text(found[1].seen.number, logs)}\n\n{rules.ASKS}"
        try:
            await self._instructions.send(session_id, text, submit=True, queue=True)
        except BranchlineError as error:
            log.info("%s: was not told what failed: %s", session_id[:8], error.message)
            self._do_at_once(session_id, End(KeepGoingEnd.AGENT_ENDED))
            return
        self._do_at_once(session_id, Move(KeepGoingStage.TOLD))

    async def _branch(self, session: Session, keep: KeepGoing) -> Do:
        try:
            repository = await inspect_known(session.repo)
            tip = (await refs_of(repository.git)).get(LOCAL + session.branch)
            forward = tip is not None and await is_ancestor(repository.git, keep.told, tip)
        except BranchlineError as error:
            log.info("%s: its branch was not looked at: %s", session.id[:8], error.message)
            return End(KeepGoingEnd.UNSEEN)
        return rules.after_rest(keep, tip, forward=forward)

    async def _do(self, session_id: str, do: Do) -> None:
        self._do_at_once(session_id, do)
        if not isinstance(do, Push):
            return
        await self._sessions.saved()
        try:
            await self._publishing.push(session_id)
        except BranchlineError as error:
            log.info("%s: was not pushed: %s", session_id[:8], error.message)
            self._do_at_once(session_id, End(KeepGoingEnd.DIVERGED))
            return
        self._do_at_once(session_id, Move(KeepGoingStage.LOOKING))
        self._wait_to_look(session_id)

    def _do_at_once(self, session_id: str, do: Do) -> None:
        if (found := self._active(session_id)) is not None:
            self._say(session_id, rules.done(found[1], do))

    def _say(self, session_id: str, keep: KeepGoing | None) -> None:
        if keep is None or not rules.is_active(keep):
            self._stop_timer(session_id)
        if self._sessions.get(session_id).keep_going != keep:
            self._sessions.happened(session_id, KeepGoingSaid(keep))

    # ------------------------------------------------------------ the timers

    def _wait_to_look(self, session_id: str) -> None:
        self._stop_timer(session_id)
        self._timers[session_id] = asyncio.get_running_loop().call_later(EVERY, self._due, session_id)

    def _due(self, session_id: str) -> None:
        self._timers.pop(session_id, None)
        self._go_on(session_id, look=True)

    def _stop_timer(self, session_id: str) -> None:
        if (timer := self._timers.pop(session_id, None)) is not None:
            timer.cancel()
