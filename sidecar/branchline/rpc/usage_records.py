"""From what was used, as the core has it, to the wire's records."""

from __future__ import annotations

from branchline.core.model.usage import Usage
from branchline.rpc.messages.usage_records import WireLimitWindow, WireUsage, WireUsedDay
from branchline.rpc.times import iso
from branchline.store.usage_days import AgentDay


def usage_record(usage: Usage | None) -> WireUsage | None:
    if usage is None:
        return None
    tokens, windows = usage.tokens, usage.windows
    return WireUsage(
        input=tokens.input,
        output=tokens.output,
        cached=tokens.cached,
        cost=tokens.cost,
        model=usage.model,
        since=iso(usage.since),
        told=usage.told,
        windows=[WireLimitWindow(each.name, each.used_percent, _time(each.resets_at)) for each in windows],
    )


def day_record(of: AgentDay) -> WireUsedDay:
    tokens = of.tokens
    return WireUsedDay(of.day, of.agent, tokens.input, tokens.output, tokens.cached, tokens.cost)


def _time(at: float | None) -> str | None:
    return None if at is None else iso(at)
