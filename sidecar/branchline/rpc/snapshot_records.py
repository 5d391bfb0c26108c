"""Snapshots as they are on the wire."""

from __future__ import annotations

from branchline.core.session.snapshot import Snapshot
from branchline.rpc.messages.snapshot import WireSnapshot
from branchline.rpc.times import iso


def snapshot_record(snapshot: Snapshot, name: str | None) -> WireSnapshot:
    return WireSnapshot(
        id=snapshot.session_id,
        number=snapshot.number,
        at=iso(snapshot.at),
        reason=snapshot.reason,
        name=name,
        instruction=snapshot.instruction,
        files=snapshot.changes.files,
        added=snapshot.changes.added,
        removed=snapshot.changes.removed,
        commit=snapshot.commit,
        tree=snapshot.tree,
        missing=list(snapshot.missing),
    )
