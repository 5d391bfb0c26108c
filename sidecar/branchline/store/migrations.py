"""The store's schema, and how a file of an older one becomes one of this version's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Tables = dict[str, Any]
"""TinyDB's: table name -> record number as text -> record."""

SCHEMA = 5
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
    for record in _sessions(tables):
        if "checkpoint_names" in record:
            record["snapshot_names"] = record.pop("checkpoint_names")
    return tables


def _auto_yes_pauses(tables: Tables) -> Tables:
    """4: `auto_yes_paused` was a sentence; it stays the code, which is shown as it is."""
    for record in _sessions(tables):
        if isinstance(why := record.get("auto_yes_paused"), str):
            record["auto_yes_paused"] = {"code": why}
    return tables


def _names_and_kinds(tables: Tables) -> Tables:
    """5: a name was any text, which is the title now; there were seven kinds, which are four."""
    from branchline.core.naming.kinds import kind_of_label
    from branchline.core.naming.naming import named_by_user

    taken: set[str] = set()
    for record in _sessions(tables):
        label = record.get("name")
        if isinstance(label, str):
            record["name"], record["title"] = named_by_user(label, taken)
            taken.add(record["name"])
        kind, told = record.get("kind"), record.get("instruction")
        record["kind"] = kind_of_label(str(kind), f"{label} {told}").value
    return tables


def _sessions(tables: Tables) -> list[dict[str, Any]]:
    """The records of sessions, of removed ones too."""
    removed = [each.get("removed") for each in tables.get("removed", {}).values() if isinstance(each, dict)]
    holders = [each.get("session") for each in removed if isinstance(each, dict)]
    return [each for each in [*tables.get("sessions", {}).values(), *holders] if isinstance(each, dict)]


MIGRATIONS: Mapping[int, Callable[[Tables], Tables]] = {
    1: _pauses,
    2: _snapshot_names,
    3: _auto_yes_pauses,
    4: _names_and_kinds,
}
"""From schema n to n + 1, by n: all of the file's tables in, all out."""


def migrated(
    tables: Tables, schema: int, to: int = SCHEMA, steps: Mapping[int, Callable[[Tables], Tables]] = MIGRATIONS
) -> Tables:
    """The tables of a file of `schema` as those of `to`. Raises whatever a step does with tables that it does not
    expect."""
    for step in range(schema, to):
        tables = steps[step](tables)
    return tables
