"""Sessions at rest cost nothing: no program is started, and nothing is to be done at some time soon."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from branchline.core.model.status import Status
from harness.service import InProcess
from harness.sidecar import git
from harness.waiting import until

SESSIONS = 10
SOON = 60.0
"""Seconds: whoever looks again and again does it more often than that."""
RESTS = 10
WHILE = 2.0
_STARTS = {"subprocess.Popen", "os.fork", "os.posix_spawn", "os.system", "os.exec"}
_started: list[str] = []


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _STARTS:
        _started.append(f"{event} {arguments[:2]}")


sys.addaudithook(_heard)


def due() -> list[str]:
    """What the loop is to call soon, whatever happens."""
    loop = asyncio.get_running_loop()
    timers: list[asyncio.TimerHandle] = getattr(loop, "_scheduled")  # noqa: B009  nothing else tells
    return [repr(each) for each in timers if not each.cancelled() and each.when() < loop.time() + SOON]


async def test_nothing_is_started_and_nothing_is_due(service: InProcess, repo: Path) -> None:
    for number in range(50):
        (repo / f"file{number}.txt").write_text(f"{number}\n")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "files")
    made = [await service.create(repo, "demo", name=f"s{number}") for number in range(SESSIONS)]
    for each in made:
        await service.until_status(each.id, Status.READY)
        (Path(each.worktree) / "README.md").write_text("changed\n")
        service.change_tracker.request(each.id)
    for each in made:
        await service.until(each.id, lambda session: session.changes.files == 1 and session.drift is not None)
    # What was begun ends by itself, each git of it, and each wait for the next.
    rests = 0
    while rests < RESTS:
        seen = len(_started)
        await asyncio.sleep(0.1)
        rests = 0 if due() or len(_started) > seen else rests + 1
    _started.clear()
    await asyncio.sleep(WHILE)
    assert (_started, due()) == ([], [])
    service.change_tracker.request(made[0].id)
    await until(lambda: bool(_started))
