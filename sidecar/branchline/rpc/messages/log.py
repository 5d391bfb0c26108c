"""The logs of Branchline's processes."""

from __future__ import annotations

import attrs

from branchline.machine.log import LogLevel
from branchline.rpc.messages.shared import Empty
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class LogLevelParams:
    """As the window's log is set. The most talkative window wins while it is connected."""

    level: LogLevel


@attrs.frozen
class DiagnosticsResult:
    """`text` is for a report: nothing of the user's code, no name of a repository, branch or session."""

    text: str


METHODS = {
    "log/setLevel": Method(LogLevelParams, Empty, "How much relay, sidecar and terminal host log."),
    "log/diagnostics": Query(Empty, DiagnosticsResult, "A report on what runs, for people to read and send."),
}

NOTIFICATIONS: dict[str, Notification] = {}
