"""Runs the project's set-up script in a session's worktree, once after that was made or came back from its snapshot,
before the agent starts; and again where the user wants it."""

from __future__ import annotations

import asyncio
import logging
import time

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.preparing import Phase, Preparing
from branchline.core.model.session import Session
from branchline.core.model.setup import AfterSetup, Setup, SetupStatus
from branchline.core.model.status import Status
from branchline.core.reasons import PauseReason
from branchline.core.session.events import StartFailed, StopRequested
from branchline.core.session.preparing_events import PreparingMoved
from branchline.core.session.project_scripts import Script, ScriptKind
from branchline.core.session.script_events import SetupSaid
from branchline.core.session.script_terminal import terminal_of
from branchline.core.session.script_words import what_became
from branchline.machine.user_environment import Environment
from branchline.service.base.base import Base
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Changed, Dropped, News
from branchline.service.scripts.approvals import Approvals
from branchline.service.scripts.running import ScriptRunning

log = logging.getLogger(__name__)

_TROUBLE = frozenset({SetupStatus.FAILED, SetupStatus.TIMED_OUT})


@attrs.frozen
class ScriptFailed:
    """`why` is a sentence for people."""

    session: Session
    kind: ScriptKind
    why: str


class SetUp:
    def __init__(self, base: Base, approvals: Approvals, running: ScriptRunning) -> None:
        self._sessions = base.sessions
        self._settings = base.settings
        self._background = base.background
        self._approvals = approvals
        self._running = running
        self._live: set[str] = set()
        """Sessions whose end ends the script, too."""
        self._cancelled: set[str] = set()
        self._again: set[str] = set()
        """Sessions in which it is just being run again."""
        self.failed: Listeners[ScriptFailed] = Listeners()
        base.sessions.listeners.add(self._told)
        approvals.approved.add(self._approved_now)

    # ------------------------------------------------------------ before the agent

    async def due(self, session_id: str) -> Script | None:
        """What is to be run before the session's agent starts now; one that is not approved is not."""
        session = self._sessions.get(session_id)
        if not session.setup_due or session.status is not Status.STARTING:
            return None
        script = await self._approvals.to_run(session_id, ScriptKind.SETUP)
        if script is None:
            waits = self._sessions.get(session_id).setup_waits is not None
            self._sessions.happened(session_id, SetupSaid(None, due=waits))
        return script

    async def before_agent(self, session_id: str, script: Script, user: Environment) -> bool:
        """Returns when it ended, however that was; False: the agent must not start by this start. Cancelled, the
        session is interrupted, and the script runs again when it goes on."""
        try:
            setup = await self._run(session_id, script, user)
        except asyncio.CancelledError:
            if self._is_starting(session_id):
                self._sessions.happened(session_id, StopRequested(PauseReason.INTERRUPTED))
            raise
        waits = self._settings.now.setup_failure is AfterSetup.WAIT
        if setup.status in _TROUBLE and waits and self._is_starting(session_id):
            self._sessions.happened(session_id, SetupSaid(setup, due=True))
            self._sessions.happened(session_id, StartFailed(self._words(setup)))
        return setup.status is not SetupStatus.CUT_OFF

    # ------------------------------------------------------------ as the user wants it

    async def run(self, session_id: str, user: Environment | None = None) -> Session:
        """Run it, again or for the first time, beside the agent if that lives; returns when it has begun. Raises
        NO_SESSION, NO_WORKTREE, INVALID_STATE while it runs or the session starts, NO_SCRIPT, NOT_APPROVED."""
        session = self._sessions.get(session_id)
        if not session.worktree or session.freed:
            raise BranchlineError(ErrorCode.NO_WORKTREE, f"“{session.name}” has no worktree now; resume it first.")
        if self._is_busy(session):
            raise BranchlineError(ErrorCode.INVALID_STATE, "The session is just being set up, or starts.")
        self._again.add(session_id)
        try:
            script = await self._approved(session_id)
            begun = self._background.start(self._run_again(session_id, script, user), "setting a worktree up again")
        except BaseException:
            self._again.discard(session_id)
            raise
        begun.add_done_callback(lambda _: self._again.discard(session_id))
        await self._sessions.until(session_id, lambda now: now.setup != session.setup)
        return self._sessions.get(session_id)

    def is_waited_for(self, session_id: str) -> bool:
        """The agent does not start before it has run to its end. Raises NO_SESSION."""
        session = self._sessions.get(session_id)
        failed = session.setup is not None and session.setup.status in _TROUBLE
        return session.status is Status.FAILED and session.setup_due and failed

    async def cancel(self, session_id: str) -> Session:
        """The agent starts all the same. Raises NO_SESSION, and INVALID_STATE where it does not run."""
        if not _runs(self._sessions.get(session_id)):
            raise BranchlineError(ErrorCode.INVALID_STATE, "The set-up script does not run.")
        self._cancelled.add(session_id)  # It may be about to begin.
        await self._running.terminals.end(terminal_of(session_id, ScriptKind.SETUP))
        await self._sessions.until(session_id, lambda now: not _runs(now))
        return self._sessions.get(session_id)

    # ------------------------------------------------------------ after a start of the sidecar

    async def recover(self) -> None:
        """What an earlier sidecar began, a teardown too, is ended: nobody would know what becomes of it. A set-up runs
        again before the agent starts next."""
        left = [session for session in self._sessions.all() if _runs(session)]
        try:
            await self._running.end_all_left(needed=bool(left))
        except BranchlineError as error:
            log.warning("scripts of an earlier sidecar may still run: %s", error.message)
        for session in left:
            cut_off = session.setup and attrs.evolve(session.setup, status=SetupStatus.CUT_OFF, at=time.time())
            self._sessions.happened(session.id, SetupSaid(cut_off, due=True))

    # ------------------------------------------------------------

    async def _approved(self, session_id: str) -> Script:
        script = await self._approvals.to_run(session_id, ScriptKind.SETUP)
        if script is not None:
            return script
        if waits := self._sessions.get(session_id).setup_waits:
            raise BranchlineError(
                ErrorCode.NOT_APPROVED,
                f"The set-up script in {shown(waits.source)} is not approved. Look at it and approve it first.",
                digest=waits.digest,
            )
        raise BranchlineError(
            ErrorCode.NO_SCRIPT,
            "This project has no set-up script that may run. Write one as .branchline/setup, or set"
            " branchline.setupScript.",
        )

    def _approved_now(self, session_id: str) -> None:
        """It waited for that. One whose agent does not run has it with its next start."""
        self._background.start(self._run_approved(session_id), "setting a worktree up with what was approved")

    async def _run_approved(self, session_id: str) -> None:
        session = self._sessions.find(session_id)
        if session is not None and session.process is not None and not self._is_busy(session):
            await self.run(session_id)

    async def _run_again(self, session_id: str, script: Script, user: Environment | None) -> None:
        await self._run(session_id, script, user)

    async def _run(self, session_id: str, script: Script, user: Environment | None) -> Setup:
        session = self._sessions.get(session_id)
        is_live = session.status.is_live

        def began() -> bool:
            """Now it has a terminal, which is shown as the session's until its agent has one."""
            if self._is_starting(session_id):
                self._sessions.happened(session_id, PreparingMoved(Preparing(Phase.SETUP)))
            return session_id not in self._cancelled and (not is_live or session_id in self._live)

        begun = Setup(SetupStatus.RUNNING, script.source, time.time())
        self._sessions.happened(session_id, SetupSaid(begun, due=session.setup_due))
        try:
            if is_live:
                self._live.add(session_id)
            await self._sessions.saved()  # A sidecar that is killed is followed by one that knows.
            seconds = self._settings.now.setup_seconds
            setup = await self._running.run(session, script, seconds, user, began)
        except BaseException:
            self._say(session, attrs.evolve(begun, status=SetupStatus.CUT_OFF))
            raise
        finally:
            was_stopped = is_live and session_id not in self._live
            self._live.discard(session_id)
            self._cancelled.discard(session_id)
        if was_stopped and session.process is None:
            setup = attrs.evolve(setup, status=SetupStatus.CUT_OFF)
        self._say(session, setup)
        return setup

    def _say(self, before: Session, setup: Setup) -> None:
        """`before`: as the session was when it began."""
        session = self._sessions.find(before.id)
        if session is None:
            return
        is_due = setup.status is SetupStatus.CUT_OFF and before.setup_due
        self._sessions.happened(session.id, SetupSaid(setup, due=is_due))
        if setup.status in _TROUBLE:
            self.failed.tell(ScriptFailed(session, ScriptKind.SETUP, self._words(setup)))

    def _words(self, setup: Setup) -> str:
        return what_became(ScriptKind.SETUP, setup, self._settings.now.setup_seconds)

    def _is_starting(self, session_id: str) -> bool:
        session = self._sessions.find(session_id)
        return session is not None and session.status is Status.STARTING and session.process is None

    def _is_busy(self, session: Session) -> bool:
        starts = session.status in {Status.QUEUED, Status.STARTING} and session.process is None
        return starts or session.id in self._again or _runs(session)

    def _told(self, news: News) -> None:
        """Nothing of a session that ends goes on."""
        match news:
            case Changed(_, session) if session.stopping or not session.status.is_live:
                session_id = session.id
            case Dropped(_, session_id):
                pass
            case _:
                return
        if session_id in self._live:
            self._live.discard(session_id)
            end = self._running.terminals.end(terminal_of(session_id, ScriptKind.SETUP))
            self._background.start(end, "ending a set-up script")


def _runs(session: Session) -> bool:
    return session.setup is not None and session.setup.status is SetupStatus.RUNNING
