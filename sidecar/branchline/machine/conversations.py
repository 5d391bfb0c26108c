"""Conversations that an agent keeps in a file of its own, for agents that tell their ids in no other way."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

log = logging.getLogger(__name__)

_QUERY = (
    "select id from session where directory = ? and parent_id is null and time_created >= ?"
    " order by time_updated desc limit 1"
)


def latest(environment: Mapping[str, str], store: str, folder: str, since: float) -> str | None:
    """The id of the conversation in `folder` that was used last and is not older than `since`, in seconds since the
    epoch.

    `store` is an SQLite file below the user's data folder, with a table `session` (id, directory, parent_id, and
    times in milliseconds). It is only read; None where it is not there or has another form.
    """
    data = environment.get("XDG_DATA_HOME") or os.path.join(environment.get("HOME", ""), ".local", "share")
    path = Path(data, store)
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1.0)) as database:
            found = database.execute(_QUERY, (os.path.realpath(folder), int(since * 1000))).fetchone()
    except sqlite3.Error as error:
        log.warning("%s could not be read: %s", path, error)
        return None
    return found[0] if found and isinstance(found[0], str) else None
