"""The store's schema, and how a file of an older one becomes one of this version's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Tables = dict[str, Any]
"""TinyDB's: table name -> record number as text -> record."""

SCHEMA = 3
"""Counted up with every change that an older version could not read."""


def _pauses(tables: Tables) -> Tables:
    """2: `stopping` says the reason for the pause; a lost terminal host pauses its sessions."""
    for record in filter(lambda each: isinstance(each, dict), tables.get("sessions", {}).values()):
        record["stopping"] = "stopped" if record.get("stopping") else None
        if (record.get("status"), record.get("reason")) == ("failed", "terminal lost"):
            record["status"], record["reason"] = "paused", "interrupted"
    return tables


def _snapshot_names(tables: Tables) -> Tables:
    """3: `checkpoint_names` are `snapshot_names`, of removed sessions too."""
    removed = [each.get("removed") for each in tables.get("removed", {}).values() if isinstance(each, dict)]
    holders = [each.get("session") for each in removed if isinstance(each, dict)]
    for record in [*tables.get("sessions", {}).values(), *holders]:
        if isinstance(record, dict) and "checkpoint_names" in record:
            record["snapshot_names"] = record.pop("checkpoint_names")
    return tables


MIGRATIONS: Mapping[int, Callable[[Tables], Tables]] = {1: _pauses, 2: _snapshot_names}
"""From schema n to n + 1, by n: all of the file's tables in, all out."""


def migrated(
    tables: Tables, schema: int, to: int = SCHEMA, steps: Mapping[int, Callable[[Tables], Tables]] = MIGRATIONS
) -> Tables:
    """The tables of a file of `schema` as those of `to`. Raises whatever a step does with tables that it does not
    expect."""
    for step in range(schema, to):
        tables = steps[step](tables)
    return tables
