"""A transcript stays for 30 days after its session was removed; one whose session was not stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from branchline.store.old_transcripts import delete_old
from branchline.store.transcript import Transcript

DAY = 86400.0
SESSION = "00000000-0000-4000-8000-000000000001"


def write(folder: Path, days: float, *events: str, task: str | None = None) -> Path:
    """Last written so many days ago."""
    transcript = Transcript(folder, task, SESSION, 1.0)
    for event in events:
        transcript.append(event, 1.0)
    at = time.time() - days * DAY
    os.utime(transcript.path, (at, at))
    return transcript.path


@pytest.mark.parametrize(
    ("days", "events", "stays"),
    [
        (29, ("created", "removed"), True),
        (31, ("created", "removed"), False),
        (31, ("created", "exit"), True),
        (31, ("created", "removed", "status"), True),
        (-400, ("created", "removed"), True),
    ],
)
def test_it_goes_30_days_after_its_session_was_removed(
    tmp_path: Path, days: float, events: tuple[str, ...], stays: bool
) -> None:
    path = write(tmp_path, days, *events)
    delete_old(tmp_path, time.time() - 30 * DAY)
    assert path.exists() is stays


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_what_it_had_in_another_task_goes_with_it(tmp_path: Path, days: float, stays: bool) -> None:
    first = write(tmp_path, 90, "created")
    second = write(tmp_path, days, "removed", task="T-1")
    delete_old(tmp_path, time.time() - 30 * DAY)
    assert (first.exists(), second.exists()) == (stays, stays)


def test_what_says_nothing_stays(tmp_path: Path) -> None:
    path = write(tmp_path, 0, "removed")
    path.write_text("no line\n")
    os.utime(path, (0, 0))
    delete_old(tmp_path, time.time() - 30 * DAY)
    assert path.exists()


def test_where_there_is_none_nothing_is_done(tmp_path: Path) -> None:
    delete_old(tmp_path / "nowhere", time.time())
    assert list(tmp_path.iterdir()) == []
