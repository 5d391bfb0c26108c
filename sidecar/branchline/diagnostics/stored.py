"""What the store's file tells for a report. It is only read: no damaged file is set aside, nothing is taken over."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

_NAMES = ("name", "branch", "repo", "worktree", "task", "persona", "kind")


@attrs.frozen
class Stored:
    state: str
    """A sentence on the file: its schema, or why it could not be read."""
    sessions: tuple[tuple[str, str], ...] = ()
    """(status, agent) of each."""
    removed: int = 0
    names: frozenset[str] = frozenset()
    """What the user named: sessions, branches, folders, tasks; of removed sessions too."""
    spares: tuple[tuple[str, str], ...] = ()
    """(common git folder, path) of each spare worktree."""
    settings: Mapping[str, Any] = attrs.field(factory=dict)
    """As the last client sent them."""


def read_stored(path: Path) -> Stored:
    try:
        content = json.loads(path.read_bytes())
        schema, tables = content["schema"], content["tables"]
        sessions, gone = _records(tables.get("sessions")), _records(tables.get("removed"))
        meta = {str(each.get("key")): each.get("value") for each in _records(tables.get("meta"))}
    except FileNotFoundError:
        return Stored("There is no store yet.")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Stored(f"The store could not be read: {type(error).__name__}.")
    removed = [each for record in gone if isinstance(each := _inner(record), dict)]
    return Stored(
        f"schema {schema}",
        tuple((str(each.get("status")), str(each.get("agent"))) for each in sessions),
        len(gone),
        frozenset(name for record in [*sessions, *removed] for name in _names(record)),
        tuple(_spares(meta.get("spares"))),
        settings if isinstance(settings := meta.get("settings"), dict) else {},
    )


def weight(path: Path) -> tuple[int, int]:
    """(files, bytes on the disk) of a file, or of all below a folder. Raises OSError for what is not there."""
    if not path.is_dir():
        return 1, path.stat().st_blocks * 512
    files = size = 0
    for folder, _, names in os.walk(path):
        for name in names:
            try:
                size += os.lstat(os.path.join(folder, name)).st_blocks * 512
            except FileNotFoundError:
                continue  # It was deleted meanwhile.
            files += 1
    return files, size


def _spares(stored: object) -> Iterator[tuple[str, str]]:
    for common_dir, kept in stored.items() if isinstance(stored, dict) else ():
        paths = kept.get("paths") if isinstance(kept, dict) else None
        yield from ((str(common_dir), each) for each in paths or () if isinstance(each, str))


def _records(table: object) -> list[dict[str, Any]]:
    return [each for each in table.values() if isinstance(each, dict)] if isinstance(table, dict) else []


def _inner(record: dict[str, Any]) -> object:
    removed = record.get("removed")
    return removed.get("session") if isinstance(removed, dict) else None


def _names(record: dict[str, Any]) -> Iterator[str]:
    for field in _NAMES:
        value = record.get(field)
        if isinstance(value, str) and value:
            yield value
            yield value.rstrip("/").rpartition("/")[2]
