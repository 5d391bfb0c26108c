"""The snapshots of a session's timeline."""

from __future__ import annotations

import attrs

from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Against
from branchline.rpc.messages.changes import WireFileChange
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class WireSnapshot:
    """A snapshot in a session's timeline. `id` is the session's; `number` counts its snapshots from 1. `reason` is
    another text where another version took it. `files`, `added` and `removed` count what changed since the one before,
    for the first one since the base. `missing` is what was not kept: what cannot be read, is too large, or is a
    repository of its own."""

    id: str
    number: int
    at: str
    reason: SnapshotReason | str
    name: str | None
    instruction: str | None
    files: int
    added: int
    removed: int
    commit: str
    tree: str
    missing: list[str]


@attrs.frozen
class SnapshotsResult:
    """Oldest first."""

    snapshots: list[WireSnapshot]


@attrs.frozen
class TakeParams:
    id: str
    name: str | None = None


@attrs.frozen
class SnapshotParams:
    id: str
    number: int


@attrs.frozen
class NameParams:
    """An empty `name` takes it away."""

    id: str
    number: int
    name: str


@attrs.frozen
class CompareParams:
    id: str
    number: int
    against: Against


@attrs.frozen
class CompareResult:
    """`left` and `right` are what `session/readFile` takes as `at`; `right` is null for the files as they are now."""

    left: str
    right: str | None
    files: list[WireFileChange]


@attrs.frozen
class ForkParams:
    """What is left out is as in the session that it leaves."""

    id: str
    number: int
    instruction: str | None = None
    name: str | None = None
    agent: str | None = None


@attrs.frozen
class SnapshotsGone:
    """`id` is the session's; `numbers` are those of its snapshots."""

    id: str
    numbers: list[int]


METHODS = {
    "snapshot/list": Query(IdParams, SnapshotsResult, "A session's snapshots."),
    "snapshot/create": Method(TakeParams, WireSnapshot, "Takes one; the latest where nothing is different."),
    "snapshot/name": Method(NameParams, WireSnapshot, "Names one; what has a name is never thinned out."),
    "snapshot/compare": Query(CompareParams, CompareResult, "The files that differ between two states."),
    "snapshot/restore": Method(
        SnapshotParams, WireSnapshot, "Brings its files back; gives the snapshot of those before, which undoes it."
    ),
    "snapshot/fork": Method(ForkParams, WireSession, "Makes a session that begins with its files."),
}

NOTIFICATIONS = {
    "snapshot/didChange": Notification(WireSnapshot, "A snapshot was taken or named."),
    "snapshot/didRemove": Notification(SnapshotsGone, "Snapshots were thinned out."),
}
