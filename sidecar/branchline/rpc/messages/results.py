"""The results of requests, and the notifications.

Names are snake_case here and camelCase on the wire. `| None` on the way out means: null, never omitted. No field has a
default, because one that equals it would be dropped on the way out.
"""

from __future__ import annotations

import attrs

from branchline.rpc.messages.records import (
    WireAgent,
    WireBranch,
    WireDecision,
    WireFileChange,
    WireNotice,
    WireOrphan,
    WireRemoved,
    WireSession,
    WireSnapshot,
)


@attrs.frozen
class SyncResult:
    revision: int
    sessions: list[WireSession]
    agents: list[WireAgent]
    personas: list[str]
    active_session: str | None
    notices: list[WireNotice]


@attrs.frozen
class Empty:
    pass


@attrs.frozen
class SendResult:
    queued: bool


@attrs.frozen
class AnswerResult:
    accepted: bool


@attrs.frozen
class ReportResult:
    """`path` is the file that was written."""

    path: str


@attrs.frozen
class RemoveResult:
    """`snapshot` is the ref that holds the worktree; null where there was none."""

    snapshot: str | None


@attrs.frozen
class ChangesResult:
    base: str
    tree: str
    files: list[WireFileChange]


@attrs.frozen
class FileResult:
    """`text` is null when `binary`, and when the file does not exist there (`missing`)."""

    text: str | None
    binary: bool
    missing: bool


@attrs.frozen
class OutputResult:
    lines: list[str]


@attrs.frozen
class ScreenResult:
    """`cursor` is [row, column], from 0."""

    cols: int
    rows: int
    lines: list[str]
    cursor: list[int]


@attrs.frozen
class AttachResult:
    command: list[str]
    cwd: str
    name: str


@attrs.frozen
class BranchesResult:
    """`current` is null on a detached HEAD."""

    current: str | None
    branches: list[WireBranch]


@attrs.frozen
class StopAllResult:
    """In how many sessions auto-yes was on."""

    stopped: int


@attrs.frozen
class LogResult:
    """Oldest first."""

    entries: list[WireDecision]


@attrs.frozen
class ProposeResult:
    """The narrowest first."""

    rules: list[str]


@attrs.frozen
class TryRuleResult:
    matches: list[WireDecision]


@attrs.frozen
class ResumeAllResult:
    """How many sessions go on."""

    resumed: int


@attrs.frozen
class RemovedResult:
    """The last removed first."""

    sessions: list[WireRemoved]


@attrs.frozen
class SnapshotsResult:
    """Oldest first."""

    snapshots: list[WireSnapshot]


@attrs.frozen
class CompareResult:
    """`left` and `right` are what `session/readFile` takes as `at`; `right` is null for the files as they are now."""

    left: str
    right: str | None
    files: list[WireFileChange]


@attrs.frozen
class OrphansResult:
    orphans: list[WireOrphan]


@attrs.frozen
class DidChange:
    revision: int
    session: WireSession


@attrs.frozen
class DidRemove:
    revision: int
    id: str


@attrs.frozen
class DidActivate:
    id: str | None


@attrs.frozen
class DidPaint:
    id: str
    cols: int
    rows: int
    lines: list[str]


@attrs.frozen
class SnapshotsGone:
    """Snapshots that were thinned out, by number."""

    id: str
    numbers: list[int]
