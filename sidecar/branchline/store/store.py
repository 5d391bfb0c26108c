"""What outlives the sidecar: `store.json`, kept with TinyDB on a storage of our own.

TinyDB's JSONStorage truncates the file and writes it anew: killed in between, it is lost. Here every write is a new
file that replaces the old one. There is one writer: the sidecar, which holds the lock `sidecar.lock` all its life.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import cattrs
from cattrs.gen import make_dict_unstructure_fn, override
from tinydb import TinyDB, where
from tinydb.table import Document

from branchline.core.model.session import Removed, Session
from branchline.core.notices import Notice, NoticeCode
from branchline.store import store_file
from branchline.store.migrations import Tables
from branchline.store.store_file import AtomicStorage

log = logging.getLogger(__name__)

_PLAIN = {str: (str,), bool: (bool,), int: (int,), float: (float, int)}


def _exactly(value: Any, wanted: type[Any]) -> Any:
    """cattrs would turn anything into a text or a number, `null` too. Texts are enums as well."""
    plain = next(plain for plain in wanted.__mro__ if plain in _PLAIN)
    if not isinstance(value, _PLAIN[plain]) or (isinstance(value, bool) and plain is not bool):
        raise ValueError(f"{value!r:.80} is not a {wanted.__name__}")
    return wanted(value)


_converter = cattrs.Converter()
for _plain in _PLAIN:
    _converter.register_structure_hook(_plain, _exactly)
_converter.register_unstructure_hook(
    Session, make_dict_unstructure_fn(Session, _converter, preparing=override(omit=True))
)


class Store:
    """Changes are in memory until `pending` and `write` bring them to the disk."""

    def __init__(self, path: Path, tables: Tables) -> None:
        self._path = path
        self._storage = AtomicStorage(tables)
        self._database = TinyDB(storage=lambda: self._storage)
        self._sessions = self._database.table("sessions")
        self._removed = self._database.table("removed")
        self._meta = self._database.table("meta")
        self._unreadable = self._database.table("unreadable")

    @classmethod
    def open(cls, path: Path) -> tuple[Store, list[Notice]]:
        """The store, empty when there is none yet, and what went wrong on the way. Raises the errors of
        `store_file.load`; the file is left as it is then."""
        tables, notices = store_file.load(path)
        before = len(tables.get("unreadable", {}))
        store = cls(path, _with_plain_records(tables))
        store._set_unreadable_aside()
        if lost := len(store._unreadable) - before:
            log.error("%d records in %s could not be read; they are kept in it, as “unreadable”", lost, path)
            notices.append(Notice(NoticeCode.SESSION_UNREADABLE, count=lost, file=path.name))
        return store, notices

    def sessions(self) -> list[Session]:
        return [_converter.structure(dict(record), Session) for record in self._sessions]

    def save(self, session: Session) -> None:
        self._sessions.upsert(_converter.unstructure(session), where("id") == session.id)

    def delete(self, session_id: str) -> None:
        self._sessions.remove(where("id") == session_id)

    def removed(self) -> list[Removed]:
        return [_converter.structure(record["removed"], Removed) for record in self._removed]

    def removed_ids(self) -> set[str]:
        return {record["id"] for record in self._removed}

    def save_removed(self, removed: Removed) -> None:
        record = {"id": removed.session.id, "removed": _converter.unstructure(removed)}
        self._removed.upsert(record, where("id") == removed.session.id)

    def delete_removed(self, session_id: str) -> None:
        self._removed.remove(where("id") == session_id)

    def meta(self, key: str) -> Any:
        """A JSON value that is no session's, such as the settings; None when there is none."""
        record = self._meta.get(where("key") == key)
        return record.get("value") if isinstance(record, Document) else None

    def set_meta(self, key: str, value: Any) -> None:
        self._meta.upsert({"key": key, "value": value}, where("key") == key)

    def pending(self) -> bytes | None:
        """What `write` should bring to the disk; None when the disk is up to date."""
        return self._storage.pending()

    def write(self, data: bytes) -> None:
        """May run in another thread, one at a time. Raises OSError; the change is pending again then."""
        try:
            store_file.write(self._path, data)
        except OSError:
            self._storage.not_written()
            raise

    def _set_unreadable_aside(self) -> None:
        """One record that cannot be read must not cost the others."""
        for table in (self._sessions, self._removed):
            for record in table.all():
                try:
                    _read(table.name, record)
                except Exception as error:  # noqa: BLE001  cattrs raises groups of whatever the fields' classes raise
                    log.error("a session's record could not be read: %s", "; ".join(cattrs.transform_error(error)))
                    self._unreadable.insert({"table": table.name, "record": dict(record)})
                    table.remove(doc_ids=[record.doc_id])


def _read(table: str, record: Document) -> Session | Removed:
    if table == "removed":
        return _converter.structure(record.get("removed"), Removed)
    return _converter.structure(dict(record), Session)


def _with_plain_records(tables: Tables) -> Tables:
    """As TinyDB needs them: objects by number. Others go to the table `unreadable`."""
    plain: dict[str, dict[str, Any]] = {"unreadable": {}}
    odd = []
    for name, table in tables.items():
        kept = plain.setdefault(name, {})
        for number, record in table.items():
            if number.isdecimal() and number.isascii() and isinstance(record, dict):
                kept[number] = record
            else:
                odd.append({"table": name, "number": number, "record": record})
    first = max((int(number) for number in plain["unreadable"]), default=0) + 1
    plain["unreadable"].update({str(number): record for number, record in enumerate(odd, first)})
    return plain
