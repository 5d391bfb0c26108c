"""Reads what an agent noted of one conversation, and keeps what it has read. Blocks."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from branchline.agents.shared.usage import FromFiles, FromStore, UsageRequest
from branchline.core.model.usage import Entry, Windows
from branchline.core.session.usage import longest
from branchline.service.usage.growing_file import GrowingFile

log = logging.getLogger(__name__)

MOST_ENTRIES = 200_000
AHEAD = 3600.0
"""Seconds that an agent's clock may be before ours: what is later than that is no time."""


class Reading:
    """Of one conversation. A file that cannot be read is told in the log once."""

    def __init__(self, source: FromFiles | FromStore, request: UsageRequest) -> None:
        self._source = source
        self._request = request
        self._files: dict[Path, GrowingFile] = {}
        self._entries: dict[Path, dict[str, Entry]] = {}
        self._complained: set[str] = set()
        self.windows: Windows | None = None
        """The last that were told."""

    def read(self, now: float) -> list[Entry]:
        """All answers by now, each once, oldest first."""
        source = self._source
        if isinstance(source, FromStore):
            try:
                found = {each.key: each for each in source.read(self._request)}
            except OSError as error:
                self._complain(str(error))
                return []
            return _in_order(found.values(), now)
        for path in source.find(self._request):
            file = self._files.setdefault(path, GrowingFile(path))
            try:
                self._follow(file, source, now)
            except FileNotFoundError:
                continue  # An agent writes it once there is something to write.
            except OSError as error:
                self._complain(f"{path.name}: {error.strerror or error}")
        once: dict[str, Entry] = {}
        for entries in self._entries.values():
            for each in entries.values():
                once[each.key] = longest(once.get(each.key), each)
        return _in_order(once.values(), now)

    def _follow(self, file: GrowingFile, source: FromFiles, now: float) -> None:
        entries = self._entries.setdefault(file.path, {})
        for line in file.lines():
            if file.is_anew:
                file.is_anew = False
                entries.clear()
            if not any(mark in line for mark in source.marks):
                continue
            for told in _told(source, line):
                if isinstance(told, Windows):
                    if told.at <= now + AHEAD and (self.windows is None or told.at >= self.windows.at):
                        self.windows = told
                    continue
                key = f"{source.whose(file.path)} {told.key}"
                if len(entries) < MOST_ENTRIES or key in entries:
                    entries[key] = longest(entries.get(key), attrs.evolve(told, key=key))

    def _complain(self, why: str) -> None:
        if why not in self._complained:
            self._complained.add(why)
            log.warning("what an agent used could not be read: %s", why)


def _told(source: FromFiles, line: bytes) -> Iterator[Entry | Windows]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(found, dict):
        yield from source.read(found)


def _in_order(entries: Iterable[Entry], now: float) -> list[Entry]:
    return sorted((each for each in entries if each.at <= now + AHEAD), key=lambda each: each.at)
