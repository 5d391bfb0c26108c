"""The params of requests. A field with a default may be left out. Names are snake_case here, camelCase on the wire."""

from __future__ import annotations

import attrs


@attrs.frozen
class ListParams:
    pass


@attrs.frozen
class CreateParams:
    """`base` is any commit-ish to start a new branch from; `branch` is an existing branch to work on.
    `name` and `instruction` are free text; `agent` is one of the agents that `session/list` names."""

    repo: str
    agent: str
    instruction: str | None = None
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
    """`tree` is the one of the session's record: its list is told as it was counted. Without it, or where it is another
    by now, it is counted anew."""

    id: str
    tree: str | None = None


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


@attrs.frozen
class PauseParams:
    """`free_disk` removes the worktree after its snapshot."""

    id: str
    free_disk: bool = False


@attrs.frozen
class TakeParams:
    id: str
    name: str | None = None


@attrs.frozen
class SnapshotParams:
    id: str
    number: int


@attrs.frozen
class NameParams:
    """An empty `name` takes it away."""

    id: str
    number: int
    name: str


@attrs.frozen
class CompareParams:
    """`against` is `previous`, `base` or `now`."""

    id: str
    number: int
    against: str


@attrs.frozen
class ForkParams:
    """A new session that begins with the files of a snapshot. What is left out is as in the session it leaves."""

    id: str
    number: int
    instruction: str | None = None
    name: str | None = None
    agent: str | None = None


@attrs.frozen
class PathParams:
    path: str


@attrs.frozen
class RemoveOrphanParams:
    path: str
    force: bool
