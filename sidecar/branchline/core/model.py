"""Records that every layer speaks of. Frozen: a change is a new record.

Times are seconds since the epoch (float) here and ISO 8601 UTC on the wire.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from branchline.core.reasons import AutoYesPause, PauseReason


class Status(str, enum.Enum):
    """What a session is doing."""

    QUEUED = "queued"
    """It waits until fewer sessions run."""
    STARTING = "starting"
    """Its worktree is being made, or its agent starts."""
    WORKING = "working"
    WAITING = "waiting"
    """The agent asks something."""
    READY = "ready"
    """The agent's turn is over."""
    PAUSED = "paused"
    """The user, a crash or a reboot ended the agent."""
    FAILED = "failed"
    """The agent could not be started, or crashed."""
    COMPLETED = "completed"
    """The agent ended by itself."""

    @property
    def is_live(self) -> bool:
        """An agent process runs or is about to."""
        return self in LIVE


LIVE = frozenset({Status.QUEUED, Status.STARTING, Status.WORKING, Status.WAITING, Status.READY})


class Meaning(str, enum.Enum):
    """What choosing an option of a prompt does."""

    ACCEPT = "accept"
    ACCEPT_ALWAYS = "acceptAlways"
    REJECT = "reject"
    OTHER = "other"


class WaitReason(str, enum.Enum):
    """What an agent waits for."""

    APPROVAL = "approval"
    QUESTION = "question"
    TRUST = "trust"
    LOGIN = "login"
    PASSWORD = "password"  # noqa: S105  a kind of prompt, not a secret


@attrs.frozen
class Evidence:
    """Why a status is what it is: the rule or hook that said so, and when."""

    rule: str
    at: float


@attrs.frozen
class Option:
    id: str
    label: str
    meaning: Meaning
    key: str = ""
    """The bytes to type for it, as text. Never on the wire: clients choose by id."""


@attrs.frozen
class Prompt:
    """A question that the agent asks and waits on. `id` is a fingerprint of what is asked."""

    id: str
    kind: WaitReason
    title: str
    text: str
    tool: str | None = None
    command: str | None = None
    paths: tuple[str, ...] = ()
    url: str | None = None
    options: tuple[Option, ...] = ()
    selected: str | None = None
    """The id of the option that Enter takes now."""
    takes_text: bool = False
    """A free text, ended by Enter, is an answer too."""
    complete: bool = True
    """`command` is all of what is asked for: nothing of it is cut off, and no line break in it is a guess."""
    folder: str | None = None
    """Where the command would run, where the agent says so; else where it was started."""


@attrs.frozen
class Changes:
    """What a session's worktree changed against its base, in files and lines.

    `tree` is the id of the tree that was counted, "" before the first count; `untracked` alters with the names of the
    files that git does not track, which a tree does not tell. Where both are the same, the list of files is.
    """

    files: int = 0
    added: int = 0
    removed: int = 0
    tree: str = ""
    untracked: str = ""


class FileStatus(str, enum.Enum):
    """How a file differs: added, modified, deleted, renamed, or not known to git."""

    ADDED = "A"
    MODIFIED = "M"
    DELETED = "D"
    RENAMED = "R"
    UNTRACKED = "U"


@attrs.frozen
class FileChange:
    """One changed file. `path` is relative to the worktree, `/`-separated, `surrogateescape`d."""

    path: str
    status: FileStatus
    old_path: str | None = None
    added: int = 0
    removed: int = 0
    binary: bool = False


@attrs.frozen
class Process:
    """A child is named by both: a pid alone may have been given to another program."""

    pid: int
    start_time: float


@attrs.frozen
class Ownership:
    """What Branchline itself made for a session, and so may delete."""

    worktree: bool = False
    branch: bool = False


@attrs.frozen
class Asked:
    """Why auto-yes left a prompt to the user."""

    prompt: str
    """The prompt's id."""
    rule: str
    why: str


@attrs.frozen
class SnapshotName:
    """A name that the user gave to the session's snapshot of this number."""

    number: int
    name: str


