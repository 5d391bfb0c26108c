"""What the user has looked at of the sessions' changes."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.changes import WireFileChange
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class MarkParams:
    """`tree` is the state that the user looked at; `paths` are relative to the worktree, null for all files. With
    `reviewed` false it is taken back."""

    id: str
    tree: str
    paths: list[str] | None = None
    reviewed: bool = True


@attrs.frozen
class UnreviewedParams:
    """Ids of sessions. Those that are gone, or have no worktree, are passed over."""

    ids: list[str]


@attrs.frozen
class WireUnreviewed:
    """A session's changed files that are new to the user, in the state `tree`."""

    id: str
    tree: str
    files: list[WireFileChange]


@attrs.frozen
class UnreviewedResult:
    """Sessions that have such files, in the order of `ids`."""

    sessions: list[WireUnreviewed]


METHODS = {
    "review/mark": Method(MarkParams, WireSession, "The user has looked at files; what alters from now on is new."),
    "review/unreviewed": Query(UnreviewedParams, UnreviewedResult, "What the user has not looked at as it is now."),
}

NOTIFICATIONS: dict[str, Notification] = {}
