"""What the agents' detectors make of a screen: waiting, working or ready, and why a turn could not go on."""

from __future__ import annotations

import re

from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex
from branchline.core.screen.input_box import InputBox
from branchline.core.screen.styles import is_faint_from

STILL = 0.3
"""Seconds without output after which a screen counts as drawn. Agents at work write at least every 0.36 s."""


def waiting(rule: str, prompt: Prompt) -> Observation:
    return Observation(Status.WAITING, rule, reason=prompt.kind.value, prompt=prompt)


def working(rule: str, reason: str | None = None) -> Observation:
    return Observation(Status.WORKING, rule, reason=reason)


def loading(agent: str) -> Observation:
    """Its input is there, and it takes keys; an instruction has to wait."""
    return Observation(Status.READY, f"{agent}: input, while it loads", loads=True)


_TROUBLES = (
    (regex(r"\b429\b|\brate.?limit|usage limit|quota|too many requests", re.IGNORECASE), TurnReason.RATE_LIMITED),
    (regex(r"\b529\b|\boverloaded\b|high demand|at capacity", re.IGNORECASE), TurnReason.OVERLOADED),
    (
        regex(
            r"\b401\b|/login\b|(?:invalid|incorrect) api key|not logged in|unauthori[sz]ed|authenticat", re.IGNORECASE
        ),
        TurnReason.LOGIN_NEEDED,
    ),
    (
        regex(r"context (?:window|limit|length)|prompt is too long|conversation too long", re.IGNORECASE),
        TurnReason.CONTEXT_FULL,
    ),
    (regex(r"\bapi error\b|\b5\d\d\b|connection error|\berror\b|failed", re.IGNORECASE), TurnReason.API_ERROR),
)


def trouble(text: str) -> TurnReason | None:
    """Why the turn could not go on, as a reason, from what the agent itself says where it says errors; None: it is not
    told. The words are those of the providers' answers, which all agents show."""
    return next((reason for pattern, reason in _TROUBLES if pattern.search(text)), None)


def ready(
    agent: str,
    view: ScreenView,
    box: InputBox,
    placeholder: re.Pattern[str] | None = None,
    reason: TurnReason | None = None,
) -> Observation:
    """Ready; and ready for text when the box is empty and the screen has stood still for a moment.

    Right after Enter, while an agent starts, and between two dialogs an empty box shows for some 0.1 s. `reason` is
    what its last turn ended with, if that is worth saying.
    """
    word = reason.value if reason else None
    row, column = view.cursor
    if not box.is_empty(placeholder) and not (box.cursor_at_start and is_faint_from(view.styled(row), column + 1)):
        return Observation(Status.READY, f"{agent}: half-typed line", reason=word, typed=box.text)
    if view.quiet_for < STILL:
        return Observation(Status.READY, f"{agent}: empty input box, just drawn", reason=word)
    return Observation(Status.READY, f"{agent}: empty input box", reason=word, takes_text=True)
