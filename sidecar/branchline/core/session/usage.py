"""From what agents noted of their answers to what a session used, by days. Costs are the agents' own: no table of
prices is held against their tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from branchline.core.model.session import Session
from branchline.core.model.usage import DayUsed, Entry, LimitWindow, Tokens, Told, Usage, Used

NEAR = 90.0
"""Percent of a limit from which on it is near."""
SCREEN = "screen"
"""Stands for the conversation of an agent that tells by its screen what it used."""


@attrs.frozen
class UsageRead:
    """What a conversation was found to have used by now. `windows` None: it told none this time."""

    used: Used
    told: Told
    model: str | None = None
    windows: tuple[LimitWindow, ...] | None = None


def plus(some: Tokens, more: Tokens) -> Tokens:
    """The cost is known where both are: half a sum would look like a whole one."""
    cost = None if some.cost is None or more.cost is None else some.cost + more.cost
    return Tokens(some.input + more.input, some.output + more.output, some.cached + more.cached, cost)


def total(all_tokens: Iterable[Tokens]) -> Tokens:
    """Nothing costs nothing that is known."""
    summed: Tokens | None = None
    for each in all_tokens:
        summed = each if summed is None else plus(summed, each)
    return summed or Tokens()


def in_all(all_tokens: Sequence[Tokens]) -> Tokens:
    """Of several agents: the cost is that of those who tell it."""
    costs = [each.cost for each in all_tokens if each.cost is not None]
    bare = total(attrs.evolve(each, cost=None) for each in all_tokens)
    return attrs.evolve(bare, cost=sum(costs) if costs else None)


def longest(one: Entry | None, other: Entry) -> Entry:
    """Of two entries of one answer."""
    if one is None:
        return other
    return max(other, one, key=lambda each: each.tokens.input + each.tokens.output)


def used_by(conversation: str, entries: Iterable[Entry], since: float, day_of: Callable[[float], str]) -> Used | None:
    """What came at or after a time; None: nothing. Each entry is another answer."""
    days: dict[str, Tokens] = {}
    until = since
    for each in entries:
        if each.at >= since:
            day = day_of(each.at)
            days[day] = plus(days[day], each.tokens) if day in days else each.tokens
            until = max(until, each.at)
    if not days:
        return None
    return Used(conversation, since, until, tuple(DayUsed(day, days[day]) for day in sorted(days)))


def with_turn(session: Session, tokens: Tokens, now: float, day: str) -> Used:
    """What the session used by its screen, with one more turn."""
    before = next((each for each in session.used if each.conversation == SCREEN), None)
    days = {each.day: each.tokens for each in before.days} if before else {}
    days[day] = plus(days[day], tokens) if day in days else tokens
    since = before.since if before else session.created_at
    return Used(SCREEN, since, now, tuple(DayUsed(each, days[each]) for each in sorted(days)))


def since_of(session: Session, conversation: str) -> float:
    """From when on its answers count for the session: one that was copied from another begins with that one's."""
    known = next((each.since for each in session.used if each.conversation == conversation), None)
    if known is not None:
        return known
    after = [each.until for each in session.used]
    # The clock of a file may be coarser than ours; the next answer comes later than that.
    return max(after) + 0.001 if after else session.created_at


def usage_read(session: Session, read: UsageRead) -> Session:
    """What was used is never less than it was: a file that was cut short tells less, not that less was used."""
    before = next((each for each in session.used if each.conversation == read.used.conversation), None)
    used = read.used if before is None or _size(read.used) >= _size(before) else before
    others = tuple(each for each in session.used if each.conversation != used.conversation)
    windows = read.windows if read.windows is not None else session.usage.windows if session.usage else ()
    model = read.model or (session.usage.model if session.usage else None)
    all_used = (*others, used)
    tokens = total(day.tokens for each in all_used for day in each.days)
    since = min(each.since for each in all_used)
    return attrs.evolve(session, used=all_used, usage=Usage(tokens, read.told, since, model, windows))


def by_day(used: Iterable[Used]) -> dict[str, Tokens]:
    days: dict[str, Tokens] = {}
    for each in used:
        for day in each.days:
            days[day.day] = plus(days[day.day], day.tokens) if day.day in days else day.tokens
    return days


def added(before: Iterable[Used], after: Iterable[Used]) -> dict[str, Tokens]:
    """What came to each day."""
    old, new = by_day(before), by_day(after)
    more: dict[str, Tokens] = {}
    for day, now in new.items():
        was = old.get(day, Tokens(cost=0.0))
        cost = None if now.cost is None else max(0.0, now.cost - (was.cost or 0.0))
        came = [max(0, n - w) for n, w in zip(_counts(now), _counts(was), strict=True)]
        if any(came) or cost:
            more[day] = Tokens(came[0], came[1], came[2], cost)
    return more


def _size(used: Used) -> int:
    return sum(each.tokens.input + each.tokens.output for each in used.days)


def _counts(tokens: Tokens) -> tuple[int, int, int]:
    return tokens.input, tokens.output, tokens.cached
