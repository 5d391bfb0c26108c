"""The records that results and notifications are made of.

Names are snake_case here and camelCase on the wire. `| None` on the way out means: null, never omitted. No field has a
default, because one that equals it would be dropped on the way out.
"""

from __future__ import annotations

import attrs


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
    """As long as it and the session's base are the same, the list of changed files is."""

    files: int
    added: int
    removed: int
    tree: str
    untracked: str


@attrs.frozen
class WireSession:
    """`freed`: its worktree was removed to free the disk, a snapshot holds it. `handed_over`: the agent could not go on
    with its conversation, and was told in a new one where things stand."""

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


@attrs.frozen
class WireBranch:
    """`checked_out` is the worktree that holds it, or null. `remote` is for `origin/main` and the like."""

    name: str
    remote: bool
    checked_out: str | None


@attrs.frozen
class WireSnapshot:
    """A snapshot in a session's timeline. `id` is the session's; `number` counts its snapshots from 1. `files`, `added`
    and `removed` count what changed since the one before, for the first one since the base. `missing` is what could
    not be kept."""

    id: str
    number: int
    at: str
    reason: str
    name: str | None
    instruction: str | None
    files: int
    added: int
    removed: int
    commit: str
    tree: str
    missing: list[str]


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


@attrs.frozen
class WireOrphan:
    """A worktree that Branchline made and no session has. `name` and `agent` are those of the session it was made for,
    where that is known."""

    path: str
    repo: str
    branch: str | None
    name: str
    agent: str | None
