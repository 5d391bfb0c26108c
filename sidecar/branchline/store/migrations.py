"""The store's schema, and how a file of an older one becomes one of this version's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Tables = dict[str, Any]
"""TinyDB's: table name -> record number as text -> record."""

SCHEMA = 2
"""Counted up with every change that an older version could not read."""


def _pauses(tables: Tables) -> Tables:
    """2: `stopping` says the reason for the pause; a lost terminal host pauses its sessions."""
    for record in filter(lambda each: isinstance(each, dict), tables.get("sessions", {}).values()):
        record["stopping"] = "stopped" if record.get("stopping") else None
        if (record.get("status"), record.get("reason")) == ("failed", "terminal lost"):
            record["status"], record["reason"] = "paused", "interrupted"
    return tables


MIGRATIONS: Mapping[int, Callable[[Tables], Tables]] = {1: _pauses}
"""From schema n to n + 1, by n: all of the file's tables in, all out."""


def migrated(
    tables: Tables, schema: int, to: int = SCHEMA, steps: Mapping[int, Callable[[Tables], Tables]] = MIGRATIONS
) -> Tables:
    """The tables of a file of `schema` as those of `to`. Raises whatever a step does with tables that it does not
    expect."""
    for step in range(schema, to):
        tables = steps[step](tables)
    return tables
