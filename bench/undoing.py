"""What it costs to take one step back, in a worktree of many files, when later work is in the same file."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from pathlib import Path

from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git import tree_changes
from branchline.git.snapshots import snapshots
from client import repository
from reporting import report

SESSION = "00000000-0000-4000-8000-000000000000"
FILES = 10_000
ROUNDS = 15


def undo() -> None:
    """One step taken back after later work, 10,000 files (target: 200 ms)."""
    os.environ |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "gc.auto", "GIT_CONFIG_VALUE_0": "0"}
    with repository(FILES) as repo:
        work = repo.parent / "work"
        subprocess.run(["git", "-C", str(repo), "worktree", "add", "--quiet", "-b", "work", str(work)], check=True)
        apart, merged = asyncio.run(_measure(work, repo.parent / "ours"))
        report("where later work is in other files", apart[1:])
        report("where it is in the same file, which is merged", merged[1:])


async def _measure(work: Path, ours: Path) -> tuple[list[float], list[float]]:
    path = str(work)

    async def take() -> Snapshot:
        return await snapshots.take(path, SESSION, SnapshotReason.READY, ours, time.time())

    times: tuple[list[float], list[float]] = ([], [])
    for number in range(2 * (ROUNDS + 1)):
        file, other = work / "folder01" / "file00001.txt", work / "folder02" / "file00002.txt"
        lines = [f"line {each} of round {number}\n" for each in range(40)]
        file.write_text("".join(lines))
        before = await take()
        lines[3] = f"the step {number}\n"
        file.write_text("".join(lines))
        after = await take()
        later = file if number % 2 else other
        later.write_text("".join([*lines[:30], f"later {number}\n", *lines[30:]]))
        began = time.monotonic()
        now = await take()
        back = await tree_changes.taken_back(path, before.tree, after.tree, now.tree, ours)
        assert not back.conflicts
        wanted = await tree_changes.with_changes(path, now.files, back.changes, ours)
        changed = await tree_changes.changed(path, now.files, wanted)
        await snapshots.bring(path, now.files, wanted, [*changed], ours)
        await take()
        times[number % 2].append(time.monotonic() - began)
        assert f"the step {number}\n" not in file.read_text()
    return times
