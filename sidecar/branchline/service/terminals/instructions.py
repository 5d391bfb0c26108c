"""What agents are told: typed at once, or when they are ready for it."""

from __future__ import annotations

import logging

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.status import Status
from branchline.core.screen.typing_plan import check_text
from branchline.core.session.events import Instructed, InstructionQueued, InstructionTyped, TypeInstruction
from branchline.core.session.transitions import WITH_PROCESS
from branchline.service.base.background import Background
from branchline.service.base.sessions import Sessions
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.typist import Typist

log = logging.getLogger(__name__)


class Instructions:
    def __init__(self, sessions: Sessions, terminals: Terminals, background: Background) -> None:
        self._sessions = sessions
        self._terminals = terminals
        self._background = background
        self._typist = Typist(terminals, background)
        sessions.does(TypeInstruction, self._type_soon)

    async def send(self, session_id: str, text: str, *, submit: bool, queue: bool) -> bool:
        """True when the text waits for the agent's ready screen; raises why it was not typed otherwise."""
        text = check_text(text)
        if not text.strip():
            raise BranchlineError(ErrorCode.BAD_TEXT, "There is nothing to send: the text is empty.")
        session = self._sessions.get(session_id)
        try:
            if session.pending:
                raise BranchlineError(
                    ErrorCode.NOT_READY, "Another instruction is waiting to be typed; queue this one."
                )
            await self._typist.type(session_id, text, submit)
            if submit:
                self._sessions.happened(session_id, Instructed(text))
        except BranchlineError as error:
            waits = error.code in {ErrorCode.DIALOG_OPEN, ErrorCode.INPUT_BUSY, ErrorCode.NOT_READY}
            if not (queue and submit and (waits or session.status in WITH_PROCESS | {Status.QUEUED})):
                raise
            self._sessions.happened(session_id, InstructionQueued(text))
            return True
        return False

    async def interrupt(self, session_id: str) -> None:
        """Stop what the agent does just now. Raises NO_SESSION, NOT_RUNNING."""
        self._sessions.get(session_id)
        await self._terminals.interrupt(session_id)

    def _type_soon(self, session_id: str, effect: TypeInstruction) -> None:
        """Type what waits for the agent's ready screen, which is there."""
        if not self._typist.is_typing(session_id):
            self._background.start(self._type_pending(session_id, effect.text), "typing an instruction")

    async def _type_pending(self, session_id: str, text: str) -> None:
        try:
            await self._typist.type(session_id, text, submit=True)
        except BranchlineError as error:
            # It stays pending: the next ready screen tries again.
            log.info("%s: instruction not typed: %s", session_id[:8], error.code)
            return
        self._sessions.happened(session_id, InstructionTyped())
