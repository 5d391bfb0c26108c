"""Transcripts of sessions that were removed long ago."""

from __future__ import annotations

import logging
from collections import defaultdict
from pathlib import Path

from branchline.store.transcript import read_backwards

log = logging.getLogger(__name__)

REMOVED = "removed"
"""The event that is the last one of a session that was removed, and stays away."""


def delete_old(folder: Path, before: float) -> None:
    """Those of sessions that were removed before that time, in seconds since the epoch. What does not end with its
    session's removal stays, however old it is: the list of sessions may have been lost."""
    files = defaultdict(list)
    for file in folder.glob("*/*.jsonl"):
        files[file.name[:36]].append(file)  # A task that was changed gave it another folder.
    for of_session in files.values():
        try:
            newest = max(of_session, key=lambda file: file.stat().st_mtime)
            if newest.stat().st_mtime >= before or _last_event(newest) != REMOVED:
                continue
            for file in of_session:
                file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s: an old transcript could not be deleted: %s", of_session[0].name[:8], error)


def _last_event(file: Path) -> object:
    return next((line.get("event") for line in read_backwards(file)), None)
