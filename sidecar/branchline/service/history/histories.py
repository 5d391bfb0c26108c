"""What happened in sessions, from their transcripts: the latest for a document, all of it for a file."""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.history.as_json import json_of
from branchline.core.history.document import Line, Scope, document, head
from branchline.core.history.entries import Entry, HistoryKind, entry_of, says_something
from branchline.core.history.words import Words
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Sessions
from branchline.store.store import Store
from branchline.store.transcript import read_backwards, read_transcript

log = logging.getLogger(__name__)

MOST = 2000
"""Entries of one document."""
MOST_OF_TEXT = 4000
"""Characters of one instruction or note in a document; a file has all."""
READ_OF_TEXT = 2 * MOST_OF_TEXT
"""A secret that this cuts in two is not shown."""


@attrs.frozen
class Wanted:
    """Which entries: None for any. `since` and `before` in seconds since the epoch."""

    kinds: frozenset[HistoryKind] | None = None
    since: float | None = None
    before: float | None = None

    def takes(self, entry: Entry) -> bool:
        return (
            says_something(entry)
            and (self.kinds is None or entry.kind in self.kinds)
            and (self.since is None or entry.at >= self.since)
            and (self.before is None or entry.at < self.before)
        )


@attrs.frozen
class Read:
    """`older`: entries before that time are left out; None: none are. `entries` oldest first."""

    scope: Scope
    entries: Sequence[Entry]
    older: float | None


class Histories:
    def __init__(self, paths: Paths, sessions: Sessions, store: Store) -> None:
        self._transcripts = paths.transcripts
        self._sessions = sessions
        self._store = store

    def known(self) -> list[Session]:
        """All that are there, and those that were removed and are kept; oldest first."""
        removed = {each.session.id: each.session for each in self._store.removed()}
        there = {each.id: each for each in self._sessions.all()}
        return sorted((removed | there).values(), key=lambda each: (each.created_at, each.id))

    def of_session(self, session_id: str) -> Scope:
        """Raises NO_SESSION."""
        found = self._sessions.find(session_id)
        session = found or next((each for each in self.known() if each.id == session_id), None)
        if session is None:
            raise BranchlineError(ErrorCode.NO_SESSION, "This session does not exist any more.")
        return Scope(session.title or session.name, (session,), True)

    def of_all(self, repo: str | None, task: str | None, statuses: Collection[Status] | None) -> Scope:
        """Those of a repository or task; of all where neither is given. Raises NO_SESSION where no one has them."""
        of_it = [
            each for each in self.known() if repo in {None, each.repo, each.common_dir} and task in {None, each.task}
        ]
        if not of_it and (repo, task) != (None, None):
            raise BranchlineError(ErrorCode.NO_SESSION, "No session of this repository or task is known.")
        sessions = [each for each in of_it if statuses is None or each.status in statuses]
        return Scope(task or (Path(repo).name if repo else "Branchline"), sessions, False)

    async def read(self, scope: Scope, wanted: Wanted, most: int = MOST) -> Read:
        return await asyncio.to_thread(self._read, scope, wanted, most)

    async def lines(self, scope: Scope, wanted: Wanted, language: str, most: int = MOST) -> tuple[list[Line], Read]:
        """The document of the latest entries."""
        return await asyncio.to_thread(self._lines, scope, wanted, Words(language), most)

    def pieces(self, scope: Scope, wanted: Wanted, language: str, *, as_json: bool) -> Iterator[str]:
        """All entries, for a file. Reads while it is asked for."""
        entries = self._all(scope, wanted)
        if as_json:
            yield from json_of(scope, entries, local)
            return
        words, first = Words(language), list(islice(entries, MOST))
        for line in chain(head(scope, first, words, local), document(scope, chain(first, entries), words, local)):
            yield f"{line.text}\n"

    def _read(self, scope: Scope, wanted: Wanted, most: int) -> Read:
        newest = heapq.merge(*self._of_each(scope, wanted, backwards=True), key=lambda entry: -entry.at)
        entries: list[Entry] = []
        older = None
        for entry in newest:
            # Those of one moment stay together: the time is where the next document ends.
            if len(entries) >= most and entry.at < entries[-1].at:
                older = entries[-1].at
                break
            entries.append(entry)
        return Read(scope, entries[::-1], older)

    def _lines(self, scope: Scope, wanted: Wanted, words: Words, most: int) -> tuple[list[Line], Read]:
        found = self._read(scope, wanted, most)
        above = list(head(scope, found.entries, words, local))
        if found.older is not None:
            above += [Line(""), Line(words("left out", len(found.entries)), leads_to_older=True)]
        return [*above, *document(scope, found.entries, words, local, MOST_OF_TEXT)], found

    def _all(self, scope: Scope, wanted: Wanted) -> Iterator[Entry]:
        return heapq.merge(*self._of_each(scope, wanted, backwards=False), key=lambda entry: entry.at)

    def _of_each(self, scope: Scope, wanted: Wanted, *, backwards: bool) -> Iterator[Iterator[Entry]]:
        files = defaultdict(list)
        for file in self._transcripts.glob("*/*.jsonl"):
            files[file.name[:36]].append(file)  # A task that was changed gave it another folder.
        for session in scope.sessions:
            for file in files[session.id]:
                yield _entries(session.id, file, wanted, backwards=backwards)


def _entries(session_id: str, file: Path, wanted: Wanted, *, backwards: bool) -> Iterator[Entry]:
    try:
        for line in read_backwards(file) if backwards else read_transcript(file):
            entry = entry_of(session_id, line, READ_OF_TEXT if backwards else None)
            if entry is None:
                continue
            if backwards and wanted.since is not None and entry.at < wanted.since:
                return
            if wanted.takes(entry):
                yield entry
    except OSError as error:
        log.warning("%s could not be read: %s", file, error)


def local(moment: float) -> datetime:
    """As this machine's clock has it."""
    return datetime.fromtimestamp(moment).astimezone()
