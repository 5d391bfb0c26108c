"""The pull request of a session's branch, as its forge told it last."""

from __future__ import annotations

import enum

import attrs


class PullRequestStatus(str, enum.Enum):
    """How a pull request stands."""

    OPEN = "open"
    DRAFT = "draft"
    MERGED = "merged"
    CLOSED = "closed"


@attrs.frozen
class Checks:
    """How many came to which end; what was skipped passed."""

    passed: int = 0
    failed: int = 0
    pending: int = 0


@attrs.frozen
class SeenPullRequest:
    """`threads` counts the conversations on its lines that nobody resolved; `commit` is what it is at, "": not told."""

    number: int
    url: str
    state: PullRequestStatus
    checks: Checks = attrs.field(factory=Checks)
    threads: int = 0
    commit: str = ""
