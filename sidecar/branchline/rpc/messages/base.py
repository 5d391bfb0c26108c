"""A session and the branch that its own left."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.table import Method, Notification


@attrs.frozen
class DidMoveBranches:
    """`repo` is a session's."""

    repo: str


METHODS: dict[str, Method] = {}

NOTIFICATIONS: dict[str, Notification] = {}

CLIENT_NOTIFICATIONS = {
    "repo/didMoveBranches": Notification(
        DidMoveBranches, "A window saw that branches of the repository moved: how far sessions are behind is looked at."
    ),
}
