"""Sessions: what there is, and what is done with one."""

from __future__ import annotations

import attrs

from branchline.core.policy.policy import Preset
from branchline.rpc.messages.session_news import DidActivate, DidChange, DidRemove, SyncResult
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.session_results import (
    DeleteResult,
    ForgetResult,
    GiveFilesResult,
    LocateResult,
    LossesResult,
    ProcessesResult,
    RemovedResult,
    RemoveResult,
    ResumeAllResult,
    SearchResult,
    SendResult,
    TryDemoResult,
)
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.table import Method, Notification, Query
from branchline.service.sessions.create_request import CreateRequest


@attrs.frozen
class CreateParams(CreateRequest):
    sandbox: str | None = None


@attrs.frozen
class UpdateParams:
    """What is left out stays. `name` has letters, digits, dashes and underscores, at most 20, and no other session has
    it; `title` is a line of at most 60 characters, "" for none. An empty `persona` takes it away; its preset holds at
    once where it is narrower, else with the next start, as its arguments do. `read`: the user looked at it. `limits`
    are all that the session has of its own, each as NAME=NUMBER: lower ones hold at once, higher ones with the next
    start. `answers`: whether common answers are given in it; either word ends a pause of theirs. `network` is "on" or
    left out, as no session can be cut off from it yet."""

    id: str
    name: str | None = None
    title: str | None = None
    task: str | None = None
    auto_yes: Preset | None = None
    pinned: bool | None = None
    persona: str | None = None
    read: bool | None = None
    limits: list[str] | None = None
    answers: bool | None = None
    network: str | None = None


@attrs.frozen
class SendParams:
    """`submit`: with Enter; `queue`: typed later where the agent is not ready for it now. The answer comes when the
    text is taken over; it is typed after that, and stays `pending` until Enter was pressed."""

    id: str
    text: str
    submit: bool
    queue: bool = False


@attrs.frozen
class SearchParams:
    """`text`: 1 to 200 characters, looked for as they are but for letters' case."""

    text: str


@attrs.frozen
class GiveFilesParams:
    """`files` are absolute paths on the sidecar's machine."""

    id: str
    files: list[str]


@attrs.frozen
class EndProcessParams:
    """`work` is the id of what runs in the session's background."""

    id: str
    work: str


@attrs.frozen
class PauseParams:
    """`freeDisk` removes the worktree after its snapshot."""

    id: str
    free_disk: bool = False


@attrs.frozen
class RemoveParams:
    """`force`: even if work would be lost; `keepBranch`: the branch that Branchline made stays."""

    id: str
    force: bool
    keep_branch: bool


@attrs.frozen
class LocateParams:
    """`id` is that of a session, or of a removed one; `path` is the absolute one of a folder in its repository."""

    id: str
    path: str


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
    "session/endProcess": Method(
        EndProcessParams, WireSession, "Ends one process of those that go on in its background, and all below it."
    ),
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
