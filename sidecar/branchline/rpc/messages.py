"""The wire records of the protocol. `extension/src/protocol.ts` mirrors this file; a test compares them.

Params are attrs classes: a field with a default may be left out. Results and notifications have no
defaults, because a field that equals its default would be dropped on the way out. Names are snake_case
here and camelCase on the wire. `| None` on the way out means: null, never omitted.
"""

from __future__ import annotations

import attrs

# ---------------------------------------------------------------- records


@attrs.frozen
class WireEvidence:
    rule: str
    at: str


@attrs.frozen
class WireOption:
    id: str
    label: str
    meaning: str


@attrs.frozen
class WirePrompt:
    id: str
    kind: str
    title: str
    tool: str | None
    command: str | None
    paths: list[str]
    url: str | None
    options: list[WireOption]
    selected: str | None
    takes_text: bool
    text: str


@attrs.frozen
class WireAsked:
    """Why auto-yes left the standing prompt to the user. `rule` is short and stable, or one of the user's own."""

    rule: str
    why: str


@attrs.frozen
class WireDecision:
    """What was decided on a prompt. `id` is the session's, `session` its name; `decision` is `allow`, `ask` or `deny`;
    `by` is `rule` or `user`; `via` is `keys`, `hook` or null; `option` is the label of what was chosen."""

    id: str
    session: str
    prompt_id: str
    at: str
    decision: str
    rule: str
    why: str
    tool: str | None
    command: str | None
    paths: list[str]
    url: str | None
    option: str | None
    by: str
    via: str | None
    outcome: str


@attrs.frozen
class WireChanges:
    files: int
    added: int
    removed: int


@attrs.frozen
class WireSession:
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
    status: str
    reason: str | None
    evidence: WireEvidence
    prompt: WirePrompt | None
    auto_yes: str
    auto_yes_paused: str | None
    asked: WireAsked | None
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
class WireFileChange:
    path: str
    old_path: str | None
    status: str
    added: int
    removed: int
    binary: bool


@attrs.frozen
class WireNotice:
    """Something the user should know that no request asked for. `code` is stable."""

    code: str
    message: str


# ---------------------------------------------------------------- params


@attrs.frozen
class ListParams:
    pass


@attrs.frozen
class CreateParams:
    """`base` is any commit-ish to start a new branch from; `branch` is an existing branch to work on.
    `name` and `prompt` are free text; `agent` is one of the agents that `session/list` names."""

    repo: str
    agent: str
    prompt: str | None = None
    name: str | None = None
    task: str | None = None
    persona: str | None = None
    kind: str | None = None
    base: str | None = None
    branch: str | None = None
    auto_yes: str | None = None
    sandbox: str | None = None


@attrs.frozen
class UpdateParams:
    id: str
    name: str | None = None
    task: str | None = None
    auto_yes: str | None = None
    pinned: bool | None = None
    read: bool | None = None


@attrs.frozen
class IdParams:
    id: str


@attrs.frozen
class SendParams:
    id: str
    text: str
    submit: bool
    queue: bool = False


@attrs.frozen
class RemoveParams:
    id: str
    force: bool
    keep_branch: bool


@attrs.frozen
class AnswerParams:
    """`choice` is an option's id, or a free text where the prompt takes one."""

    id: str
    prompt_id: str
    choice: str


@attrs.frozen
class ChangesParams:
    id: str
    since: str | None = None


@attrs.frozen
class ReadFileParams:
    """`at` is `base` or a commit or tree id; `path` is relative to the worktree."""

    id: str
    path: str
    at: str


@attrs.frozen
class OutputParams:
    id: str
    lines: int


@attrs.frozen
class WatchParams:
    ids: list[str]


@attrs.frozen
class BranchesParams:
    repo: str


@attrs.frozen
class LogParams:
    """All sessions' when `id` is left out; the latest `limit` entries."""

    id: str | None = None
    limit: int = 1000


@attrs.frozen
class ProposeParams:
    id: str
    prompt_id: str


@attrs.frozen
class TryRuleParams:
    rule: str


# ---------------------------------------------------------------- results and notifications


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
    """`snapshot` is null until snapshots exist."""

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
class WireBranch:
    """`checked_out` is the worktree that holds it, or null. `remote` is for `origin/main` and the like."""

    name: str
    remote: bool
    checked_out: str | None


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


METHODS: dict[str, tuple[type, type]] = {
    "session/list": (ListParams, SyncResult),
    "session/create": (CreateParams, WireSession),
    "session/update": (UpdateParams, WireSession),
    "session/activate": (IdParams, Empty),
    "session/send": (SendParams, SendResult),
    "session/answer": (AnswerParams, AnswerResult),
    "session/report": (IdParams, ReportResult),
    "session/interrupt": (IdParams, WireSession),
    "session/resume": (IdParams, WireSession),
    "session/stop": (IdParams, WireSession),
    "session/remove": (RemoveParams, RemoveResult),
    "session/changes": (ChangesParams, ChangesResult),
    "session/readFile": (ReadFileParams, FileResult),
    "session/output": (OutputParams, OutputResult),
    "session/screen": (IdParams, ScreenResult),
    "session/attach": (IdParams, AttachResult),
    "session/watch": (WatchParams, Empty),
    "repo/branches": (BranchesParams, BranchesResult),
    "autoYes/stopAll": (ListParams, StopAllResult),
    "autoYes/log": (LogParams, LogResult),
    "autoYes/propose": (ProposeParams, ProposeResult),
    "autoYes/tryRule": (TryRuleParams, TryRuleResult),
}

NOTIFICATIONS: dict[str, type] = {
    "session/didSync": SyncResult,
    "session/didChange": DidChange,
    "session/didRemove": DidRemove,
    "session/didActivate": DidActivate,
    "session/didPaint": DidPaint,
    "autoYes/didDecide": WireDecision,
}
