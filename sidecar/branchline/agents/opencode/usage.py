"""What opencode used: its store has tokens and cost of each answer, its subagents' too. Measured with 1.18.33. The
input is without what was cached; where a provider has no price, the cost is 0.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from branchline.agents.opencode.conversations import STORE
from branchline.agents.shared.usage import FromStore, UsageRequest, inside, name, number, summed, tokens
from branchline.core.model.usage import Entry

_QUERY = """
select message.id, message.time_created, case when json_valid(message.data) and length(message.data) < 1000000 then
  json_array(json_extract(message.data, '$.role'), json_extract(message.data, '$.tokens'),
             json_extract(message.data, '$.cost'), json_extract(message.data, '$.modelID')) end
from message join session on session.id = message.session_id
where session.id = ? or session.parent_id = ? or (session.directory = ? and session.time_created >= ?)
order by message.time_created desc limit 100000
"""


def _read(request: UsageRequest) -> Iterator[Entry]:
    data = request.home("XDG_DATA_HOME", ".local", "share")
    path = data / STORE
    if not path.is_file():
        return
    wanted = (request.id or "", request.id or "", os.path.realpath(request.folder), int(request.since * 1000))
    import sqlite3  # Few read one.

    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1.0)) as database:
            rows = database.execute(_QUERY, wanted).fetchall()
    except sqlite3.Error as error:
        raise OSError(f"{Path(path).name}: {error}") from error
    for row in rows:
        yield from _entry(*row)


def _entry(answer: Any, at: Any, told: Any) -> Iterator[Entry]:
    try:
        role, used, cost, model = json.loads(told) if isinstance(told, str) else (None,) * 4
    except (ValueError, RecursionError):
        return
    created = number(at, 1e14)
    if role != "assistant" or not isinstance(answer, str) or created is None:
        return
    kept = inside(used, "cache", "read")
    taken = summed(inside(used, "input"), kept, inside(used, "cache", "write"))
    given = summed(inside(used, "output"), inside(used, "reasoning"))
    everything = inside(used, "total")
    if type(everything) is int and taken >= 0 and given >= 0 and type(inside(used, "output")) is int:
        given = max(inside(used, "output"), everything - taken)
    found = tokens(taken, given, kept, cost)
    if found is not None:
        yield Entry(answer, created / 1000, found, name(model))


USAGE = FromStore(_read)
