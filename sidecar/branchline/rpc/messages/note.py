"""Second opinions: asking for one, and the notes that come of it."""

from __future__ import annotations

import attrs

from branchline.rpc.messages.session_records import WireSession
from branchline.rpc.messages.shared import IdParams
from branchline.rpc.messages.table import Method, Notification, Query


@attrs.frozen
class SecondOpinionParams:
    """`id` is the session whose work is looked at; without `agent` the reviewer's does it, or the session's own.
    `instruction`: what the user wants to know above all."""

    id: str
    agent: str | None = None
    instruction: str | None = None


@attrs.frozen
class WireNote:
    """What another session found. `session` is the id of that, which may be removed by now; `name` was its name."""

    at: str
    session: str
    name: str
    text: str


@attrs.frozen
class NotesResult:
    """Oldest first."""

    notes: list[WireNote]


METHODS = {
    "session/secondOpinion": Method(
        SecondOpinionParams, WireSession, "Makes a session that only looks at this one's work, as it is now."
    ),
    "session/notes": Query(IdParams, NotesResult, "What such sessions found."),
}

NOTIFICATIONS: dict[str, Notification] = {}
