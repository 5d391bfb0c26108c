"""What becomes of a session's name and title: events as those of `events`."""

from __future__ import annotations

import attrs


@attrs.frozen
class Renamed:
    """By the user: the name stays as it is from now on."""

    name: str


@attrs.frozen
class Retitled:
    """By the user, after which the name stays too; "" takes the title away."""

    title: str


@attrs.frozen
class BetterNamed:
    """By what the agent was told since it began."""

    name: str
    title: str


NameSaid = Renamed | Retitled | BetterNamed


@attrs.frozen
class ReconsiderName:
    """An effect: by what was told now there may be a better one."""
