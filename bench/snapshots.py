"""What a snapshot costs, and whether an agent that works with git at the same time notices any."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from pathlib import Path

from branchline.core.reasons import SnapshotReason
from branchline.git.snapshots import snapshots
from client import repository
from harness.busy_agent import work_while_watched
from reporting import report

SESSION = "00000000-0000-4000-8000-000000000000"
CHANGED = 10
ROUNDS = 15
COMMANDS = 1000


def snapshot_10k() -> None:
    """A snapshot of 10,000 files with 10 changed (target: 50 ms)."""
    _measure(10_000)


def snapshot_100k() -> None:
    """A snapshot of 100,000 files with 10 changed (target: 250 ms)."""
    _measure(100_000)


def concurrency() -> None:
    """1,000 git commands of an agent while snapshots are taken at full rate (target: none of them fails)."""
    with repository(100) as repo:
        began = time.monotonic()
        seen = asyncio.run(work_while_watched(repo, repo.parent / "ours", COMMANDS))
        took = time.monotonic() - began
        print(f"  {len(seen.failed)} of {seen.commands} commands failed in {took:.0f} s")
        print(
            f"  {seen.snapshots} snapshots and {seen.looks} looks at the changes meanwhile, {len(seen.refused)} failed"
        )
        for line in [*seen.failed, *seen.refused]:
            print(f"    {line}")
        fsck = subprocess.run(
            ["git", "fsck", "--strict", "--no-dangling"], cwd=repo, capture_output=True, text=True, check=False
        )
        print(f"  git fsck: {(fsck.stdout + fsck.stderr).strip() or 'clean'}")


def _measure(files: int) -> None:
    # After a commit of so many files git would tidy up in the background, while we measure.
    os.environ |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "gc.auto", "GIT_CONFIG_VALUE_0": "0"}
    with repository(files) as repo:
        work, ours = repo.parent / "work", repo.parent / "ours"
        git = ["git", "-C", str(repo)]
        subprocess.run([*git, "worktree", "add", "--quiet", "-b", "work", str(work)], check=True)
        base = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
        times = asyncio.run(_take(work, ours, base, files))
        bare = _bare(work, ours.with_name("bare-index"), files)
        report("the first one", times[:1])
        report("a later one", times[1:])
        report("the least that git needs: add, write-tree, commit-tree, update-ref", bare[1:])


async def _take(work: Path, ours: Path, base: str, files: int) -> list[float]:
    times = []
    for number in range(ROUNDS + 1):
        _change(work, files, number, "ours")
        began = time.monotonic()
        taken = await snapshots.take(str(work), SESSION, SnapshotReason.READY, ours, time.time(), base=base)
        times.append(time.monotonic() - began)
        assert taken.changes.files == CHANGED, taken
    return times


def _bare(work: Path, index: Path, files: int) -> list[float]:
    """The same with nothing but git's own commands, one after the other, on an index of their own."""
    environment = {**os.environ, "GIT_INDEX_FILE": str(index)}
    author = ("-c", "user.name=b", "-c", "user.email=b@example.com")

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(work), *words], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    times = []
    for number in range(ROUNDS + 1):
        _change(work, files, number, "bare")
        began = time.monotonic()
        git("add", "--all")
        commit = git(*author, "commit-tree", git("write-tree"), "-p", "HEAD", "-m", "bare")
        git("update-ref", f"refs/bare/{number}", commit)
        times.append(time.monotonic() - began)
    return times


def _change(work: Path, files: int, number: int, what: str) -> None:
    for each in range(CHANGED):
        place = (number * CHANGED + each) * (files // (CHANGED * (ROUNDS + 1)))
        (work / f"folder{place % 50:02d}" / f"file{place:05d}.txt").write_text(f"changed {what} {number} {each}\n")
