"""What the demo agent shows or asks, step by step."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import ClassVar


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


@dataclass(frozen=True)
class Choose:
    """A question, with what there is to choose from."""

    question: str
    labels: tuple[str, ...]
    title: ClassVar[str] = "A choice"
    body: ClassVar[tuple[str, ...]] = ()


Step = Say | Result | Think | Approve | Choose
Steps = Generator[Step, bool | str | None, None]
"""Each step is answered; what matters is what is sent for an Approve, whether the user agreed, and for a Choose: a
label, or False."""


class RefusedError(Exception):
    """The user said no: the turn ends."""
