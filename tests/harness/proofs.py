"""How often the proofs by repetition repeat: a little at every commit, in full in `make test-all`.

`BRANCHLINE_FULL=1` asks for all of it. What a run repeated is printed at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TypeVar

from suites import IS_FULL

First = TypeVar("First")
Second = TypeVar("Second")

TOLD: list[str] = []
"""What is repeated, how often, and what came of it, of the tests that were collected."""


def times(what: str, *, some: int, full: int) -> int:
    """How often `what` is done in this run."""
    count = full if IS_FULL else some
    TOLD.append(f"{what}: {count}" if count == full else f"{what}: {count} of {full}")
    return count


def pairs(what: str, firsts: Sequence[First], seconds: Sequence[Second]) -> list[tuple[First, Second]]:
    """Each with each in full; else each at least once."""
    every = list(product(firsts, seconds))
    count = times(what, some=max(len(firsts), len(seconds)), full=len(every))
    return (
        every if count == len(every) else [(firsts[n % len(firsts)], seconds[n % len(seconds)]) for n in range(count)]
    )
