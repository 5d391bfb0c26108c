"""What the merge forecast costs when one of many sessions changes something."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from branchline.machine.paths import Paths
from client import repository
from harness.base import Base
from harness.forecasts import ForecastScene
from harness.scripted_ptyhost import ScriptedPtyhost
from reporting import report

SESSIONS = 10
FILES = 10_000
CHANGED = 10
"""Files of each session, in which it meets each of the others."""
ROUNDS = 10
IDLE_SECONDS = 10


def forecast() -> None:
    """The forecast of 10 sessions, all of which meet, in 10,000 files after a change (targets: 2 s, 0 when idle)."""
    with repository(FILES) as repo, tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(repo, Path(folder)))


async def _measure(repo: Path, folder: Path) -> None:
    ptyhost = ScriptedPtyhost()
    base = Base.of(Paths(folder / "data", folder / "run", folder / "logs"))
    scene = ForecastScene(base, repo, ptyhost)
    sessions = [scene.session(f"s{number}") for number in range(SESSIONS)]
    for number, each in enumerate(sessions):
        _change(each.worktree, f"session {number}")
        await scene.tracker.read(each.id)
    began = time.monotonic()
    first = await scene.forecasts.read(str(repo))
    assert len(first.pairs) == SESSIONS * (SESSIONS - 1) // 2
    report("the first one, of all pairs", [time.monotonic() - began])
    await scene.rest()
    times, cores = [], []
    for number in range(ROUNDS):
        _change(sessions[0].worktree, f"round {number}")
        await scene.tracker.read("s0")
        with _cpu() as used:
            began = time.monotonic()
            await scene.forecasts.read(str(repo))
            times.append(time.monotonic() - began)
        cores.append(used[0])
        await scene.rest()
    report("after a change of one session", times)
    report("processor time of that, of git and the sidecar", cores)
    _starts.clear()
    with _cpu() as used:
        await asyncio.sleep(IDLE_SECONDS)
    print(f"  idle: {100 * used[0] / IDLE_SECONDS:.2f} % of a core, processes started: {len(_starts)}")
    await base.close()
    ptyhost.close()


_starts: list[str] = []
sys.addaudithook(lambda event, _arguments: _starts.append(event) if event == "subprocess.Popen" else None)


def _change(worktree: str, text: str) -> None:
    for number in range(CHANGED):
        path = Path(worktree, f"folder{number:02d}", f"file{number:05d}.txt")
        path.write_text(f"{text}\n" + "line\n" * 9)


@contextmanager
def _cpu() -> Iterator[list[float]]:
    """Seconds of processor time in the block, of this process and of those that ended in it."""
    before, used = os.times(), [0.0]
    yield used
    after = os.times()
    used[0] = sum(after[:4]) - sum(before[:4])
