"""What was used on each of the last days, by agent: it stays when sessions are removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from branchline.core.model.usage import Tokens
from branchline.core.session.usage import in_all
from branchline.store.store import Store

KEPT = 90
"""Days."""
_KEY = "usageDays"
_MOST = 10**15


@attrs.frozen
class AgentDay:
    """`day` is the user's own, as `2026-11-28`."""

    day: str
    agent: str
    tokens: Tokens


class UsageDays:
    """In the store, as `{day: {agent: [input, output, cached, cost or null]}}`. What somebody edited into it is passed
    over."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, agent: str, more: Mapping[str, Tokens], today: str) -> None:
        """`more` is what came to each day."""
        days: dict[str, dict[str, Tokens]] = {}
        for each in self.all():
            days.setdefault(each.day, {})[each.agent] = each.tokens
        for day, tokens in more.items():
            of_day = days.setdefault(day, {})
            of_day[agent] = in_all([of_day[agent], tokens]) if agent in of_day else tokens
        first = (date.fromisoformat(today) - timedelta(days=KEPT)).isoformat()
        kept = {day: {name: list(attrs.astuple(each)) for name, each in days[day].items()} for day in days}
        self._store.set_meta(_KEY, {day: kept[day] for day in sorted(kept) if day > first})

    def all(self) -> list[AgentDay]:
        """The last day first, and of each the one first that used most."""
        stored = self._store.meta(_KEY)
        found = []
        for day, agents in stored.items() if isinstance(stored, dict) else ():
            for agent, counts in agents.items() if isinstance(agents, dict) and _is_day(day) else ():
                if (tokens := _tokens(counts)) is not None:
                    found.append(AgentDay(day, agent, tokens))
        found.sort(key=lambda each: (-each.tokens.input - each.tokens.output, each.agent))
        return sorted(found, key=lambda each: each.day, reverse=True)


def _is_day(text: Any) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _tokens(counts: Any) -> Tokens | None:
    if not isinstance(counts, list) or len(counts) != 4:
        return None
    taken, given, kept, cost = counts
    if not all(type(each) is int and 0 <= each <= _MOST for each in (taken, given, kept)):
        return None
    is_cost = isinstance(cost, (int, float)) and not isinstance(cost, bool) and 0 <= cost <= _MOST
    return Tokens(taken, given, kept, float(cost) if is_cost else None)
