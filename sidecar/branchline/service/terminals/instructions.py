"""What agents are told: taken over at once, and typed when they are ready for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Typed
from branchline.core.screen.cut_off import Todo
from branchline.core.screen.typing_plan import check_text
from branchline.core.session.effects import TypeInstruction
from branchline.core.session.instruction_events import (
    InstructionQueued,
    InstructionsTakenBack,
    InstructionTyped,
    InstructionTyping,
    KeysSent,
)
from branchline.core.session.transitions import WITH_PROCESS
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.terminals import cut_off
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.typist import Typist

log = logging.getLogger(__name__)


class Instructions:
    """One that was taken over is on the session's record until it is typed, whatever comes in between."""

    def __init__(self, sessions: Sessions, terminals: Terminals, background: Background) -> None:
        self._sessions = sessions
        self._terminals = terminals
        self._background = background
        self._typist = Typist(terminals, background)
        self._typing: dict[str, asyncio.Task[None]] = {}
        """By session, what has claimed it."""
        sessions.does(TypeInstruction, self._type_soon)

    def recover(self) -> None:
        """After a start of the sidecar: whatever the one before was typing, nobody types any more."""
        for session in self._sessions.all():
            if session.typing is not None:
                self._sessions.happened(session.id, InstructionTyping(None))
            if session.pending and session.typed is not None and self._terminals.find(session.id) is not None:
                self._type_soon(session.id, TypeInstruction(session.pending[0]))

    async def send(self, session_id: str, text: str, *, submit: bool, queue: bool) -> bool:
        """Returns when the text is taken over: it is typed from then on; or it waits for the agent's ready screen,
        when True. Raises why it cannot be typed otherwise."""
        text = check_text(text)
        if not text.strip():
            raise BranchlineError(ErrorCode.BAD_TEXT, "There is nothing to send: the text is empty.")
        session = self._sessions.get(session_id)
        try:
            if session.pending:
                raise BranchlineError(ErrorCode.NOT_READY, "Another instruction waits to be typed; queue this one.")
            self._typist.claim(session_id)
            try:
                await self._typist.check(session_id)
                if submit:
                    self._sessions.happened(session_id, InstructionQueued(text))
            except BaseException:
                self._typist.release(session_id)
                raise
        except BranchlineError as error:
            waits = error.code in {ErrorCode.DIALOG_OPEN, ErrorCode.INPUT_BUSY, ErrorCode.NOT_READY}
            if not (queue and submit and (waits or session.status in WITH_PROCESS | {Status.QUEUED})):
                raise
            self._sessions.happened(session_id, InstructionQueued(text))
            await self._sessions.saved()  # Whoever is told of it may count on it.
            return True
        self._start(session_id, self._type(session_id, text, submit))
        return False

    async def insert(self, session_id: str, pieces: Sequence[str]) -> None:
        """Type them into the agent's input, each by itself, without Enter, also behind what stands there already.
        Raises NO_SESSION, NOT_RUNNING, DIALOG_OPEN, NOT_READY, and INPUT_BUSY while an instruction is being typed."""
        self._typist.claim(session_id)
        try:
            try:
                await self._typist.check(session_id)
            except BranchlineError as error:
                if error.code is not ErrorCode.INPUT_BUSY:  # What the user has begun goes on with these.
                    raise
            for piece in pieces:
                await self._typist.type(session_id, piece, went=lambda _: None)
        finally:
            self._typist.release(session_id)

    def take_back(self, session_id: str) -> Session:
        """None of those that wait is typed. What of one stands in the agent's input stays there. Raises NO_SESSION."""
        self._sessions.get(session_id)
        if typing := self._typing.get(session_id):
            typing.cancel()
        self._sessions.happened(session_id, InstructionsTakenBack())
        return self._sessions.get(session_id)

    async def interrupt(self, session_id: str) -> None:
        """Stop what the agent does just now. Raises NO_SESSION, NOT_RUNNING."""
        self._sessions.get(session_id)
        await self._terminals.interrupt(session_id)

    def _type_soon(self, session_id: str, effect: TypeInstruction) -> None:
        """Type what waits for the agent's ready screen, which is there; or go on with what was cut off."""
        if not self._typist.is_typing(session_id):
            self._typist.claim(session_id)
            is_cut_off = self._sessions.get(session_id).typed is not None
            goes_on = self._go_on if is_cut_off else self._type_pending
            self._start(session_id, goes_on(session_id, effect.text))

    def _start(self, session_id: str, typing: Coroutine[Any, Any, None]) -> None:
        """Claimed."""
        task = self._background.start(typing, "typing an instruction")
        self._typing[session_id] = task

        def over(_task: asyncio.Task[None]) -> None:
            del self._typing[session_id]
            self._typist.release(session_id)

        task.add_done_callback(over)

    async def _type_pending(self, session_id: str, text: str) -> None:
        try:
            await self._typist.check(session_id)
        except BranchlineError as error:
            # It stays pending: the next ready screen tries again.
            log.info("%s: instruction not typed: %s", session_id[:8], error.code)
            return
        await self._type(session_id, text, submit=True)

    async def _go_on(self, session_id: str, text: str) -> None:
        try:
            todo = await cut_off.look(self._sessions, self._terminals, session_id)
        except BranchlineError as error:
            log.info("%s: nothing to go on with: %s", session_id[:8], error.code)
            return
        if todo is Todo.TYPE:
            await self._type(session_id, text, submit=True)
        elif todo is Todo.ENTER:
            await self._to_its_end(session_id, self._enter(session_id))
        elif todo is Todo.SENT and (pending := self._sessions.get(session_id).pending):
            await self._type_pending(session_id, pending[0])

    async def _type(self, session_id: str, text: str, submit: bool) -> None:
        """A part of it may stand in the agent's input from the first key on, and that is on the disk before."""
        if not submit:
            await self._to_its_end(session_id, self._typist.type(session_id, text, lambda _percent: None))
            return
        await self._note(session_id, Typed.PART)
        try:
            self._typist.check_again(session_id)
        except BranchlineError as error:
            log.info("%s: instruction not typed: %s", session_id[:8], error.code)
            if self._sessions.has(session_id):
                self._sessions.happened(session_id, KeysSent(None))
            return
        await self._to_its_end(session_id, self._type_and_enter(session_id, text))

    async def _type_and_enter(self, session_id: str, text: str) -> None:
        def went(percent: int) -> None:
            self._sessions.happened(session_id, InstructionTyping(percent))

        await self._typist.type(session_id, text, went)
        await self._enter(session_id)

    async def _enter(self, session_id: str) -> None:
        try:
            await self._typist.enter(session_id, lambda: self._note(session_id, Typed.ALL))
        except BranchlineError:
            if self._sessions.has(session_id):
                self._sessions.happened(session_id, KeysSent(Typed.PART))
            raise
        self._sessions.happened(session_id, InstructionTyped())

    async def _to_its_end(self, session_id: str, typing: Coroutine[Any, Any, None]) -> None:
        """What was not typed to its end stays pending; what the agent shows next says how it goes on."""
        try:
            await typing
        except BranchlineError as error:
            log.info("%s: not typed to its end: %s", session_id[:8], error.code)
            session = self._sessions.find(session_id)
            if session is not None and session.typing is not None:
                self._sessions.happened(session_id, InstructionTyping(None))

    async def _note(self, session_id: str, typed: Typed) -> None:
        self._sessions.happened(session_id, KeysSent(typed))
        try:
            await self._sessions.saved()
        except OSError as error:  # It is saved again and again; until then it is typed as if nobody were ever killed.
            log.error("%s: what is typed could not be noted: %s", session_id[:8], error)
