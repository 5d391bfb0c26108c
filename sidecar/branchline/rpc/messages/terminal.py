"""A session's terminal."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.shared import Empty, IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class OutputParams:
    """The last `lines`."""

    id: str
    lines: int


@attrs.frozen
class OutputResult:
    """Oldest first, as plain text."""

    lines: list[str]


@attrs.frozen
class ScreenResult:
    """`cursor` is [row, column], from 0."""

    cols: int
    rows: int
    lines: list[str]
    cursor: list[int]


@attrs.frozen
class Lately:
    """`told` is the instruction that the agent had last, cut; `did` a line of its screen: what it does or said last.
    null where nothing is known of it."""

    id: str
    told: str | None
    did: str | None


@attrs.frozen
class LatelyResult:
    sessions: list[Lately]


@attrs.frozen
class AttachResult:
    """A command that shows the terminal in a terminal, the folder to run it in, and a name for it."""

    command: list[str]
    cwd: str
    name: str


@attrs.frozen
class ReportResult:
    """`path` is the file that was written, for programs; `text` is what is in it, for people."""

    path: str
    text: str


@attrs.frozen
class WatchParams:
    """Sessions by id; they replace those that were watched before. Each new one is painted at once, then each at most
    4 times a second, the `focused` one 10 times. `colours`: with how the rows are drawn."""

    ids: list[str]
    colours: bool = False
    focused: str | None = None


@attrs.frozen
class DidPaint:
    """`styles` has the runs of each line, as `4 3:Bf1 12:g#102030`: 4 characters (code points) without a style, 3 in
    bold and the foreground 1, 12 on the background #102030; "" where the whole line has none. Before the colours stand
    letters: Bold, Faint, Italic, Underlined, Reversed, Hidden, Struck out. Colours 0 to 15 are the client's own. null:
    `session/watch` asked for no colours."""

    id: str
    cols: int
    rows: int
    lines: list[str]
    styles: list[str] | None


METHODS = {
    "session/output": Query(OutputParams, OutputResult, "What the agent printed last, scrolled out of sight or not."),
    "session/screen": Query(IdParams, ScreenResult, "The screen as it is now."),
    "session/lately": Query(Empty, LatelyResult, "What each session's agent was told and did last, a line each."),
    "session/attach": Query(IdParams, AttachResult, "How to show the terminal to a person."),
    "session/report": Method(
        IdParams, ReportResult, "Writes a recording of it down, without secrets, for a report of a fault."
    ),
    "session/watch": Query(WatchParams, Empty, "Wants `session/didPaint` of these sessions."),
}

NOTIFICATIONS = {
    "session/didPaint": Notification(DidPaint, "The screen of a watched session altered."),
}
