"""What outlives the sidecar: `store.json`, kept with TinyDB on a storage of our own.

TinyDB's JSONStorage truncates the file and writes it anew: killed in between, it is lost. Here every write is a new
file that replaces the old one, and the version before is kept beside it. There is one writer: the sidecar that holds
the lock. A file that cannot be read is set aside, never overwritten.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import cattrs
from tinydb import TinyDB, where
from tinydb.storages import Storage

from branchline.core.errors import BranchlineError
from branchline.core.model import Session
from branchline.host.atomic_file import write_atomically

log = logging.getLogger(__name__)

SCHEMA = 1
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From schema n to n + 1, by n: all the file's tables in, all out."""

_converter = cattrs.Converter()


@attrs.frozen
class Notice:
    """Something about the store that the user should know. `code` is stable."""

    code: str
    message: str


class DamagedError(Exception):
    """The file holds no store."""


class AtomicStorage(Storage):
    """TinyDB's tables in memory; `pending` gives what should be on the disk and is not yet."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tables = tables
        self._dirty = False

    def read(self) -> dict[str, Any]:
        return self._tables

    def write(self, data: dict[str, Any]) -> None:
        self._tables = data
        self._dirty = True

    def pending(self) -> bytes | None:
        """The whole file's content, once for each change."""
        if not self._dirty:
            return None
        self._dirty = False
        return json.dumps({"schema": SCHEMA, "tables": self._tables}, indent=1).encode()

    def not_written(self) -> None:
        self._dirty = True


class Store:
    """Changes are in memory until `pending` and `write` bring them to the disk."""

    def __init__(self, path: Path, tables: dict[str, Any]) -> None:
        self._path = path
        self._storage = AtomicStorage(tables)
        self._database = TinyDB(storage=lambda: self._storage)
        self._sessions = self._database.table("sessions")
        self._meta = self._database.table("meta")
        self._unreadable = self._database.table("unreadable")

    @classmethod
    def open(cls, path: Path) -> tuple[Store, list[Notice]]:
        """The store, empty when there is none yet, and what went wrong on the way.

        Raises STORE_TOO_NEW when a later version wrote it; the file is left as it is.
        """
        notices: list[Notice] = []
        tables: dict[str, Any] = {}
        for candidate in (path, previous(path)):
            try:
                tables = _load(candidate)
                break
            except FileNotFoundError:
                continue
            except DamagedError as error:
                aside = _set_aside(candidate)
                notices.append(
                    Notice(
                        "STORE_DAMAGED", f"{candidate.name} could not be read ({error}). It was kept as {aside.name}."
                    )
                )
        if notices and tables:
            notices.append(Notice("STORE_RESTORED", "The version before it is used; the last change may be missing."))
        for notice in notices:
            log.error("%s", notice.message)
        store = cls(path, tables)
        return store, notices

    def sessions(self) -> list[Session]:
        """Every session that can be read. One that cannot is moved to a table of its own, and logged."""
        sessions = []
        for document in self._sessions.all():
            try:
                sessions.append(_converter.structure(dict(document), Session))
            except Exception as error:  # noqa: BLE001  cattrs raises groups of whatever the fields' classes raise
                log.error("a session's record could not be read, and was set aside: %s", error)
                self._unreadable.insert(dict(document))
                self._sessions.remove(doc_ids=[document.doc_id])
        return sessions

    def save(self, session: Session) -> None:
        self._sessions.upsert(_converter.unstructure(session), where("id") == session.id)

    def delete(self, session_id: str) -> None:
        self._sessions.remove(where("id") == session_id)

    def meta(self, key: str) -> Any:
        """A JSON value that is no session's, such as the settings; None when there is none."""
        document = self._meta.get(where("key") == key)
        return document["value"] if isinstance(document, dict) else None

    def set_meta(self, key: str, value: Any) -> None:
        self._meta.upsert({"key": key, "value": value}, where("key") == key)

    def pending(self) -> bytes | None:
        """What `write` should bring to the disk; None when the disk is up to date."""
        return self._storage.pending()

    def write(self, data: bytes) -> None:
        """May run in another thread. Raises OSError; the change is pending again then."""
        try:
            if self._path.exists():
                _keep_previous(self._path)
            write_atomically(self._path, data)
        except OSError:
            self._storage.not_written()
            raise


def previous(path: Path) -> Path:
    return path.with_name(f"{path.name}.previous")


def _keep_previous(path: Path) -> None:
    """A second name for the file as it is; replacing the first name leaves it alone."""
    aside = path.with_name(f"{path.name}.keep")
    aside.unlink(missing_ok=True)
    os.link(path, aside)
    os.replace(aside, previous(path))


def _load(path: Path) -> dict[str, Any]:
    """Raises FileNotFoundError, DamagedError, STORE_TOO_NEW."""
    data = path.read_bytes()
    try:
        content = json.loads(data)
        schema, tables = content["schema"], content["tables"]
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(str(error) or type(error).__name__) from error
    if not isinstance(schema, int) or not isinstance(tables, dict):
        raise DamagedError("it is not of the right form")
    if not all(isinstance(table, dict) for table in tables.values()):
        raise DamagedError("a table is not of the right form")
    if schema > SCHEMA:
        raise BranchlineError(
            "STORE_TOO_NEW",
            f"{path} was written by a newer Branchline (schema {schema}, this one knows {SCHEMA}). Update Branchline.",
        )
    while schema < SCHEMA:
        tables = MIGRATIONS[schema](tables)
        schema += 1
    return dict(tables)


def _set_aside(path: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.damaged-{stamp}" + (f"-{number}" if number > 1 else ""))
        if not aside.exists():
            os.rename(path, aside)
            return aside
    raise BranchlineError("STORE_DAMAGED", f"{path} is damaged, and there is no free name to keep it under.")
