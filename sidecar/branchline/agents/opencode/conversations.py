"""opencode's conversations: it does not tell their ids, but keeps them in a file of its own."""

from __future__ import annotations

import logging
import os
from contextlib import closing
from pathlib import Path

from branchline.agents.shared.agent import Conversation, ConversationRequest

log = logging.getLogger(__name__)

STORE = "opencode/opencode.db"
"""Below the user's data folder. SQLite: a table `session` of id, directory, parent_id, and times in milliseconds."""
_QUERY = (
    "select * from session where directory = ? and parent_id is null and time_created >= ?"
    " order by time_updated desc limit 1"
)


def latest(request: ConversationRequest) -> str | None:
    """The id of `past`."""
    found = past(request)
    return found.id if found else None


def past(request: ConversationRequest) -> Conversation | None:
    """The conversation in the worktree that was used last and is not older than the session.

    The store is only read; None where it is not there or has another form.
    """
    environment = request.environment
    data = environment.get("XDG_DATA_HOME") or os.path.join(environment.get("HOME", ""), ".local", "share")
    path = Path(data, STORE)
    if not path.is_file():
        return None
    wanted = (os.path.realpath(request.worktree), int(request.since * 1000))
    import sqlite3  # Few read one.

    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1.0)) as database:
            database.row_factory = sqlite3.Row
            found = database.execute(_QUERY, wanted).fetchone()
    except sqlite3.Error as error:
        log.warning("%s could not be read: %s", path, error)
        return None
    columns = dict(found) if found else {}
    if not isinstance(columns.get("id"), str):
        return None
    at, title = columns.get("time_updated"), columns.get("title")
    used_at = at / 1000 if isinstance(at, (int, float)) else 0.0
    return Conversation(columns["id"], used_at, title if isinstance(title, str) else "")
