"""That an instruction was sent, read off two screens: what stood in the agent's input stands above it now.

Agents draw their first sign of work up to 0.4 s after Enter, and an empty input until then. So from Enter on the agent
works, until it says otherwise or stands still. What was erased, or is a command to the agent itself, was not sent.
"""

from __future__ import annotations

import attrs

from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status

_HEAD, _LEAST = 24, 3
"""Columns of the text that are looked for: more may be wrapped otherwise; and fewer may stand anywhere."""
_COMMANDS = ("/", ":")


@attrs.frozen
class Sending:
    """`typed` is what stood in the input when it was looked at last, on `lines`; `is_sent` since it has been sent."""

    typed: str = ""
    lines: tuple[str, ...] = ()
    is_sent: bool = False


def looked(before: Sending, seen: Observation | None, view: ScreenView) -> tuple[Sending, Observation | None]:
    """What the look makes of it, and what is seen in the light of it. A screen that no rule knows says nothing: it may
    be half drawn."""
    if seen is None:
        return before, None
    if seen.typed:
        return Sending(seen.typed, view.lines), seen
    if seen.status is Status.WORKING:
        return Sending(), attrs.evolve(seen, at_once=bool(before.typed) or before.is_sent)
    if seen.status is not Status.READY or seen.takes_text:
        return Sending(), seen
    if not (before.is_sent or _is_sent(before, view)):
        return before, seen  # some empty their input first, and draw the text above it later
    return Sending(is_sent=True), Observation(Status.WORKING, f"{seen.rule.partition(':')[0]}: sent", at_once=True)


def _is_sent(before: Sending, view: ScreenView) -> bool:
    """The text has left the input, and stands on as many rows as before: one of them is new."""
    head = before.typed.partition("\n")[0][:_HEAD].strip()
    if len(head) < _LEAST or head.startswith(_COMMANDS):
        return False
    return 0 < _rows_with(head, before.lines) <= _rows_with(head, view.lines)


def _rows_with(text: str, lines: tuple[str, ...]) -> int:
    return sum(text in line for line in lines)
