"""Finds sessions by what was said in them: in records, and in transcripts as far as time and bytes reach."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.searching import Found, Needle, line_of_entry, line_of_record
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Sessions

log = logging.getLogger(__name__)

LONGEST = 200
"""Characters of a text that is looked for."""
BYTES_OF_ONE = 4_000_000
"""Of a transcript its end is read."""
BYTES = 64_000_000
SECONDS = 2.0


class Search:
    def __init__(self, paths: Paths, sessions: Sessions) -> None:
        self._transcripts = paths.transcripts
        self._sessions = sessions

    async def find(self, text: str) -> tuple[list[Found], bool]:
        """The sessions that hold the text, those that altered last first, each with a line in which it is; and whether
        all was looked through. Raises BAD_TEXT."""
        if not text.strip() or len(text) > LONGEST:
            raise BranchlineError(
                ErrorCode.BAD_TEXT, f"What is looked for must have from 1 to {LONGEST} characters; change the text."
            )
        needle = Needle(text)
        sessions = sorted(self._sessions.all(), key=lambda each: -each.updated_at)
        lines = {each.id: line_of_record(each, needle) for each in sessions}
        others = [session_id for session_id, line in lines.items() if line is None]
        later, complete = await asyncio.to_thread(_in_transcripts, self._transcripts, others, needle)
        lines |= later
        return [Found(session_id, line) for session_id, line in lines.items() if line is not None], complete


def _in_transcripts(folder: Path, session_ids: Sequence[str], needle: Needle) -> tuple[Mapping[str, str], bool]:
    deadline = time.monotonic() + SECONDS
    files = defaultdict(list)
    for file in folder.glob("*/*.jsonl"):
        files[file.name[:36]].append(file)  # A task that was changed gave it another folder.
    found: dict[str, str] = {}
    left, complete = BYTES, True
    for session_id in session_ids:
        for file in files[session_id]:
            if left <= 0 or time.monotonic() > deadline:
                return found, False
            end, is_all = _end_of(file, min(left, BYTES_OF_ONE))
            left -= len(end)
            complete = complete and is_all
            line = next(_lines_with(end, needle), None)
            if line is not None:
                found[session_id] = line
                break
    return found, complete


def _end_of(file: Path, most: int) -> tuple[bytes, bool]:
    """So many bytes of it at most, and whether that is all."""
    try:
        with file.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            opened.seek(max(0, size - most))
            return opened.read(most), size <= most
    except OSError as error:
        log.warning("%s could not be searched: %s", file, error)
        return b"", False


def _lines_with(end: bytes, needle: Needle) -> Iterator[str]:
    """The newest first."""
    for raw in reversed(end.decode(errors="replace").split("\n")):
        if not needle.may_be_in(raw):
            continue
        try:
            entry = json.loads(raw)
        except (ValueError, RecursionError):
            continue  # Its beginning was cut off, or it was torn by a crash.
        line = line_of_entry(entry, needle) if isinstance(entry, dict) else None
        if line is not None:
            yield line
