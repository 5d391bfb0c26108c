"""Which sessions' works break a check, found by checking some of them together: each time the next set is told.

It is taken that what fails with some fails with more of them too; where the same files fail and pass, that is said.
"""

from __future__ import annotations

import enum
from collections.abc import Generator, Mapping, Sequence

import attrs


class CheckEnding(str, enum.Enum):
    """All pass together; some fail, by themselves or only together; what they land on fails without them; the same
    files failed and passed; or it cannot be told who it is, as some of them cannot be merged without others. Or nothing
    ran, as they conflict; or the user ended it."""

    GREEN = "green"
    CULPRITS = "culprits"
    BASE = "base"
    FLAKY = "flaky"
    UNCLEAR = "unclear"
    CONFLICTS = "conflicts"
    CANCELLED = "cancelled"


@attrs.frozen
class Trial:
    """Check these together, in this order ((): what they land on), until that was done so many `times`."""

    ids: tuple[str, ...]
    times: int = 1


@attrs.frozen
class Finding:
    """`green` pass together. Each of `culprits` fails by itself, or, of several, only together: the last of them is
    not in `green`. Where it is not clear, they are the fewest that are known to fail."""

    ending: CheckEnding
    green: tuple[str, ...] = ()
    culprits: tuple[tuple[str, ...], ...] = ()


Results = Mapping[tuple[str, ...], Sequence[bool | None]]
"""Whether each run of a set passed; None: its works cannot be merged without the others'."""
_Search = Generator[Trial, "bool | None", Finding]


class _UnclearError(Exception):
    """Nobody can say whether fewer than these fail."""

    def __init__(self, least: tuple[str, ...]) -> None:
        super().__init__(least)
        self.least = least


def next_step(ids: Sequence[str], results: Results) -> Trial | Finding:
    """`ids` are in the order of landing, so that any first ones of them can be merged."""
    search = _search(tuple(ids))
    trial = next(search)
    while True:
        known = results.get(trial.ids, ())
        if len(known) < trial.times:
            return trial
        try:
            trial = search.send(known[trial.times - 1])
        except StopIteration as ended:
            finding: Finding = ended.value
            return finding


def most_runs(works: int, members: int = 2) -> int:
    """That it takes to find one culprit of so many members among so many works."""
    return 5 + members * (1 + (max(1, works) - 1).bit_length())


def _search(ids: tuple[str, ...]) -> _Search:
    if (yield Trial(ids)):
        return Finding(CheckEnding.GREEN, ids)
    if (yield Trial(ids, 2)):
        return Finding(CheckEnding.FLAKY)
    if not (yield Trial(())):
        return Finding(CheckEnding.FLAKY if (yield Trial((), 2)) else CheckEnding.BASE)
    culprits: list[tuple[str, ...]] = []
    left = ids
    while True:
        try:
            found = yield from _culprit(left)
        except _UnclearError as error:
            return Finding(CheckEnding.UNCLEAR, (), (*culprits, error.least))
        if (yield Trial(found, 2)):
            return Finding(CheckEnding.FLAKY)
        culprits.append(found)
        left = tuple(each for each in left if each != found[-1])
        passes = True if not left else (yield Trial(left))
        if passes is not False:
            return Finding(CheckEnding.CULPRITS, left if passes else (), tuple(culprits))


def _culprit(left: tuple[str, ...]) -> Generator[Trial, bool | None, tuple[str, ...]]:
    """Of works that fail: the last one without which they pass, then the one that it needs for that, and so on, until
    what was found fails by itself."""
    found: tuple[str, ...] = ()
    while True:
        low, high = 0, len(left)  # So many of the first pass with what was found, and so many fail.
        while high - low > 1:
            middle = (low + high) // 2
            passes = yield Trial((*left[:middle], *found))
            if passes is None:
                raise _UnclearError((*left[:high], *found))
            low, high = (middle, high) if passes else (low, middle)
        found, left = (left[high - 1], *found), left[: high - 1]
        passes = (yield Trial(found)) if left else False
        if passes is None:
            raise _UnclearError((*left, *found))
        if not passes:
            return found
