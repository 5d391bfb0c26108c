"""Sessions: what there is, and what is done with one."""

from __future__ import annotations

import attrs

from branchline.core.model.prompt import WaitReason
from branchline.core.model.status import Status
from branchline.core.notices import NoticeCode
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPauseCode, PauseReason, TurnReason
from branchline.rpc.messages.prompt import WireAsked, WirePrompt
from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.table import Method, Notification
from branchline.service.sessions.create_request import CreateRequest

# ---------------------------------------------------------------- records


@attrs.frozen
class WireEvidence:
    """Why the status is what it is: the rule or hook that said so, and when."""

    rule: str
    at: str


@attrs.frozen
class WireChanges:
    """What the worktree changed against its base, in files and lines. As long as it and the session's base are the
    same, the list of changed files is: `tree` is the id of the files, `untracked` tells which git does not track."""

    files: int
    added: int
    removed: int
    tree: str
    untracked: str


@attrs.frozen
class WireAutoYesPause:
    """Why auto-yes does not answer though it is on. `code` is a whole sentence where an earlier version paused it. What
    the code does not speak of is 0 or empty; `detail` is a sentence for people."""

    code: AutoYesPauseCode | str
    count: int
    seconds: int
    detail: str


@attrs.frozen
class WireSession:
    """`reason` is a WaitReason while it waits, a PauseReason while it is paused, maybe a TurnReason when it is ready,
    else a text for people. `freed`: its worktree was removed to free the disk, a snapshot holds it. `handedOver`: the
    agent could not go on with its conversation, and was told in a new one where things stand. `autoYesPaused` says why
    auto-yes does not answer though it is on. `queuePlace` counts from 1."""

    id: str
    name: str
    kind: str
    task: str | None
    persona: str | None
    agent: str
    repo: str
    worktree: str
    branch: str
    base: str
    status: Status
    reason: PauseReason | WaitReason | TurnReason | str | None
    evidence: WireEvidence
    prompt: WirePrompt | None
    auto_yes: Preset
    auto_yes_paused: WireAutoYesPause | None
    asked: WireAsked | None
    freed: bool
    handed_over: bool
    unread: bool
    pinned: bool
    changes: WireChanges
    created_at: str
    updated_at: str
    exit_code: int | None
    queue_place: int | None


@attrs.frozen
class WireAgent:
    """`program` is null when it is not installed; `install` is the command that would."""

    name: str
    title: str
    program: str | None
    install: str


@attrs.frozen
class WireNotice:
    """Something the user should know that no request asked for: a code, and what it speaks of; the rest is 0 or empty.
    `count` is of sessions or worktrees, `names` are sessions'; `file` is the name of the file that could not be read,
    `kept` its name since then."""

    code: NoticeCode
    count: int
    names: list[str]
    file: str
    kept: str


@attrs.frozen
class WireRemoved:
    """A removed session that can be restored until `until`. `snapshot` is null where it never had a worktree."""

    id: str
    name: str
    agent: str
    task: str | None
    repo: str
    branch: str
    snapshot: str | None
    removed_at: str
    until: str


# ---------------------------------------------------------------- params and results


@attrs.frozen
class SyncResult:
    """All there is. Each later change of it has a higher `revision`."""

    revision: int
    sessions: list[WireSession]
    agents: list[WireAgent]
    personas: list[str]
    active_session: str | None
    notices: list[WireNotice]


@attrs.frozen
class CreateParams(CreateRequest):
    sandbox: str | None = None


@attrs.frozen
class UpdateParams:
    """What is left out stays. `read`: the user looked at it."""

    id: str
    name: str | None = None
    task: str | None = None
    auto_yes: Preset | None = None
    pinned: bool | None = None
    read: bool | None = None


@attrs.frozen
class SendParams:
    """`submit`: with Enter; `queue`: typed later where the agent is not ready for it now."""

    id: str
    text: str
    submit: bool
    queue: bool = False


@attrs.frozen
class SendResult:
    """`queued`: it is typed later."""

    queued: bool


@attrs.frozen
class PauseParams:
    """`freeDisk` removes the worktree after its snapshot."""

    id: str
    free_disk: bool = False


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
class RemoveResult:
    """`snapshot` is the ref that holds the worktree; null where there was none."""

    snapshot: str | None


@attrs.frozen
class RemovedResult:
    """The last removed first."""

    sessions: list[WireRemoved]


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
    "session/list": Method(Empty, SyncResult, "All there is: sessions, agents and notices."),
    "session/create": Method(CreateParams, WireSession, "Makes a session; its agent starts, or it is queued."),
    "session/update": Method(UpdateParams, WireSession, "Sets what the user may set."),
    "session/activate": Method(IdParams, Empty, "Makes it the one that the user looks at, in every window."),
    "session/send": Method(SendParams, SendResult, "Types an instruction into the agent's input, when it is ready."),
    "session/interrupt": Method(IdParams, WireSession, "Interrupts the agent's turn."),
    "session/stop": Method(IdParams, WireSession, "Ends the agent; the session is paused then."),
    "session/pause": Method(PauseParams, WireSession, "Ends the agent, and takes a snapshot of what it leaves."),
    "session/resume": Method(IdParams, WireSession, "Starts the agent again, with its conversation where it can."),
    "session/resumeAll": Method(Empty, ResumeAllResult, "Resumes whatever a crash or a reboot interrupted."),
    "session/remove": Method(RemoveParams, RemoveResult, "Removes it with its worktree, or says what would be lost."),
    "session/removed": Method(Empty, RemovedResult, "Lists the removed sessions that can be restored."),
    "session/restore": Method(IdParams, WireSession, "Brings a removed session back, paused."),
    "session/delete": Method(IdParams, Empty, "Deletes a removed session and its snapshots for good."),
}

NOTIFICATIONS = {
    "session/didSync": Notification(
        SyncResult, "All there is: after the handshake, and when settings or notices altered."
    ),
    "session/didChange": Notification(DidChange, "A session is new, or altered."),
    "session/didRemove": Notification(DidRemove, "A session was removed."),
    "session/didActivate": Notification(DidActivate, "The user looks at another session."),
}
