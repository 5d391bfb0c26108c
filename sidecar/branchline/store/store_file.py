"""`store.json` on the disk: replaced as a whole, the version before kept beside it, never overwritten when damaged."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path

from tinydb.storages import Storage

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.notices import Notice, NoticeCode
from branchline.store.atomic_file import write_atomically
from branchline.store.migrations import SCHEMA, Tables, migrated

log = logging.getLogger(__name__)


class DamagedError(Exception):
    """The file holds no store."""


class AtomicStorage(Storage):
    """TinyDB's tables in memory; `pending` gives what should be on the disk and is not yet."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._dirty = False

    def read(self) -> Tables:
        return self._tables

    def write(self, data: Tables) -> None:
        self._tables = data
        self._dirty = True

    def pending(self) -> bytes | None:
        """The whole file's content, once for each change."""
        if not self._dirty:
            return None
        self._dirty = False
        return json.dumps({"schema": SCHEMA, "tables": self._tables}, separators=(",", ":")).encode()

    def not_written(self) -> None:
        self._dirty = True


def previous(path: Path) -> Path:
    return path.with_name(f"{path.name}.previous")


def load(path: Path) -> tuple[Tables, list[Notice]]:
    """The tables of the file, else of the version before it, else none; and what the user should know of that.

    A damaged file is renamed to `<name>.damaged-<UTC time>`. Raises STORE_TOO_NEW, STORE_NOT_MIGRATED and
    STORE_UNREADABLE; that file is left as it is.
    """
    notices: list[Notice] = []
    for candidate in (path, previous(path)):
        try:
            tables = _read(candidate)
        except FileNotFoundError:
            continue
        except DamagedError as error:
            aside = _set_aside(candidate)
            log.error("%s could not be read (%s); it was kept as %s", candidate, error, aside.name)
            notices.append(Notice(NoticeCode.STORE_DAMAGED, file=candidate.name, kept=aside.name))
            continue
        if candidate != path:
            log.error("%s is used; the last change may be missing", candidate)
            notices.append(Notice(NoticeCode.STORE_RESTORED))
        return tables, notices
    return {}, notices


def write(path: Path, data: bytes) -> None:
    """Replace the file, and keep the one before as `previous`. Raises OSError; both are whole at any time."""
    write_atomically(path, data, previous(path))


def _read(path: Path) -> Tables:
    """Raises FileNotFoundError, DamagedError, and the errors of `load`."""
    try:
        content = json.loads(path.read_bytes())
        schema, tables = content["schema"], content["tables"]
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BranchlineError(
            ErrorCode.STORE_UNREADABLE,
            f"{path} cannot be read: {error.strerror}. Mend that, then start Branchline again.",
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedError(str(error) or type(error).__name__) from error
    if type(schema) is not int or schema < 1:
        raise DamagedError("it has no schema number")
    if schema > SCHEMA:
        raise BranchlineError(
            ErrorCode.STORE_TOO_NEW,
            f"{path} was written by a newer Branchline (schema {schema}, this one knows {SCHEMA}). Update Branchline.",
        )
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise DamagedError("its tables are not of the right form")
    try:
        return migrated(tables, schema)
    except Exception as error:  # a migration may fail in any way on tables that it does not expect
        raise BranchlineError(
            ErrorCode.STORE_NOT_MIGRATED, f"{path} is of an older Branchline and could not be taken over: {error!r}."
        ) from error


def _set_aside(path: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.damaged-{stamp}" + (f"-{number}" if number > 1 else ""))
        if not os.path.lexists(aside):
            os.rename(path, aside)
            return aside
    raise BranchlineError(ErrorCode.STORE_UNREADABLE, f"{path} is damaged, and there is no free name to keep it under.")
