"""What the demo agent shows or asks, step by step."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Result:
    """What a tool gave, shown below its line."""

    tool: str
    text: str


@dataclass(frozen=True)
class Think:
    seconds: float


@dataclass(frozen=True)
class Approve:
    """`always` is what "don't ask again" covers; answers with the same `scope` are remembered."""

    title: str
    body: tuple[str, ...]
    question: str
    always: str
    scope: str


Step = Say | Result | Think | Approve
Steps = Generator[Step, bool | None, None]
"""Each step is answered; only what is sent for an Approve matters: whether the user agreed."""


class RefusedError(Exception):
    """The user said no: the turn ends."""
