"""A project's own scripts: which it has, and the user's approval of those that a repository brings."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.project_records import WireScript
from branchline.rpc.messages.shared import Empty
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class ProjectParams:
    """`path` is the absolute path of a folder in a checkout: a session's worktree, or the main one."""

    path: str


@attrs.frozen
class ScriptsResult:
    """`root` is the top of the checkout. `complaints` has a sentence for each file that cannot be used, or that another
    one goes before."""

    root: str
    scripts: list[WireScript]
    complaints: list[str]


@attrs.frozen
class ApproveScriptParams:
    """`digest` is that of a script that `project/scripts` told of this checkout."""

    path: str
    digest: str


METHODS = {
    "project/scripts": Query(ProjectParams, ScriptsResult, "Says which scripts a checkout has, and which may run."),
    "project/approveScript": Method(
        ApproveScriptParams, Empty, "Lets a repository's script run, in all its worktrees, as long as it is the same."
    ),
    "project/declineScript": Method(
        ProjectParams, Empty, "Has nothing asked about a repository's scripts, and none run, until one is approved."
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
