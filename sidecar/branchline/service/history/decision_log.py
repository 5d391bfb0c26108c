"""What was decided on prompts lately, of all sessions, removed ones too. Kept in their transcripts."""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.policy.decisions import Decided, from_fields, instant
from branchline.machine.paths import Paths
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Sessions
from branchline.service.history.recorder import DECISION, STANDS, Recorder
from branchline.store.transcript import read_transcript

log = logging.getLogger(__name__)

MOST = 5000
"""Entries that are looked through; older ones are in the transcripts."""
MOST_FILES = 500


class DecisionLog:
    def __init__(self, paths: Paths, sessions: Sessions, recorder: Recorder) -> None:
        self._transcripts = paths.transcripts
        self._sessions = sessions
        self._recorder = recorder
        self.listeners: Listeners[Decided] = Listeners()
        """Told each, whoever decided."""
        self._entries: deque[Decided] = deque(maxlen=MOST)
        self._loading: asyncio.Task[None] | None = None

    def add(self, entry: Decided) -> None:
        """Keep what was decided on a prompt of a session that is there, and tell of it."""
        self._recorder.decided(self._sessions.get(entry.session_id), entry)
        self._entries.append(entry)
        self.listeners.tell(entry)

    def stands_before(self, entry: Decided, after: int) -> None:
        """What it let pass was over by the snapshot of this number; it is told once more."""
        if not self._sessions.has(entry.session_id):
            return
        known = attrs.evolve(entry, after=after)
        self._recorder.stands(self._sessions.get(entry.session_id), known)
        for place, each in enumerate(self._entries):
            if each == entry:
                self._entries[place] = known
        self.listeners.tell(known)

    async def find(self, session_id: str, prompt_id: str, at: int) -> Decided:
        """The decision on a prompt that was made at this `instant`. Raises NOT_LOGGED."""
        for entry in await self.entries(session_id):
            if entry.prompt_id == prompt_id and instant(entry.at) == at:
                return entry
        raise BranchlineError(ErrorCode.NOT_LOGGED, "This decision is not in the log any more.")

    async def entries(self, session_id: str | None = None, limit: int = MOST) -> list[Decided]:
        """Oldest first."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        await self._loading
        found = [entry for entry in self._entries if session_id in {None, entry.session_id}]
        return found[-limit:] if limit > 0 else []

    async def _load(self) -> None:
        """What an earlier sidecar wrote."""
        kept = await asyncio.to_thread(_read_all, self._transcripts)
        # Transcripts have whole milliseconds.
        since = self._entries[0].at - 0.001 if self._entries else float("inf")
        newer = list(self._entries)
        self._entries.clear()
        self._entries.extend(entry for entry in kept if entry.at < since)
        self._entries.extend(newer)


def _read_all(folder: Path) -> list[Decided]:
    files = heapq.nlargest(MOST_FILES, folder.glob("*/*.jsonl"), key=_modified)
    return heapq.nlargest(MOST, (entry for file in files for entry in _read(file)), key=lambda entry: entry.at)[::-1]


def _read(file: Path) -> Iterator[Decided]:
    found: dict[tuple[Any, int], Decided] = {}
    try:
        for line in read_transcript(file):
            if line.get("event") == DECISION and (entry := from_fields(file.name[:36], _seconds(line), line)):
                found[entry.prompt_id, instant(entry.at)] = entry
            elif line.get("event") == STANDS and isinstance(after := line.get("after"), int):
                decided = line.get("decided")
                key = (line.get("prompt_id"), instant(decided) if isinstance(decided, float) else 0)
                if key in found:
                    found[key] = attrs.evolve(found[key], after=after)
    except OSError as error:
        log.warning("%s could not be read: %s", file, error)
    yield from found.values()


def _seconds(line: dict[str, Any]) -> float:
    try:
        return datetime.fromisoformat(str(line.get("at")).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return 0.0


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
