"""What becomes of a session's work, as it is on the wire."""

from __future__ import annotations

import attrs

from branchline.core.model.checked import CheckState
from branchline.core.model.head import HeadMove
from branchline.core.model.keep_going import KeepGoingEnd, KeepGoingStage
from branchline.core.model.landing import How
from branchline.core.model.pull_request import PullRequestStatus
from branchline.core.model.stray import StrayWay


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
class WireConflictsWith:
    """`with` is the id of the other session, null for the parent branch; `files` are at most the first 20 of `count`,
    by path."""

    with_: str | None
    files: list[str]
    count: int


@attrs.frozen
class WireComments:
    """How many comments on its changes are not resolved, and how many of these wait to be sent. As long as `state` is
    the same, the list of comments is."""

    open: int
    pending: int
    state: str


@attrs.frozen
class WireLanded:
    """How its work came into its parent branch `onto` last, as which commit, and when. `removed` are the ids of the
    sessions that were removed for it then and are not back."""

    how: How
    onto: str
    commit: str
    at: str
    removed: list[str]


@attrs.frozen
class WireDrift:
    """How far a session's branch and the one that it left are apart, in commits: `base` is that one's name."""

    base: str
    behind: int
    ahead: int


@attrs.frozen
class WireChecks:
    """How many came to which end; what was skipped passed."""

    passed: int
    failed: int
    pending: int


@attrs.frozen
class WirePullRequestSeen:
    """As it was when somebody looked last. `threads` counts the conversations that nobody resolved."""

    number: int
    url: str
    state: PullRequestStatus
    checks: WireChecks
    threads: int


@attrs.frozen
class WireKeepGoing:
    """`tries` of `most` were begun; `stage` is what it waits for; `ended` is why it does not go on, or null."""

    tries: int
    most: int
    stage: KeepGoingStage
    ended: KeepGoingEnd | None


@attrs.frozen
class WireHead:
    """What the worktree had checked out when its changes were counted. `branch` is null where HEAD is detached;
    `commits` are those since the base; `moved` is how HEAD came there, null where only Branchline has moved it."""

    branch: str | None
    commit: str
    commits: int
    moved: HeadMove | None


@attrs.frozen
class WireChecked:
    """What the user's check command said of the session's `tree` together with the work of the sessions `with`. It
    holds no more once `changes.tree` is another. `seconds` is how long it ran, `at` when that began, in ISO 8601."""

    state: CheckState
    tree: str
    with_: list[str]
    seconds: float
    at: str


@attrs.frozen
class WireStray:
    """Something outside its worktree that the agent touched. `path` is absolute; `session` is the id of the one in
    whose worktree it is; `main`: it is in the repository's main checkout."""

    path: str
    way: StrayWay
    session: str | None
    main: bool
