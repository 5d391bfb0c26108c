"""A session and the branch that its own left."""

from __future__ import annotations

import attrs

from branchline.core.model.base import OnConflict, UpdateHow
from branchline.rpc.messages.table import Method, Notification
from branchline.service.landing.updates import UpdateOutcome


@attrs.frozen
class UpdateFromBaseParams:
    """`conflicts` says what is done where both changed the same; markers are left by a merge alone."""

    id: str
    how: UpdateHow
    conflicts: OnConflict = OnConflict.REFUSE


@attrs.frozen
class UpdateFromBaseResult:
    """`base` is the branch's name."""

    outcome: UpdateOutcome
    base: str


@attrs.frozen
class DidMoveBranches:
    """`repo` is a session's."""

    repo: str


METHODS = {
    "session/updateFromBase": Method(
        UpdateFromBaseParams, UpdateFromBaseResult, "Gives its branch what the one has that it left, after a snapshot."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}

CLIENT_NOTIFICATIONS = {
    "repo/didMoveBranches": Notification(
        DidMoveBranches, "A window saw that branches of the repository moved: how far sessions are behind is looked at."
    ),
}
