"""Instructions whose typing was cut off: the sidecar ended meanwhile, or the agent asked something."""

from __future__ import annotations

import asyncio
import logging
import time

from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.core.model.under_way import Typed
from branchline.core.screen.activity import RULE as UNKNOWN
from branchline.core.screen.cut_off import CutOff, Todo
from branchline.core.screen.typing_plan import CLEAR
from branchline.core.session.events import Observed
from branchline.core.session.instruction_events import InstructionTyped, KeysSent
from branchline.service.base.sessions import Sessions
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.typist import LOOK_EVERY

log = logging.getLogger(__name__)


async def look(sessions: Sessions, terminals: Terminals, session_id: str) -> Todo:
    """See what became of the session's oldest pending instruction, which nobody else types meanwhile, and clear its
    beginning away. What is left to be done: TYPE, ENTER, nothing as it is SENT, or as soon as the agent shows something
    else: WAIT. Raises NO_SESSION and NOT_RUNNING."""
    began, cleared = time.monotonic(), False
    while True:
        terminal, session = terminals.get(session_id), sessions.get(session_id)
        if session.typed is None or not session.pending:
            return Todo.WAIT
        typing, watched = terminal.agent.typing, time.monotonic() - began
        seen = terminal.observe()
        cut_off = CutOff(
            session.pending[0],
            session.typed,
            is_adapted=terminal.agent.is_adapted,
            pastes=typing.paste or terminal.pastes,
            patience=typing.drawn_within,
            watched=watched,
            cleared=cleared,
        )
        todo = cut_off.todo(seen, terminal.view())
        if todo in {Todo.TYPE, Todo.ENTER}:
            return todo
        if todo is Todo.CLEAR:
            # Nothing may come between the look and this call; the host types only if nothing was printed since.
            cleared = await (await terminals.host.connection()).type_at(session_id, CLEAR, terminal.received)
        elif todo is Todo.SENT:
            _is_sent(sessions, session_id, seen)
            return todo
        elif todo is Todo.LEAVE:
            log.warning("%s: an instruction was cut off, and its input holds something else", session_id[:8])
            sessions.happened(session_id, KeysSent(Typed.LEFT))
            return Todo.WAIT
        elif session.typed is Typed.LEFT or (seen is not None and seen.status in {Status.WORKING, Status.WAITING}):
            return Todo.WAIT  # The next thing that the agent shows says more.
        await asyncio.sleep(LOOK_EVERY)


def _is_sent(sessions: Sessions, session_id: str, seen: Observation | None) -> None:
    """What the agent does by now has been told before that was known."""
    sessions.happened(session_id, InstructionTyped())
    sessions.happened(session_id, Observed(seen or Observation(Status.READY, UNKNOWN)))
