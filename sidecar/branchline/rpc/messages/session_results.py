"""What requests about sessions give back."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.session_records import WireRemoved, WireSession


@attrs.frozen
class TryDemoResult:
    sessions: list[WireSession]


@attrs.frozen
class SendResult:
    """`queued`: it is typed later."""

    queued: bool


@attrs.frozen
class WireFound:
    """`line` is one in which the text is, cut around it."""

    id: str
    line: str


@attrs.frozen
class SearchResult:
    """Those that altered last first. `complete`: all was looked through; else there may be more."""

    found: list[WireFound]
    complete: bool


@attrs.frozen
class GiveFilesResult:
    """`files` are the copies, `mention` is how the agent is told of them. `typed`: that stands in its input; else it
    was not ready to take it."""

    files: list[str]
    mention: str
    typed: bool


@attrs.frozen
class WireProcess:
    """`name` is that of its program, at most 15 characters of it."""

    pid: int
    name: str


@attrs.frozen
class ProcessesResult:
    """What the session's agent started and runs on when it ends, or does since it ended; the oldest first. `kept`: a
    stop, a pause and a removal let it run, by the user's setting; else they end it."""

    processes: list[WireProcess]
    kept: bool


@attrs.frozen
class ResumeAllResult:
    """How many sessions go on."""

    resumed: int


@attrs.frozen
class LossesResult:
    """What would be gone with it, or end: uncommitted files, commits that are nowhere else, ignored files that no
    snapshot keeps, the names of what none can keep; whether its agent lives; what that left running."""

    files: int
    commits: int
    ignored: int
    missing: list[str]
    live: bool
    processes: list[WireProcess]
    kept: bool


@attrs.frozen
class RemoveResult:
    """`snapshot` is the ref that holds the worktree; null where there was none. `branchHeldBy` is the worktree that has
    the branch checked out, which stays because of that though it was to go; null: it went, or was to stay."""

    snapshot: str | None
    branch_held_by: str | None


@attrs.frozen
class RemovedResult:
    """The last removed first."""

    sessions: list[WireRemoved]


@attrs.frozen
class LocateResult:
    """`repo` is what stands for the repository from now on."""

    repo: str


@attrs.frozen
class ForgetResult:
    """`worktree` is the path of its worktree, which stays; null where there is none."""

    worktree: str | None


@attrs.frozen
class DeleteResult:
    """`left` is the repository that was not found, or where git failed: what is left there is deleted later. Null:
    nothing is left."""

    left: str | None
