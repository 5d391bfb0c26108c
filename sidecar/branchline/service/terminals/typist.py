"""Types an instruction into an agent, at a pace that the agent takes as typing, and never into a dialog."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from branchline.agents.shared.agent import Typing
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.core.screen.activity import RULE as UNKNOWN
from branchline.core.screen.observations import STILL
from branchline.core.screen.prompts import ENTER
from branchline.core.screen.typing_plan import keystrokes
from branchline.core.session.work_events import TYPED
from branchline.service.base.background import Background
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals

log = logging.getLogger(__name__)

LOOK_EVERY = 0.02
_TELL_EVERY = 0.5
"""Seconds between two tellings of how far it is."""
TAKEN_SOON = 1.5
"""Seconds after Enter in which an agent clears its input."""
ENTERS = 3
"""How often Enter is pressed again."""
STILL_PATIENCE = 5.0
"""Seconds in which a ready screen must have stood still once."""


class Typist:
    """Who types claims the session first, and releases it after."""

    def __init__(self, terminals: Terminals, background: Background) -> None:
        self._terminals = terminals
        self._background = background
        self._busy: set[str] = set()

    def is_typing(self, session_id: str) -> bool:
        return session_id in self._busy

    def claim(self, session_id: str) -> None:
        """Raises NO_SESSION, NOT_RUNNING and INPUT_BUSY."""
        self._terminals.get(session_id)
        if session_id in self._busy:
            raise BranchlineError(ErrorCode.INPUT_BUSY, "Another instruction is being typed; try again in a moment.")
        self._busy.add(session_id)

    def release(self, session_id: str) -> None:
        self._busy.discard(session_id)

    async def check(self, session_id: str) -> None:
        """Raises NO_SESSION, NOT_RUNNING, DIALOG_OPEN, INPUT_BUSY (a half-typed line) or NOT_READY."""
        refuse_unless_ready(await _settled(self._terminals.get(session_id)))

    def check_again(self, session_id: str) -> None:
        """As `check`, of the screen as it is at this moment."""
        refuse_unless_ready(self._terminals.get(session_id).observe())

    async def type(self, session_id: str, text: str, went: Callable[[int], None]) -> None:
        """Type `text` right after `check`. `went` is told the percent of one that takes long.

        The screen is read between the pieces: where the agent asks something, no more keys are sent. Raises NO_SESSION,
        NOT_RUNNING or DIALOG_OPEN.
        """
        terminal = self._terminals.get(session_id)
        typing = terminal.agent.typing
        pieces = keystrokes(text, paste=typing.paste or terminal.pastes)
        told_at = time.monotonic()
        for number, keys in enumerate(pieces):
            _refuse_dialog(terminal.seen)
            await self._terminals.write(session_id, keys)
            await asyncio.sleep(typing.pace)
            if (now := time.monotonic()) - told_at >= _TELL_EVERY:
                told_at = now
                went(100 * (number + 1) // len(pieces))

    async def enter(self, session_id: str, note: Callable[[], Awaitable[None]]) -> None:
        """Press Enter once the text is drawn; `note` is called right before. Raises as `type`."""
        terminal = self._terminals.get(session_id)
        await self._settle(terminal, terminal.agent.typing)
        _refuse_dialog(terminal.observe())
        await note()
        _refuse_dialog(terminal.observe())
        await self._terminals.write(session_id, b"\r")
        terminal.done(Observation(Status.WORKING, TYPED))
        self._background.start(self._insist(terminal), "seeing an instruction taken")

    async def _insist(self, terminal: LiveTerminal) -> None:
        """Press Enter again while the text still stands in the agent's input and nothing moves: an agent that reads
        late takes an Enter for a part of the paste before it."""
        host = await self._terminals.host.connection()
        for _ in range(ENTERS):
            await asyncio.sleep(TAKEN_SOON)
            if not _is_unsent(terminal.observe()) or terminal.quiet_for() < TAKEN_SOON / 2:
                return
            # Nothing may come between the look and this call; the host types only if nothing was printed since.
            if await host.type_at(terminal.session_id, ENTER, terminal.received):
                log.warning("%s: Enter was not taken; pressed again", terminal.session_id[:8])

    async def _settle(self, terminal: LiveTerminal, typing: Typing) -> None:
        """Wait until the agent has drawn the text: at least `settle` seconds, and until output pauses.

        An agent that is busy reads it late, and would read an Enter that was sent meanwhile as a part of it: while its
        input is still empty, Enter has to wait.
        """
        await asyncio.sleep(typing.settle)
        for number in range(int(typing.drawn_within / LOOK_EVERY)):
            seen = terminal.observe()
            is_drawn = not (seen is not None and seen.takes_text)
            if is_drawn and (terminal.quiet_for() >= typing.settle / 2 or number * LOOK_EVERY >= 2):
                return
            await asyncio.sleep(LOOK_EVERY)


def _is_unsent(seen: Observation | None) -> bool:
    return seen is not None and seen.status is Status.READY and not seen.takes_text and seen.rule != UNKNOWN


async def _settled(terminal: LiveTerminal) -> Observation | None:
    """What is seen, once a ready screen has stood still for the moment that it takes; each new frame begins it anew.
    Raises NOT_READY where it never does."""
    for _ in range(int(STILL_PATIENCE / LOOK_EVERY)):
        is_still = terminal.quiet_for() >= STILL  # Asked first: it may become so between the two.
        seen = terminal.observe()
        if seen is None or seen.status is not Status.READY or seen.takes_text or is_still:
            return seen
        await asyncio.sleep(LOOK_EVERY)
    raise BranchlineError(
        ErrorCode.NOT_READY, "The agent draws its screen all the time. Type in its terminal, or queue the instruction."
    )


def _refuse_dialog(seen: Observation | None) -> None:
    if seen is not None and seen.status is Status.WAITING:
        raise BranchlineError(
            ErrorCode.DIALOG_OPEN, "The agent asked something while the instruction was typed; Enter was not pressed."
        )


def refuse_unless_ready(seen: Observation | None) -> None:
    """Raises when an instruction must not be typed on what is seen."""
    if seen is not None and seen.takes_text:
        return
    if seen is not None and seen.status is Status.WAITING:
        raise BranchlineError(
            ErrorCode.DIALOG_OPEN,
            "The agent is asking something. Answer it in its terminal first, or queue the instruction.",
        )
    if seen is not None and seen.status is Status.READY and seen.rule != UNKNOWN and not seen.loads:
        raise BranchlineError(
            ErrorCode.INPUT_BUSY,
            "There is a half-typed line in the agent's input. Send or clear it first, or queue the instruction.",
        )
    raise BranchlineError(
        ErrorCode.NOT_READY, "The agent is not at its ready screen. Wait until it is, or queue the instruction."
    )
