"""A project's set-up script in a session's worktree."""

from __future__ import annotations

import attrs

from branchline.core.session.project_scripts import ScriptKind
from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class ScriptLogParams:
    """`id` is that of a session, or of a removed one."""

    id: str
    kind: ScriptKind = ScriptKind.SETUP


@attrs.frozen
class ScriptLogResult:
    """`lines` are of text, without secrets; none where it never ran. `watch` is the command that shows it in a terminal
    while it runs, else null."""

    lines: list[str]
    watch: list[str] | None


@attrs.frozen
class DidFail:
    """`id` and `name` are the session's, which may be removed by now; `why` is a sentence for people."""

    id: str
    name: str
    kind: ScriptKind
    why: str


METHODS = {
    "setup/run": Method(
        IdParams, WireSession, "Runs it, again or for the first time; where its agent waits for that, that starts then."
    ),
    "setup/cancel": Method(IdParams, WireSession, "Ends it; the agent starts all the same."),
    "setup/log": Query(ScriptLogParams, ScriptLogResult, "What a session's script printed when it ran last."),
}

NOTIFICATIONS = {
    "setup/didFail": Notification(
        DidFail, "A session's script failed, or took too long. One window is told, if any is open."
    )
}
