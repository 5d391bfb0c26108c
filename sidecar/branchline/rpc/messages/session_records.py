"""Sessions as they are on the wire, and what there is beside them."""

from __future__ import annotations

import attrs

from branchline.core.model.kind import WorkKind
from branchline.core.model.preparing import Phase
from branchline.core.model.prompt import WaitReason
from branchline.core.model.status import Status
from branchline.core.model.work import BackgroundKind
from branchline.core.notices import NoticeCode
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPauseCode, InputReason, PauseReason, StartReason, TurnReason, WorkingReason
from branchline.rpc.messages.project_records import WireSetup, WireSetupWaits
from branchline.rpc.messages.prompt import WireAsked, WirePrompt
from branchline.rpc.messages.review_records import (
    WireChanges,
    WireChecked,
    WireComments,
    WireConflictsWith,
    WireDrift,
    WireHead,
    WireKeepGoing,
    WireLanded,
    WirePullRequestSeen,
    WireStray,
)
from branchline.rpc.messages.run_records import WireRun
from branchline.rpc.messages.usage_records import WireUsage


@attrs.frozen
class WireEvidence:
    """Why the status is what it is: the rule or hook that said so, and when."""

    rule: str
    at: str


@attrs.frozen
class WireAutoYesPause:
    """Why auto-yes does not answer though it is on. `code` is a whole sentence where an earlier version paused it. What
    the code does not speak of is 0 or empty; `detail` is a sentence for people."""

    code: AutoYesPauseCode | str
    count: int
    seconds: int
    detail: str


@attrs.frozen
class WireBackgroundWork:
    """`id` is its own within the session, as long as it runs; `label` is the agent's word for it, or a command."""

    id: str
    kind: BackgroundKind
    label: str
    since: str


@attrs.frozen
class WireProgress:
    """Of the agent's own list of things to do: how many there are, how many are done, and what it does now, "" where
    that is not told; all 0 where it has no list. `percent` is what its program tells of itself, or null."""

    done: int
    total: int
    doing: str
    percent: int | None


@attrs.frozen
class WireFilesDone:
    done: int
    total: int


@attrs.frozen
class WirePreparing:
    """`total` is 0 where it is not known, `done` then too."""

    phase: Phase
    done: int
    total: int


