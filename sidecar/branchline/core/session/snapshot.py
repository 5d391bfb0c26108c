"""What a snapshot is, and its message: the trailers that say why, when and of what it was taken."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable
from typing import Any

import attrs

from branchline.core.model.changes import Changes
from branchline.core.reasons import SnapshotReason, snapshot_reason

MOST_INSTRUCTION = 200
"""Characters of the instruction that are kept."""
_SESSION, _WHY, _BRANCH, _INDEX, _DISK, _MISSING, _CHANGES, _INSTRUCTION = (
    f"Branchline-{name}"
    for name in ("Session", "Reason", "Branch", "Index", "Disk", "Missing", "Changes", "Instruction")
)


class Against(str, enum.Enum):
    """What a snapshot is compared with."""

    PREVIOUS = "previous"
    """The snapshot before it; the first one with the session's base."""
    BASE = "base"
    """The commit that the session began at."""
    NOW = "now"
    """The files as they are."""


@attrs.frozen
class Snapshot:
    """`number` counts a session's snapshots from 1, `at` is in seconds since the epoch."""

    session_id: str
    number: int
    commit: str
    tree: str
    """Every file as it was on the disk, byte for byte; and what was not checked out, as the index had it."""
    head: str | None
    """The commit that was checked out; None where there was none yet."""
    branch: str | None
    """The branch that was checked out; None for a detached HEAD."""
    index: str
    """The commit that holds the index: as its tree, or as a file where a tree cannot say all of it. Where there is a
    `disk`, its tree has both as folders, `index` and `disk`."""
    index_is_file: bool
    at: float
    reason: SnapshotReason | str
    """A text where another version wrote one that is not known here."""
    missing: tuple[str, ...] = ()
    """What was not kept: files that cannot be read or are too large, repositories in the worktree with what is in
    them."""
    changes: Changes = attrs.field(factory=Changes)
    """Against the session's snapshot before; the first one's against the session's base."""
    instruction: str | None = None
    """How what the user asked last begins."""
    index_tree: str | None = None
    """The tree that holds the index; None in the message of an earlier version."""
    disk: str | None = None
    """The tree of what was on the disk, where a sparse checkout left files out of it; None: `tree` is."""

    @property
    def files(self) -> str:
        """The tree of every file that was on the disk."""
        return self.disk or self.tree

    @property
    def ref(self) -> str:
        return f"{folder_of(self.session_id)}{self.number}"


def folder_of(session_id: str) -> str:
    return f"refs/branchline/{session_id}/"


def message(
    session_id: str,
    reason: SnapshotReason,
    branch: str | None,
    index_is_file: bool,
    missing: Iterable[str],
    changes: Changes,
    instruction: str | None,
    index_tree: str,
    disk: str | None = None,
) -> str:
    lines = {
        _SESSION: session_id,
        _WHY: reason.value,
        _BRANCH: branch or "",
        _INDEX: f"{'file' if index_is_file else 'tree'} {index_tree}",
        **({_DISK: disk} if disk else {}),
        _MISSING: json.dumps(list(missing)),
        _CHANGES: json.dumps([changes.files, changes.added, changes.removed]),
        _INSTRUCTION: json.dumps(instruction),
    }
    return f"Snapshot {reason.value}\n\n" + "".join(f"{name}: {value}\n" for name, value in lines.items())


def parse(ref: str, commit: str, tree: str, parents: list[str], at: float, text: str) -> Snapshot | None:
    """None for a commit that is no snapshot of ours."""
    lines = (line.partition(": ") for line in text.split("\n"))  # Not splitlines: a branch may hold U+2028.
    trailers = {name: value for name, _, value in lines if name.startswith("Branchline-")}
    number = ref.rpartition("/")[2]
    if not number.isdecimal() or _SESSION not in trailers or not parents:
        return None
    missing = _decoded(trailers.get(_MISSING))
    counts = _decoded(trailers.get(_CHANGES))
    instruction = _decoded(trailers.get(_INSTRUCTION))
    index_kind, _, index_tree = trailers.get(_INDEX, "").partition(" ")
    return Snapshot(
        session_id=trailers[_SESSION],
        number=int(number),
        commit=commit,
        tree=tree,
        head=parents[0] if len(parents) > 1 else None,
        branch=trailers.get(_BRANCH) or None,
        index=parents[-1],
        index_is_file=index_kind == "file",
        at=at,
        reason=snapshot_reason(trailers.get(_WHY, "")),
        missing=tuple(map(str, missing)) if isinstance(missing, list) else (),
        changes=Changes(*counts) if _are_counts(counts) else Changes(),
        instruction=instruction if isinstance(instruction, str) else None,
        index_tree=index_tree or None,
        disk=trailers.get(_DISK) or None,
    )


def _decoded(value: str | None) -> Any:
    """None for a trailer that is not there, or that is not ours."""
    try:
        return json.loads(value) if value else None
    except ValueError:
        return None


def _are_counts(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(type(each) is int for each in value)
