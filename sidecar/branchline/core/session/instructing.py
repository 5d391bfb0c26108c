"""What pending instructions make of a session, from being taken over to being typed: rules as in `lifecycle`."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.core.model.under_way import Typed
from branchline.core.reasons import InputReason, WorkingReason
from branchline.core.session.instruction_events import (
    InstructionQueued,
    InstructionSaid,
    InstructionsTakenBack,
    InstructionTyped,
    InstructionTyping,
    KeysSent,
)
from branchline.core.session.transitions import WITH_PROCESS, move, require
from branchline.core.session.work_events import TYPED

S = Status


def instructed(session: Session, event: InstructionSaid, now: float) -> Session:
    """Raises InvalidTransitionError, as `lifecycle.step`."""
    match event:
        case InstructionQueued(text):
            require(session, event, WITH_PROCESS | {S.QUEUED})
            return still_told(attrs.evolve(session, pending=(*session.pending, text)), now)
        case InstructionTyping(percent):
            return attrs.evolve(session, typing=percent)
        case KeysSent(typed):
            return still_told(attrs.evolve(session, typed=typed), now)
        case InstructionTyped():
            require(session, event, WITH_PROCESS)
            told = attrs.evolve(_told(session), begun_at=session.begun_at or now)
            return told if told.status is S.WAITING else _works(told, now)  # Asked meanwhile: that stands.
        case InstructionsTakenBack():
            taken = attrs.evolve(session, pending=(), typing=None, typed=None)
            if session.rests and session.status is S.WORKING:
                return move(taken, event, S.READY, "instruction taken back", now)
            return taken if taken.reason != InputReason.CUT_OFF.value else attrs.evolve(taken, reason=None)


def still_told(session: Session, now: float) -> Session:
    """A session that is about to be told something is not ready, though its agent is: nobody has to do anything.
    Where something has to be done about it in the agent's input first, it is."""
    if not session.rests or not session.pending:
        return session
    if session.typed is Typed.LEFT:
        if session.reason == InputReason.CUT_OFF.value:
            return session
        why, evidence = InputReason.CUT_OFF.value, Evidence("instruction cut off", now)
        return attrs.evolve(session, status=S.READY, reason=why, unread=True, evidence=evidence)
    if session.status is not S.READY:
        return session
    return attrs.evolve(session, status=S.WORKING, reason=WorkingReason.INSTRUCTION_WAITS.value, unread=False)


def input_gone(session: Session) -> Session:
    """Its agent has ended, and what stood in the input with it. What may have been sent is not typed again."""
    return _told(session) if session.typed is Typed.ALL else attrs.evolve(session, typing=None, typed=None)


def _told(session: Session) -> Session:
    told = session.pending[0] if session.pending else session.instruction
    left = session.pending[1:]
    return attrs.evolve(session, pending=left, typing=None, typed=None, has_conversation=True, instruction=told)


def _works(session: Session, now: float) -> Session:
    evidence = Evidence(TYPED, now)
    return attrs.evolve(session, status=S.WORKING, reason=None, prompt=None, unread=False, evidence=evidence)