@attrs.frozen
class WireSession:
    """`name` is short, and no other session has it; `title` is a line for people of at most 60 characters, "" where
    nobody said what it is about. `reason` is a WaitReason while it waits, a PauseReason while it is paused; maybe a
    StartReason while it starts, a TurnReason or an InputReason when it is ready, a WorkingReason while it works; else a
    text for people. `freed`: its worktree was removed to free the disk, a snapshot holds it. `handedOver`: the agent
    could not go on with its conversation, and was told in a new one where things stand. `snapshotFailed` says why the
    last snapshot could not be taken, null when it was; `unkept` are the paths that the latest one left out.
    `autoYesPaused` says why auto-yes does not answer though it is on. `answers`: common answers are given in it, if
    there are any; `answersPaused` says why they are not though they are on. `queuePlace` counts from 1. `pending` tells
    how many instructions wait to be typed; `typing` is the percent of the first one that is typed by now, null where
    that takes no time. `since` is when it came into its status or, while it waits, when its prompt came. `subfolder` is
    where in the worktree the agent runs, "" for its top; `arguments` and `environment`, the names alone of variables,
    are this session's own, as are its `limits`. `nextAutoYes` is the wider preset that its persona brings with the next
    start, `nextLimits` are those that come then, null: they stay. `reviews` is the id of the session on whose work it
    gives a second opinion; `notes` tells how many such sessions have written. `background` is what its agent runs
    beside itself, the oldest first: subagents at any time, else what goes on without it. `progress` is null where its
    agent tells nothing of it; `tool` is what it uses just now, by its own name for it, null where that is not told.
    `begun`: since its last start its agent began something that it was told. `reviewed` is the id of the tree with
    each file as the user last looked at it, "" where none was marked. `usage` is what its agent reported of itself,
    null where it told nothing yet. `conflicts` is what would conflict if its work were merged as it is now.
    `landed` is null where its work never came into its parent branch. `tried` is the main checkout in which its
    files are being tried, or null. `head` is null before its changes were counted; `strayed` has the latest last.
    `checked` is null as long as its work was never checked.
    `notFetched` says why it began at the local branch though its upstream was to be fetched, else it is null.
    `notCarried` has a sentence for each reason why its worktree lacks what it was to have of the main checkout;
    `carrying` tells how many files of that are copied by now, null when it is over. `preparing` tells how
    far its worktree is made ready for its agent, null while nothing of that is done. `setupWaits` tells of the
    repository's set-up script where that did not run because the user has not approved it; `setup` is null where none
    ran; `run` is
    null as long as nothing was started in its worktree beside its agent."""

    id: str
    name: str
    title: str
    kind: WorkKind
    task: str | None
    persona: str | None
    agent: str
    repo: str
    worktree: str
    branch: str
    base: str
    status: Status
    reason: PauseReason | WaitReason | TurnReason | StartReason | InputReason | WorkingReason | str | None
    evidence: WireEvidence
    since: str
    prompt: WirePrompt | None
    auto_yes: Preset
    next_auto_yes: Preset | None
    auto_yes_paused: WireAutoYesPause | None
    asked: WireAsked | None
    answers: bool
    answers_paused: WireAutoYesPause | None
    freed: bool
    handed_over: bool
    snapshot_failed: str | None
    unkept: list[str]
    unread: bool
    pinned: bool
    changes: WireChanges
    conflicts: list[WireConflictsWith]
    created_at: str
    updated_at: str
    exit_code: int | None
    queue_place: int | None
    pending: int
    typing: int | None
    subfolder: str
    arguments: list[str]
    environment: list[str]
    reviews: str | None
    notes: int
    limits: list[str]
    next_limits: list[str] | None
    background: list[WireBackgroundWork]
    progress: WireProgress | None
    tool: str | None
    begun: bool
    reviewed: str
    comments: WireComments
    usage: WireUsage | None
    landed: WireLanded | None
    tried: str | None
    drift: WireDrift | None
    not_fetched: str | None
    pull_request: WirePullRequestSeen | None
    keep_going: WireKeepGoing | None
    head: WireHead | None
    strayed: list[WireStray]
    checked: WireChecked | None
    not_carried: list[str]
    carrying: WireFilesDone | None
    preparing: WirePreparing | None
    setup_waits: WireSetupWaits | None
    setup: WireSetup | None
    run: WireRun | None


@attrs.frozen
class WireAgent:
    """`program` is null when it is not installed; `install` is the command that would. `tellsUsage`: it reports what
    it used."""

    name: str
    title: str
    program: str | None
    install: str
    tells_usage: bool


@attrs.frozen
class WirePersona:
    """A named role. `icon` is the name of one of VS Code's icons; `agent` the one that it is meant for, null for any,
    and `arguments` what that is started with besides; `autoYes` the preset that its sessions begin with. `readOnly`:
    its agent is started so that it changes no file, where it has a way to. `autoYesLimits` (`NAME=NUMBER`) are what its
    sessions begin with. `limits` names limits on processor and memory, which are not in force yet, or is null."""

    name: str
    title: str
    icon: str
    description: str
    agent: str | None
    arguments: list[str]
    auto_yes: Preset
    read_only: bool
    auto_yes_limits: list[str]
    limits: str | None
    built_in: bool


@attrs.frozen
class WireNotice:
    """Something the user should know that no request asked for: a code, and what it speaks of; the rest is 0 or empty.
    `count` is of sessions or worktrees, `names` are sessions' or personas'; `file` is the name of the file that could
    not be read, `kept` its name since then; `detail` is a sentence for people."""

    code: NoticeCode
    count: int
    names: list[str]
    file: str
    kept: str
    detail: str


@attrs.frozen
class WireRemoved:
    """A removed session that can be restored until `until`. `snapshot` is null where it never had a worktree."""

    id: str
    name: str
    title: str
    agent: str
    task: str | None
    repo: str
    branch: str
    snapshot: str | None
    removed_at: str
    until: str
