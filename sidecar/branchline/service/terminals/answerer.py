"""Answers an agent's prompt: that very one, once, by the keys that choose the option on the screen as it is then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import Prompt
from branchline.core.screen.prompts import DOWN, ENTER, LEFT, RIGHT, UP
from branchline.core.screen.typing_plan import check_text, keystrokes
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.terminals.terminals import Terminals

VANISH_PATIENCE = 2.0
"""Seconds in which an answered prompt must be gone."""
MOVE_PATIENCE = 4.0
"""Seconds in which the selection must have followed an arrow key."""
REST_PATIENCE = 1.0
"""Seconds in which an agent that redraws must leave its screen alone for a moment."""
_LOOK_EVERY = 0.02
_ARROWS = (UP, DOWN, LEFT, RIGHT)


@attrs.frozen
class Given:
    """An answer that was given to `prompt`. `joined`: the line breaks of its text were typed as blanks."""

    prompt: Prompt
    joined: bool = False


class Answerer:
    def __init__(self, terminals: Terminals) -> None:
        self._terminals = terminals
        self._busy: set[str] = set()

    async def answer(
        self, session_id: str, prompt_id: str, choice: str, may: Callable[[], bool] = lambda: True
    ) -> Given:
        """Choose an option by its id, or give a free text where the prompt takes one.

        A text of several lines is pasted where the agent's terminal takes pastes; elsewhere a line break would send
        what stands before it, and becomes a blank.

        The screen is read right before each key goes out, `may` is asked then, and the terminal host types only if
        the agent has printed nothing since. Raises NO_SESSION, NOT_RUNNING, STALE_PROMPT (something else is asked, or
        nothing), NO_SUCH_OPTION, BUSY (another answer is just being given), STOPPED (`may` said no) and NOT_ANSWERED
        when the prompt still stands there afterwards.
        """
        terminal = self._terminals.get(session_id)
        if session_id in self._busy:
            raise BranchlineError(ErrorCode.BUSY, "Another answer is just being given; this one was not.")
        self._busy.add(session_id)
        try:
            return await self._answer(terminal, prompt_id, choice, may)
        finally:
            self._busy.discard(session_id)

    async def _answer(self, terminal: LiveTerminal, prompt_id: str, choice: str, may: Callable[[], bool]) -> Given:
        prompt = await _standing(terminal, prompt_id)
        _keys(prompt, choice)
        if (wait := terminal.unanswerable_for()) > 0:
            await asyncio.sleep(wait)
            prompt = await _standing(terminal, prompt_id)
        while _keys(prompt, choice).startswith(_ARROWS):
            before = await self._type(terminal, prompt_id, lambda now: _keys(now, choice)[:3], may)
            prompt = await _moved(terminal, before)
            if not _keys(prompt, choice).startswith((*_ARROWS, ENTER)):
                raise BranchlineError(
                    ErrorCode.NOT_ANSWERED, "The agent's list changed meanwhile. Answer in its terminal."
                )
        has_lines = _is_text(prompt, choice) and "\n" in check_text(choice)
        if has_lines and terminal.pastes:
            answered = await self._paste(terminal, prompt_id, choice, may)
        else:
            answered = await self._type(terminal, prompt_id, lambda now: _at_once(_keys(now, choice)), may)
        await _vanished(terminal, prompt_id)
        return Given(answered, joined=has_lines and not terminal.pastes)

    async def _paste(self, terminal: LiveTerminal, prompt_id: str, text: str, may: Callable[[], bool]) -> Prompt:
        """The text, and Enter once the agent has drawn it: one that follows at once counts as a part of the paste."""

        before = terminal.received

        def pasted(now: Prompt) -> str:
            nonlocal before
            before = terminal.received
            _keys(now, text)
            return b"".join(keystrokes(check_text(text), paste=True)).decode()

        await self._type(terminal, prompt_id, pasted, may)
        await _drawn(terminal, before)
        try:
            return await self._type(terminal, prompt_id, lambda _: ENTER, may)
        except BranchlineError as error:
            if error.code is not ErrorCode.STALE_PROMPT:
                raise
            raise BranchlineError(
                ErrorCode.NOT_ANSWERED,
                "The text was pasted, but the agent asks something else since then, and Enter was not pressed. "
                "Look at its terminal.",
            ) from error

    async def _type(
        self, terminal: LiveTerminal, prompt_id: str, keys: Callable[[Prompt], str], may: Callable[[], bool]
    ) -> Prompt:
        """The prompt as it was when the keys went out."""
        host = await self._terminals.host.connection()
        deadline = time.monotonic() + REST_PATIENCE
        while True:
            prompt = await _standing(terminal, prompt_id)
            text = keys(prompt)
            if not may():
                raise BranchlineError(ErrorCode.STOPPED, "It was stopped before the key was sent.")
            # Nothing may come between the look and this call, which sends before it waits.
            if await host.type_at(terminal.session_id, text, terminal.received):
                return prompt
            if time.monotonic() > deadline:
                raise BranchlineError(
                    ErrorCode.NOT_ANSWERED,
                    "The agent's screen does not rest; nothing was typed. Answer in its terminal.",
                )
            await asyncio.sleep(_LOOK_EVERY)


def _keys(prompt: Prompt, choice: str) -> str:
    """Raises NO_SUCH_OPTION."""
    option = next((each for each in prompt.options if each.id == choice), None)
    if option is not None and option.key:
        return option.key
    if _is_text(prompt, choice):
        return check_text(choice).replace("\n", " ") + ENTER
    raise BranchlineError(
        ErrorCode.NO_SUCH_OPTION,
        "The agent does not offer that, or only in a way that cannot be chosen from here. Answer in its terminal.",
    )


def _is_text(prompt: Prompt, choice: str) -> bool:
    return prompt.takes_text and choice != "" and all(each.id != choice for each in prompt.options)


def _at_once(keys: str) -> str:
    """Raises NOT_ANSWERED when the selection has moved away again."""
    if keys.startswith(_ARROWS):
        raise BranchlineError(ErrorCode.NOT_ANSWERED, "The agent's selection moved meanwhile. Answer in its terminal.")
    return keys


async def _standing(terminal: LiveTerminal, prompt_id: str) -> Prompt:
    """The prompt as it is on the screen now: nothing else runs between that look and the return. A screen that no rule
    knows may be the same dialog, half drawn; it is looked at again for a moment. Raises STALE_PROMPT."""
    deadline = time.monotonic() + REST_PATIENCE
    while True:
        prompt = terminal.prompt()
        if prompt is not None and prompt.id == prompt_id:
            return prompt
        if prompt is not None or terminal.seen is not None or time.monotonic() > deadline:
            raise BranchlineError(ErrorCode.STALE_PROMPT, "The agent does not ask that any more; nothing was typed.")
        await asyncio.sleep(_LOOK_EVERY)


async def _moved(terminal: LiveTerminal, before: Prompt) -> Prompt:
    """The prompt once its selection has followed an arrow key. Raises STALE_PROMPT, and NOT_ANSWERED when it does not:
    Enter would take another option then."""
    now = await _standing(terminal, before.id)

    async def moved() -> None:
        nonlocal now
        while now.selected == before.selected:
            await terminal.altered()
            now = await _standing(terminal, before.id)

    try:
        await asyncio.wait_for(moved(), MOVE_PATIENCE)
    except asyncio.TimeoutError:
        raise BranchlineError(
            ErrorCode.NOT_ANSWERED, "The agent's selection does not move. Answer in its terminal."
        ) from None
    return now


async def _drawn(terminal: LiveTerminal, before: int) -> None:
    """Returns when what was typed seems to be drawn: the agent has printed since that offset, and paused."""
    typing = terminal.agent.typing
    await asyncio.sleep(typing.settle)
    for _ in range(int(typing.drawn_within / _LOOK_EVERY)):
        if terminal.received != before and terminal.quiet_for() >= typing.settle / 2:
            return
        await asyncio.sleep(_LOOK_EVERY)


async def _vanished(terminal: LiveTerminal, prompt_id: str) -> None:
    """Raises NOT_ANSWERED."""

    async def vanished() -> None:
        while (prompt := terminal.prompt()) is not None and prompt.id == prompt_id:
            await terminal.altered()

    try:
        await asyncio.wait_for(vanished(), VANISH_PATIENCE)
    except asyncio.TimeoutError:
        raise BranchlineError(
            ErrorCode.NOT_ANSWERED, "The key was sent, but the agent still asks the same. Answer in its terminal."
        ) from None
