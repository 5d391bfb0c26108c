"""What sessions take on the disk, and how room is made."""

from __future__ import annotations

import attrs

from branchline.git.worktrees.spare_states import SpareState
from branchline.rpc.messages.session_results import LossesResult
from branchline.rpc.messages.shared import Empty
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class SessionDiskParams:
    """`ids` are sessions'; null for all."""

    ids: list[str] | None = None


@attrs.frozen
class WireSessionUse:
    """Bytes, at most: what files share by copy-on-write counts for each. `files` is the worktree without its `caches`,
    `snapshots` about what nothing else in the repository reaches (null where git cannot tell), `kept` scrollback,
    screens, history and files given to its agent."""

    id: str
    files: int
    caches: int
    snapshots: int | None
    kept: int


@attrs.frozen
class SessionDiskResult:
    """The largest first."""

    sessions: list[WireSessionUse]


@attrs.frozen
class WireSpareUse:
    """`state`: null while something is done to it."""

    path: str
    bytes: int
    state: SpareState | None


@attrs.frozen
class WireRepositoryUse:
    """`removed` are bytes, about, of snapshots of removed sessions that can be restored; null where git cannot tell.
    `free` and `total` are bytes of the disk that its worktrees are on."""

    repo: str
    spares: list[WireSpareUse]
    removed: int | None
    free: int
    total: int


@attrs.frozen
class RepositoryDiskResult:
    repositories: list[WireRepositoryUse]


@attrs.frozen
class WireCache:
    """`path` is a folder's from the top of the session's worktree, `bytes` what its deletion frees at most, `usedAt`
    when the session was last at work."""

    id: str
    path: str
    bytes: int
    used_at: str


@attrs.frozen
class CachesResult:
    """The least recently used first."""

    caches: list[WireCache]


@attrs.frozen
class DeleteCachesParams:
    """`id` is the session's, `paths` are those of its caches."""

    id: str
    paths: list[str]


@attrs.frozen
class DeleteCachesResult:
    """`freed` are bytes, `left` the paths of those that stay: in use by now, or no caches any more."""

    freed: int
    left: list[str]


@attrs.frozen
class WireMerged:
    """`onto` is the branch that its work landed on, `pullRequest` the number of one that was merged; "" and null where
    that is not known. `whole`: nothing was done since, and only ignored files go for good. `bytes` is what it takes on
    the disk."""

    id: str
    onto: str
    pull_request: int | None
    whole: bool
    losses: LossesResult
    bytes: int


@attrs.frozen
class MergedResult:
    sessions: list[WireMerged]


@attrs.frozen
class DropSparesResult:
    """Paths of those that could not be deleted, or are somebody else's by now."""

    left: list[str]


METHODS = {
    "session/disk": Query(SessionDiskParams, SessionDiskResult, "Counts what sessions take on the disk."),
    "session/caches": Query(Empty, CachesResult, "Lists the caches of quiet sessions, which their tools make anew."),
    "session/deleteCaches": Method(
        DeleteCachesParams, DeleteCachesResult, "Deletes such caches of a session, those that still may be."
    ),
    "session/merged": Query(Empty, MergedResult, "Lists the sessions whose work has landed, with what would go."),
    "repository/disk": Query(
        Empty, RepositoryDiskResult, "Counts what spares and removed sessions take, and what is free."
    ),
    "repository/dropSpares": Method(
        Empty, DropSparesResult, "Deletes every spare; none is made until the next session is."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
