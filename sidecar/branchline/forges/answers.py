"""What a forge tells of a pull request, and how its answers are read: strangers wrote them, so that each field is
checked, and what is not as it should be is not there."""

from __future__ import annotations

from typing import Any

import attrs

from branchline.core.model.pull_request import Checks, PullRequestStatus, SeenPullRequest
from branchline.core.session.pull_request_text import Thread

MOST = 50
"""Pull requests in a list."""
MOST_LOGS = 3
NO_LOG = "Its log cannot be had."
IS_OPEN = {PullRequestStatus.OPEN, PullRequestStatus.DRAFT}


@attrs.frozen
class Check:
    """`job` is its number where its log can be had; `failed` is None while it is not over."""

    name: str
    failed: bool | None
    job: int | None
    said: str = ""


@attrs.frozen
class Whole:
    """All that is known of one; `threads` are those that nobody resolved."""

    seen: SeenPullRequest
    checks: tuple[Check, ...]
    threads: tuple[Thread, ...]


def counted(checks: tuple[Check, ...]) -> Checks:
    return Checks(*(sum(each.failed is ended for each in checks) for ended in (False, True, None)))


def field(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def listed(value: Any, *keys: str) -> list[Any]:
    for key in keys:
        value = field(value, key)
    return value if isinstance(value, list) else []


def text(value: Any, otherwise: str = "") -> str:
    return value if isinstance(value, str) else otherwise


def number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
