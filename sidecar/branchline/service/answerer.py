"""Answers an agent's prompt: that very one, once, by the keys that choose the option on the screen as it is then."""

from __future__ import annotations

import asyncio
import time

from branchline.core.errors import BranchlineError
from branchline.core.model import Prompt
from branchline.core.prompts import DOWN, ENTER, LEFT, RIGHT, UP
from branchline.core.typing_plan import check_text
from branchline.service.fleet import Fleet
from branchline.service.live_terminal import LiveTerminal

VANISH_PATIENCE = 2.0
"""Seconds in which an answered prompt must be gone."""
MOVE_PATIENCE = 4.0
"""Seconds in which the selection must have followed an arrow key."""
_LOOK_EVERY = 0.02
_ARROWS = (UP, DOWN, LEFT, RIGHT)


class Answerer:
    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._busy: set[str] = set()

    async def answer(self, session_id: str, prompt_id: str, choice: str) -> Prompt:
        """Choose an option by its id, or give a free text where the prompt takes one. Returns the prompt answered.

        The screen is read right before the keys go out, and again before the one that confirms. Raises NOT_RUNNING,
        STALE_PROMPT (something else is asked, or nothing), NO_SUCH_OPTION, and NOT_ANSWERED when the prompt still
        stands there afterwards.
        """
        terminal = self._fleet.get(session_id)
        if terminal is None:
            raise BranchlineError("NOT_RUNNING", "This session's agent does not run; resume it first.")
        if session_id in self._busy:
            raise BranchlineError("NOT_ANSWERED", "Another answer is just being given; this one was not.")
        self._busy.add(session_id)
        try:
            return await self._answer(terminal, prompt_id, choice)
        finally:
            self._busy.discard(session_id)

    async def _answer(self, terminal: LiveTerminal, prompt_id: str, choice: str) -> Prompt:
        prompt = _standing(terminal, prompt_id)
        keys = _keys(prompt, choice)
        while keys.startswith(_ARROWS):
            await self._fleet.write(terminal.session_id, keys[:3].encode())
            keys = _keys(await _moved(terminal, prompt), choice)
            if not keys.startswith((*_ARROWS, ENTER)):
                raise BranchlineError("NOT_ANSWERED", "The agent's list changed meanwhile. Answer in its terminal.")
        await self._fleet.write(terminal.session_id, keys.encode())
        await _vanished(terminal, prompt_id)
        return prompt


def _keys(prompt: Prompt, choice: str) -> str:
    """Raises NO_SUCH_OPTION."""
    option = next((each for each in prompt.options if each.id == choice), None)
    if option is not None and option.key:
        return option.key
    if option is None and prompt.takes_text and choice:
        return check_text(choice).replace("\n", " ") + ENTER
    raise BranchlineError(
        "NO_SUCH_OPTION",
        "The agent does not offer that, or only in a way that cannot be chosen from here. Answer in its terminal.",
    )


def _standing(terminal: LiveTerminal, prompt_id: str) -> Prompt:
    """The prompt as it is on the screen now. Raises STALE_PROMPT."""
    prompt = terminal.prompt()
    if prompt is None or prompt.id != prompt_id:
        raise BranchlineError("STALE_PROMPT", "The agent does not ask that any more; nothing was typed.")
    return prompt


async def _moved(terminal: LiveTerminal, before: Prompt) -> Prompt:
    """The prompt once its selection has followed an arrow key. Raises STALE_PROMPT, and NOT_ANSWERED when it does not:
    Enter would take another option then."""
    deadline = time.monotonic() + MOVE_PATIENCE
    while time.monotonic() < deadline:
        await asyncio.sleep(_LOOK_EVERY)
        now = _standing(terminal, before.id)
        if now.selected != before.selected:
            return now
    raise BranchlineError("NOT_ANSWERED", "The agent's selection does not move. Answer in its terminal.")


async def _vanished(terminal: LiveTerminal, prompt_id: str) -> None:
    """Raises NOT_ANSWERED."""
    deadline = time.monotonic() + VANISH_PATIENCE
    while time.monotonic() < deadline:
        await asyncio.sleep(_LOOK_EVERY)
        prompt = terminal.prompt()
        if prompt is None or prompt.id != prompt_id:
            return
    raise BranchlineError(
        "NOT_ANSWERED", "The key was sent, but the agent still asks the same. Answer in its terminal."
    )
