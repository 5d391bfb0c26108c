"""Trying a session's files in the main checkout."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class TryResult:
    """`left` are the paths that stay out, such as submodules and what no snapshot keeps."""

    checkout: str
    left: list[str]


@attrs.frozen
class EndTryParams:
    """`keep`: the files stay as they are, and nothing is put back any more."""

    id: str
    keep: bool = False


@attrs.frozen
class EndTryResult:
    """`altered` are at most 20 of the `count` files that were changed while it was tried; the commit `snapshot` has
    them, null where there are none."""

    checkout: str
    altered: list[str]
    count: int
    snapshot: str | None


METHODS = {
    "session/tryHere": Method(
        IdParams, TryResult, "Puts a session's files into the main checkout, where nothing is changed or in the way."
    ),
    "session/endTry": Method(EndTryParams, EndTryResult, "Puts back what was in the main checkout."),
}

NOTIFICATIONS: dict[str, Notification] = {}
