"""The limits of one session, beside those of the settings: of both the lower one holds.

They are written `NAME=NUMBER`, by the settings' names. Lower ones hold at once, higher ones with the agent's next
start: what it was started under is not lifted while it works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.session import Session
from branchline.core.policy.limits import Limits

_FIELDS = {"sameAnswers": "same", "answersPerMinute": "often", "answersWithoutLook": "in_a_row"}
MOST = 100_000
NAMES = tuple(_FIELDS)


@attrs.frozen
class LimitsSet:
    """The user set the session's own limits, as `read` gave them."""

    limits: tuple[str, ...]


def read(limits: Sequence[str]) -> tuple[str, ...]:
    """As they stand on the record; of several with one name the last holds. Raises BAD_LIMITS."""
    found: dict[str, int] = {}
    for text in limits:
        name, _, number = text.partition("=")
        is_number = number.isdecimal() and len(number) < 9 and 1 <= int(number) <= MOST
        if name not in _FIELDS or not is_number:
            raise BranchlineError(
                ErrorCode.BAD_LIMITS,
                f"“{shown(text)}” is no limit that a session can have. Write NAME=NUMBER with one of"
                f" {', '.join(NAMES)}, and a number from 1 to {MOST:,}.",
            )
        found[name] = int(number)
    return _written(found)


def beside(own: Sequence[str], usual: Sequence[str]) -> tuple[str, ...]:
    """These, and of what they do not name the usual ones."""
    return _written({**_by_name(usual), **_by_name(own)})


def narrowed(limits: Limits, own: Sequence[str]) -> Limits:
    """What holds in a session that has these of its own."""
    lower = {_FIELDS[name]: min(number, getattr(limits, _FIELDS[name])) for name, number in _by_name(own).items()}
    return attrs.evolve(limits, **lower)


def limits_set(session: Session, wanted: tuple[str, ...]) -> Session:
    """With what of them holds at once; the rest comes with the next start."""
    before, after = _by_name(session.limits), _by_name(wanted)
    most = max([MOST, *before.values(), *after.values()]) + 1
    lower = {name: min(before.get(name, most), after.get(name, most)) for name in before | after}
    now = _written(lower)
    return attrs.evolve(session, limits=now, next_limits=None if now == wanted else wanted)


def limits_of_start(session: Session) -> Session:
    """Its agent starts."""
    if session.next_limits is None:
        return session
    return attrs.evolve(session, limits=session.next_limits, next_limits=None)


def _by_name(limits: Sequence[str]) -> dict[str, int]:
    """What an edited store has that is none counts as the lowest there is."""
    found = (text.partition("=") for text in limits)
    return {name: int(number) if number.isdecimal() else 1 for name, _, number in found if name in _FIELDS}


def _written(limits: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{name}={limits[name]}" for name in _FIELDS if name in limits)
