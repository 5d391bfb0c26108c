"""What the user runs in a session's worktree beside its agent."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification, Query
from branchline.rpc.messages.terminal import AttachResult, OutputResult


@attrs.frozen
class RunResult:
    """`ended` are the ids of the sessions whose run was ended, because it cannot run twice."""

    ended: list[str]


METHODS = {
    "session/run": Method(
        IdParams, RunResult, "Starts the project's run command in the session's worktree, in a terminal of its own."
    ),
    "session/endRun": Method(IdParams, WireSession, "Ends what runs there, and what that left running."),
    "session/attachRun": Query(IdParams, AttachResult, "How to show the terminal of what runs there to a person."),
    "session/runOutput": Query(IdParams, OutputResult, "What the last run printed, also one that has ended."),
}

NOTIFICATIONS: dict[str, Notification] = {}
