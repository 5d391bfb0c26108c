"""What agents used of their models."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.table import Notification, Query
from branchline.rpc.messages.usage_records import WireUsedDay


@attrs.frozen
class UsageDaysParams:
    """`days` is of how many; at most 90 are kept."""

    days: int = 30


@attrs.frozen
class UsageDaysResult:
    """The last day first. Days on which nothing was used are left out."""

    days: list[WireUsedDay]


METHODS = {
    "usage/days": Query(UsageDaysParams, UsageDaysResult, "What was used on each of the last days, by agent."),
}

NOTIFICATIONS: dict[str, Notification] = {}
