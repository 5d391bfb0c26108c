"""Sessions: what there is, and what is done with one."""

from __future__ import annotations

import attrs

from branchline.core.policy.policy import Preset
from branchline.rpc.messages.session_records import WireAgent, WireNotice, WirePersona, WireRemoved, WireSession
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.table import Method, Notification, Query
from branchline.service.sessions.create_request import CreateRequest


@attrs.frozen
class SyncResult:
    """All there is. Each later change of it has a higher `revision`."""

    revision: int
    sessions: list[WireSession]
    agents: list[WireAgent]
    personas: list[WirePersona]
    active_session: str | None
    notices: list[WireNotice]


@attrs.frozen
class CreateParams(CreateRequest):
    sandbox: str | None = None


@attrs.frozen
class TryDemoResult:
    sessions: list[WireSession]


@attrs.frozen
class UpdateParams:
    """What is left out stays. `name` has letters, digits, dashes and underscores, at most 20, and no other session has
    it; `title` is a line of at most 60 characters, "" for none. An empty `persona` takes it away; its
    preset holds at once where it is narrower, else with the next start, as its arguments do. `read`: the user looked
    at it."""

    id: str
    name: str | None = None
    title: str | None = None
    task: str | None = None
    auto_yes: Preset | None = None
    pinned: bool | None = None
    persona: str | None = None
    read: bool | None = None


@attrs.frozen
class SendParams:
    """`submit`: with Enter; `queue`: typed later where the agent is not ready for it now. The answer comes when the
    text is taken over; it is typed after that, and stays `pending` until Enter was pressed."""

    id: str
    text: str
    submit: bool
    queue: bool = False


@attrs.frozen
class SendResult:
    """`queued`: it is typed later."""

    queued: bool


@attrs.frozen
class SearchParams:
    """`text`: 1 to 200 characters, looked for as they are but for letters' case."""

    text: str


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
class GiveFilesParams:
    """`files` are absolute paths on the sidecar's machine."""

    id: str
    files: list[str]


@attrs.frozen
class GiveFilesResult:
    """`files` are the copies, `mention` is how the agent is told of them. `typed`: that stands in its input; else it
    was not ready to take it."""

    files: list[str]
    mention: str
    typed: bool


@attrs.frozen
class PauseParams:
    """`freeDisk` removes the worktree after its snapshot."""

    id: str
    free_disk: bool = False


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
class RemoveParams:
    """`force`: even if work would be lost; `keepBranch`: the branch that Branchline made stays."""

    id: str
    force: bool
    keep_branch: bool


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
class LocateParams:
    """`id` is that of a session, or of a removed one; `path` is the absolute one of a folder in its repository."""

    id: str
    path: str


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
    """`id` is the session's; null for none."""

    id: str | None


METHODS = {
    "session/list": Query(Empty, SyncResult, "All there is: sessions, agents and notices."),
    "session/search": Query(
        SearchParams, SearchResult, "Finds sessions by a text in their names, instructions and transcripts."
    ),
    "session/create": Method(CreateParams, WireSession, "Makes a session; its agent starts, or it is queued."),
    "session/tryDemo": Method(
        Empty, TryDemoResult, "Makes two sessions of the demo agent, in a sample repository of Branchline's own."
    ),
    "session/update": Method(UpdateParams, WireSession, "Sets what the user may set."),
    "session/activate": Method(IdParams, Empty, "Makes it the one that the user looks at, in every window."),
    "session/send": Method(SendParams, SendResult, "Types an instruction into the agent's input, when it is ready."),
    "session/giveFiles": Method(
        GiveFilesParams,
        GiveFilesResult,
        "Copies files beside the worktree, and names them in the agent's input without Enter.",
    ),
    "session/takeBack": Method(IdParams, WireSession, "Takes back the instructions that wait to be typed."),
    "session/interrupt": Method(IdParams, WireSession, "Interrupts the agent's turn."),
    "session/processes": Query(IdParams, ProcessesResult, "Lists what its agent left running, or would leave."),
    "session/stop": Method(
        IdParams, WireSession, "Ends the agent and what it left running; the session is paused then."
    ),
    "session/pause": Method(PauseParams, WireSession, "The same, and takes a snapshot of what is there then."),
    "session/resume": Method(IdParams, WireSession, "Starts the agent again, with its conversation where it can."),
    "session/resumeAll": Method(Empty, ResumeAllResult, "Resumes whatever a crash or a reboot interrupted."),
    "session/losses": Query(IdParams, LossesResult, "Says what removing it would lose and end."),
    "session/remove": Method(RemoveParams, RemoveResult, "Removes it with its worktree, or says what would be lost."),
    "session/locate": Method(
        LocateParams, LocateResult, "Says where its repository is now; so it is for all that were in it."
    ),
    "session/forget": Method(
        IdParams, ForgetResult, "Takes it off the list, to the removed ones, and leaves all that is on the disk."
    ),
    "session/removed": Query(Empty, RemovedResult, "Lists the removed sessions that can be restored."),
    "session/restore": Method(IdParams, WireSession, "Brings a removed session back, paused."),
    "session/delete": Method(IdParams, DeleteResult, "Deletes a removed session and its snapshots for good."),
}

NOTIFICATIONS = {
    "session/didSync": Notification(
        SyncResult, "All there is: after the handshake, and when settings or notices altered."
    ),
    "session/didChange": Notification(DidChange, "A session is new, or altered."),
    "session/didRemove": Notification(DidRemove, "A session was removed."),
    "session/didActivate": Notification(DidActivate, "The user looks at another session."),
}
