"""The ports that are a session's: ten in a row, in the range that the user set."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

COUNT = 10
"""How many are a session's."""
LOWEST, HIGHEST = 1024, 65535
_RANGE = re.compile(r"(\d{1,5})-(\d{1,5})")


def read_range(text: str) -> tuple[int, int] | None:
    """The first and the last port of `41000-48999`; None where it is no range, or none with room for a session's."""
    found = _RANGE.fullmatch(text.replace(" ", ""))
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    return (first, last) if LOWEST <= first and last <= HIGHEST and last - first >= COUNT - 1 else None


def overlaps(one: int, other: int) -> bool:
    """Whether two sessions' ports, of which these are the first, have one in common; 0 stands for none."""
    return bool(one and other) and abs(one - other) < COUNT


def free_ports(within: tuple[int, int], taken: Collection[int], is_free: Callable[[int], bool]) -> int:
    """The first of ten in a row that no session has and where nothing listens now; 0 where there are none. `taken` are
    the first ones of sessions'."""
    first, last = within
    for start in range(first, last - COUNT + 2, COUNT):
        if not any(overlaps(start, each) for each in taken) and all(map(is_free, range(start, start + COUNT))):
            return start
    return 0
