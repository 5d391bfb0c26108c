"""The ports that are a session's: ten in a row, in the range that the user set."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

COUNT = 10
"""How many are a session's."""
LOWEST, HIGHEST = 1024, 65535
PORT_RANGE = "two ports such as 41000-48999, from 1024 to 65535 and with room for ten"
"""What should stand in the setting `branchline.portRange`."""
_RANGE = re.compile(r"\d{1,5}-\d{1,5}", re.ASCII)


def is_port_range(value: object) -> bool:
    if not isinstance(value, str) or _RANGE.fullmatch(value) is None:
        return False
    first, last = read_range(value)
    return first >= LOWEST and last <= HIGHEST and last - first >= COUNT - 1


def read_range(text: str) -> tuple[int, int]:
    """The first and the last port of `41000-48999`."""
    first, _, last = text.partition("-")
    return int(first), int(last)


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