class Step(str, enum.Enum):
    """What is being done to a session's worktree in several steps: written down first, so that a sidecar that was
    killed meanwhile is followed by one that knows."""

    CREATING = "creating"
    FREEING = "freeing"
    RESTORING = "restoring"
    REMOVING = "removing"


@attrs.frozen
class Session:
    id: str
    name: str
    agent: str
    repo: str
    worktree: str
    branch: str
    base: str
    status: Status
    evidence: Evidence
    created_at: float
    updated_at: float
    kind: str = ""
    task: str | None = None
    persona: str | None = None
    reason: str | None = None
    """A WaitReason while it waits, a PauseReason while it is paused, a TurnReason when it is ready; else a text."""
    prompt: Prompt | None = None
    auto_yes: str = "off"
    """The name of its preset."""
    auto_yes_paused: AutoYesPause | None = None
    """Why auto-yes does not answer though it is on; None: it does."""
    asked: Asked | None = None
    """Why it is the user who has to answer the standing prompt, where auto-yes is on."""
    freed: bool = False
    """The worktree was removed to free the disk; the latest snapshot holds it."""
    handed_over: bool = False
    """The agent could not go on with its conversation: a new one was told where things stand."""
    unread: bool = False
    pinned: bool = False
    changes: Changes = Changes()
    exit_code: int | None = None
    queue_place: int | None = None
    # Below: the sidecar's own memory, never on the wire.
    start_base: str | None = None
    """What the user asked the new branch to start from, as a commit id: HEAD may move while it is queued."""
    start_branch: str | None = None
    """The existing branch that the user asked to work on."""
    process: Process | None = None
    owns: Ownership = Ownership()
    agent_session: str | None = None
    """The agent's own conversation id, for its resume argument."""
    has_conversation: bool = False
    """The agent worked once, so that there is something for its resume argument to go on with."""
    pending: tuple[str, ...] = ()
    """Instructions that wait for the agent's ready screen, oldest first."""
    stopping: PauseReason | None = None
    """The user asked for the end, and this will be the reason: whatever exit code comes is no failure."""
    instruction: str | None = None
    """What the agent was told last."""
    start_snapshot: str | None = None
    """The ref of another session's snapshot, whose files it begins with."""
    snapshot_names: tuple[SnapshotName, ...] = ()
    under_way: Step | None = None


@attrs.frozen
class Removed:
    """A session that was removed and can be restored."""

    session: Session
    at: float
    snapshot: int | None
    """The number of the one that holds its worktree; None: it had none."""
    tip: str | None
    """The commit of its branch; None: it had no branch."""


@attrs.frozen
class ScreenView:
    """What a detector may look at. `lines` are the visible rows without trailing blanks."""

    lines: tuple[str, ...]
    cursor: tuple[int, int]
    """(row, column), from 0."""
    title: str = ""
    cols: int = 80
    quiet_for: float = 0.0
    """Seconds since the program last printed."""
    styled: Callable[[int], str] = attrs.field(default=lambda _row: "", eq=False)
    """A row with its SGR sequences, for the few rules that the text is not enough for. See `core.styles`."""


@attrs.frozen
class Observation:
    """What a detector read off a screen. `rule` names the rule, for the evidence."""

    status: Status
    rule: str
    reason: str | None = None
    prompt: Prompt | None = None
    takes_text: bool = False
    """True only where an instruction may be typed: the agent's own ready screen with an empty input."""


@attrs.frozen
class Claim:
    """What a hook or a program status report says the session is, and when it came.

    `is_end` marks the end of a turn, which is often told before it has come. `begins` is what a tool is given that
    begins, whether it will ask or not; `is_over` marks the end of one.
    """

    observation: Observation
    at: float
    is_end: bool = False
    begins: Prompt | None = None
    is_over: bool = False


@attrs.frozen
class HookEvent:
    """One call of an agent's hook: its name and the agent's own JSON, as it came. Anybody's bytes: check each field."""

    name: str
    payload: Mapping[str, Any]


@attrs.frozen
class Launch:
    """How to start an agent's process. `env` is added to the user's own environment; `files` are made first, by path
    within the session's own folder."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = attrs.field(factory=dict)
    files: Mapping[str, str] = attrs.field(factory=dict)
    agent_session: str | None = None
