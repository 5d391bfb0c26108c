"""Second opinions: a session that only looks at another one's work, and whose findings become notes of that one."""

from __future__ import annotations

import logging
import time

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.note import Note
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.screen.last_turn import last_turn
from branchline.core.session import second_opinion
from branchline.core.session.built_in_personas import REVIEWER
from branchline.core.session.role_events import NoteTaken
from branchline.core.session.snapshot import Snapshot
from branchline.machine.user_environment import Environment
from branchline.service.base.personas import Personas
from branchline.service.base.sessions import Changed, Dropped, News, Sessions
from branchline.service.prompts.prompts import Prompts, Said
from branchline.service.sessions.create_request import CreateRequest
from branchline.service.sessions.creation import Beginning, Creation
from branchline.service.terminals.terminals import Terminals
from branchline.service.timeline.timeline import Timeline

log = logging.getLogger(__name__)


class SecondOpinions:
    def __init__(
        self,
        sessions: Sessions,
        personas: Personas,
        terminals: Terminals,
        timeline: Timeline,
        prompts: Prompts,
        creation: Creation,
    ) -> None:
        self._sessions = sessions
        self._personas = personas
        self._terminals = terminals
        self._timeline = timeline
        self._creation = creation
        self._before = {session.id: session for session in sessions.all() if session.reviews}
        self._heard: set[str] = set()
        """The sessions whose agents told by a hook what they said last, in the turn that goes on or ended last."""
        self._seen: dict[str, Note] = {}
        """What was read off a screen when a turn ended: a hook that comes later tells all of it."""
        sessions.listeners.add(self._told)
        prompts.listeners.add(self._said)

    async def ask(
        self, session_id: str, *, agent: str | None, focus: str | None, environment: Environment | None = None
    ) -> Session:
        """A new session of the reviewer's, on a worktree of its own that has this one's files as they are now; where
        there is no worktree, those of the latest snapshot. Raises NO_SNAPSHOT, NO_COMMIT, BAD_PERSONA and the errors of
        `Creation.create`."""
        reviewer = self._personas.find(REVIEWER)
        snapshot = await self._snapshot(session_id)
        session = self._sessions.get(session_id)
        if snapshot.head is None:
            raise BranchlineError(
                ErrorCode.NO_COMMIT, "There is no commit yet in this session: nothing differs from it."
            )
        request = CreateRequest(
            repo=session.repo,
            agent=agent or (reviewer.agent if reviewer else None) or session.agent,
            instruction=second_opinion.instruction(session, focus),
            name=second_opinion.name(session),
            title=second_opinion.title(session),
            task=session.task,
            persona=REVIEWER,
            base=snapshot.head,
        )
        return await self._creation.create(request, Beginning(snapshot.ref), environment, reviews=session_id)

    async def _snapshot(self, session_id: str) -> Snapshot:
        session = self._sessions.get(session_id)
        if session.worktree and not session.freed:
            return await self._timeline.take(session_id, SnapshotReason.ON_DEMAND)
        taken = await self._timeline.all(session_id)
        if not taken:
            raise BranchlineError(ErrorCode.NO_SNAPSHOT, "This session has no files yet: there is nothing to look at.")
        return taken[-1]

    def _told(self, news: News) -> None:
        match news:
            case Changed(_, session) if session.reviews:
                self._changed(session)
            case Dropped(_, session_id):
                self._before.pop(session_id, None)
                self._heard.discard(session_id)
                self._seen.pop(session_id, None)

    def _changed(self, session: Session) -> None:
        before = self._before.get(session.id)
        self._before[session.id] = session
        if before is None or before.status is session.status:
            return
        if session.status is Status.WORKING and before.status is Status.READY:
            self._heard.discard(session.id)
            self._seen.pop(session.id, None)
        has_ended = session.status is Status.READY and before.status in {Status.WORKING, Status.WAITING}
        terminal = self._terminals.find(session.id)
        if has_ended and not before.rests and session.id not in self._heard and terminal is not None:
            text = last_turn(terminal.view().lines, session.instruction or "")
            if note := self._note(session, text):
                self._seen[session.id] = note

    def _said(self, said: Said) -> None:
        session = self._sessions.find(said.session_id)
        if session is None or session.reviews is None:
            return
        self._heard.add(session.id)
        self._note(session, said.text, instead=self._seen.pop(session.id, None))

    def _note(self, session: Session, text: str, instead: Note | None = None) -> Note | None:
        reviewed = self._sessions.find(session.reviews or "")
        if not text.strip():
            return None
        if reviewed is None:
            log.info("%s: what it found is not kept: the session that it looked at was removed", session.id[:8])
            return None
        note = Note(time.time(), session.id, session.name, text.strip())
        self._sessions.happened(reviewed.id, NoteTaken(note, instead))
        return note
