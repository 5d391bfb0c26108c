"""What agents used of their models, as they report it themselves."""

from __future__ import annotations

import enum

import attrs


@attrs.frozen
class Tokens:
    """What went into a model and what came out, thinking included. `cached` is the part of `input` that the model's
    provider had kept; `cost` is in US$, None where the agent tells none."""

    input: int = 0
    output: int = 0
    cached: int = 0
    cost: float | None = None


@attrs.frozen
class Entry:
    """One answer of a model, as an agent noted it. `at` is in seconds since the epoch. Entries with one `key` are the
    same answer, of which the longest tells most: an agent may write down what has come so far."""

    key: str
    at: float
    tokens: Tokens
    model: str | None = None


@attrs.frozen
class LimitWindow:
    """How much of a limit is used up, from 0 to 100. `name` is its length, as `5h` or `7d`, or what the agent calls it;
    `resets_at` is in seconds since the epoch, None where nobody said."""

    name: str
    used_percent: float
    resets_at: float | None = None


@attrs.frozen
class Windows:
    """An agent's limits, as it told them at a time."""

    at: float
    windows: tuple[LimitWindow, ...]


class Told(str, enum.Enum):
    """By what an agent tells what it used: what it writes down of its conversation, or its screen, which rounds."""

    CONVERSATION = "conversation"
    SCREEN = "screen"


@attrs.frozen
class Usage:
    """All that a session used since a time. `model` is the one that it used last."""

    tokens: Tokens
    told: Told
    since: float
    model: str | None = None
    windows: tuple[LimitWindow, ...] = ()


@attrs.frozen
class DayUsed:
    """`day` is the user's own, as `2026-11-28`."""

    day: str
    tokens: Tokens


@attrs.frozen
class Used:
    """What one conversation used between two times, by days."""

    conversation: str
    since: float
    until: float
    days: tuple[DayUsed, ...]
