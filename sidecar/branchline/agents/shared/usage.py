"""By what an agent tells what it used: files of JSON lines, a store of its own, or its screen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import attrs

from branchline.core.model.usage import Entry, LimitWindow, Tokens, Windows
from branchline.core.regexes import regex

MOST_TOKENS = 10**12
MOST_COST = 1_000_000.0
_NAME = 100
_ID = regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


@attrs.frozen
class UsageRequest:
    """`since` is when the session was made, in seconds since the epoch; `conversation` is the agent's own id of it,
    None where nobody told it."""

    environment: Mapping[str, str]
    """What the agent is started with."""
    folder: str
    """Where it runs."""
    since: float
    conversation: str | None = None

    @property
    def id(self) -> str | None:
        """The conversation's, where it may be part of a file's name: an agent says what it likes."""
        return self.conversation if self.conversation and _ID.fullmatch(self.conversation) else None

    def home(self, variable: str, *default: str) -> Path:
        """The folder that the variable names, or a default one below the user's home."""
        return Path(self.environment.get(variable) or Path(self.environment.get("HOME", ""), *default))


@attrs.frozen
class FromFiles:
    """Files that grow by lines of JSON. `marks`: a line with none of them tells nothing, and is not parsed."""

    find: Callable[[UsageRequest], Iterable[Path]]
    marks: tuple[bytes, ...]
    read: Callable[[Mapping[str, Any]], Iterable[Entry | Windows]]
    """What a line tells; a line of another form tells nothing. Raises nothing."""
    whose: Callable[[Path], str] = lambda _: ""
    """By a file's path, the conversation within which its answers have their keys; "": these are nowhere twice."""


@attrs.frozen
class FromStore:
    """`read` blocks, and raises OSError where the store cannot be read."""

    read: Callable[[UsageRequest], Iterable[Entry]]


@attrs.frozen
class FromScreen:
    read: Callable[[Sequence[str]], Tokens | None]
    """From the lines of the terminal, once a turn is over, to what that turn used; None: it does not say."""


Source = FromFiles | FromStore | FromScreen


def tokens(input: Any, output: Any, cached: Any = 0, cost: Any = None) -> Tokens | None:
    """None where a count is no whole number that can be: whoever wrote that did not mean tokens. A cost that is none
    is not told."""
    counts = [0 if each is None else each for each in (input, output, cached)]
    if any(type(each) is not int or not 0 <= each <= MOST_TOKENS for each in counts) or not any(counts):
        return None
    taken, given, kept = counts
    return Tokens(taken, given, min(kept, taken), number(cost, MOST_COST))


def number(value: Any, most: float) -> float | None:
    """Where it is one from 0 to `most`."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
        return None
    return float(value)


def summed(*counts: Any) -> Any:
    """Of counts that an agent tells one by one; None where one is no count."""
    whole = [0 if each is None else each for each in counts]
    return sum(whole) if all(type(each) is int and each >= 0 for each in whole) else -1


def moment(text: Any) -> float | None:
    """Seconds since the epoch, from `2026-11-28T04:52:14.918Z`."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        at = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
        return (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def name(text: Any) -> str | None:
    """A model's, say; None where it is no text."""
    return text[:_NAME] if isinstance(text, str) and text.strip() else None


def inside(value: Any, *keys: str) -> Any:
    """What stands in objects within objects; None where it is not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def window(label: Any, percent: Any, minutes: Any = None, resets_at: Any = None) -> LimitWindow | None:
    """None where it has no percentage. `resets_at` is in seconds since the epoch."""
    used = number(percent, 1000.0)
    if used is None or math.isnan(used):
        return None
    length = _length(minutes) or name(label)
    return LimitWindow(length, min(used, 100.0), number(resets_at, 1e11)) if length else None


def _length(minutes: Any) -> str | None:
    if type(minutes) is not int or not 0 < minutes <= 10**7:
        return None
    # Measured with Codex: a week may be told as 10,079 minutes.
    hours = max(1, round(minutes / 60))
    return f"{hours // 24}d" if hours >= 48 and hours % 24 == 0 else f"{hours}h"
