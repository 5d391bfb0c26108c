"""What happened in sessions: documents and files of it."""

from __future__ import annotations

import attrs

from branchline.core.history.entries import HistoryFormat
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class HistorySessionParams:
    """`id` is that of a session, or of a removed one. `before`: only entries before that ISO time. `language` is that
    of Markdown's fixed words, such as `de`; English where it is not spoken. `most`: the latest so many entries, which
    takes less time; null, and more than 2,000: 2,000."""

    id: str
    format: HistoryFormat = HistoryFormat.MARKDOWN
    language: str = "en"
    before: str | None = None
    most: int | None = None


@attrs.frozen
class HistoryOfParams:
    """Of the sessions of a repository (its path) or task; of all where neither is given. `kinds` are HistoryKinds,
    `statuses` those of the sessions, `since` and `before` ISO times; null for any. `most` as in `history/session`."""

    repo: str | None = None
    task: str | None = None
    kinds: list[str] | None = None
    statuses: list[str] | None = None
    since: str | None = None
    before: str | None = None
    format: HistoryFormat = HistoryFormat.MARKDOWN
    language: str = "en"
    most: int | None = None


@attrs.frozen
class HistoryExportParams:
    """A session's, where `id` is given; else as in `history/of`."""

    id: str | None = None
    repo: str | None = None
    task: str | None = None
    kinds: list[str] | None = None
    statuses: list[str] | None = None
    since: str | None = None
    format: HistoryFormat = HistoryFormat.MARKDOWN
    language: str = "en"


@attrs.frozen
class HistoryLink:
    """The line of the text, from 0, is about the session's snapshot of this number."""

    line: int
    id: str
    number: int


@attrs.frozen
class HistoryResult:
    """The latest entries. `older`: there are more before that time, which is what `before` takes, and
    the line `olderLine`, from 0, says so; null: there are none. `sessions` are those whose entries it has, by id."""

    text: str
    links: list[HistoryLink]
    sessions: list[str]
    older: str | None
    older_line: int | None


@attrs.frozen
class ExportResult:
    """A file of Branchline's own with all of it, which goes within the hour: whoever asked moves it away."""

    path: str


METHODS = {
    "history/session": Query(HistorySessionParams, HistoryResult, "What happened in a session, lately."),
    "history/of": Query(HistoryOfParams, HistoryResult, "The same of a repository's or task's sessions."),
    "history/export": Method(HistoryExportParams, ExportResult, "Writes all that happened to a file."),
    "history/exportOutput": Method(
        IdParams,
        ExportResult,
        "Writes all that a session's terminal printed and is kept to a file, as text, without secrets.",
    ),
}

NOTIFICATIONS: dict[str, Notification] = {}
