"""What agents used, as it is on the wire."""

from __future__ import annotations

import attrs

from branchline.core.model.usage import Told


@attrs.frozen
class WireLimitWindow:
    """How much of a limit is used up, from 0 to 100. `name` is its length, as `5h` or `7d`, or what the agent calls it;
    `resetsAt` is null where the agent does not say."""

    name: str
    used_percent: float
    resets_at: str | None


@attrs.frozen
class WireUsage:
    """What a session used since a time, in tokens. `input` has the `cached` ones in it, `output` what was thought.
    `cost` is in US$, as the agent reckons it, null where it does not tell. `model` is the last one. `told`: by what; a
    screen rounds. `windows` are the limits of the agent's account as it told them last."""

    input: int
    output: int
    cached: int
    cost: float | None
    model: str | None
    since: str
    told: Told
    windows: list[WireLimitWindow]


@attrs.frozen
class WireUsedDay:
    """What sessions with an agent used on a day of the user's, such as `2026-11-28`, removed ones too. Its `cost` is
    that of the sessions that tell one, null where none does."""

    day: str
    agent: str
    input: int
    output: int
    cached: int
    cost: float | None
