"""Processes are killed at random instants, round after round: nothing is lost, and nothing is left lying about.

`make crash` runs 1,000 rounds; ROUNDS=… and SEED=… choose others. `make test` runs 15 of a seed that stays the same,
`make test-all` 100 of it.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from branchline.machine.paths import Paths
from crash.campaign import Campaign
from crash.invariants import Memory, broken
from harness.proofs import TOLD, times
from harness.sidecar import Connect, git, pids_of, wait_for

ROUNDS = int(os.environ.get("BRANCHLINE_CRASH_ROUNDS") or times("rounds of crashes", some=15, full=100))
SEED = int(os.environ.get("BRANCHLINE_CRASH_SEED", "5"))


@pytest.mark.timeout(300 + 10 * ROUNDS)
async def test_nothing_is_lost_when_processes_are_killed(
    connect: Connect, repo: Path, home: Path, paths: Paths
) -> None:
    campaign = Campaign(connect, Memory(repo, home, paths, mark=f"campaign-of-{home}"), SEED)
    await campaign.run(ROUNDS)
    TOLD.extend(campaign.summary().splitlines())
    assert campaign.rounds == ROUNDS


@contextlib.contextmanager
def _standing_still(home: Path, is_calm: Callable[[], bool]) -> Iterator[None]:
    """The sidecar is stopped, with nothing half done: it would take a snapshot of what is to be lost."""
    pids = pids_of(home, "serve")

    def stopped() -> bool:
        _signal(pids, signal.SIGSTOP)
        if calm := is_calm():
            return calm
        _signal(pids, signal.SIGCONT)
        return False

    try:
        assert wait_for(stopped)
        yield
    finally:
        _signal(pids, signal.SIGCONT)


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        os.kill(pid, number)


@pytest.mark.timeout(120)
async def test_what_is_broken_is_seen(connect: Connect, repo: Path, home: Path, paths: Paths) -> None:
    campaign = Campaign(connect, Memory(repo, home, paths, mark=f"campaign-of-{home}"), SEED)
    await campaign.run(2)
    memory, seen = campaign.memory, campaign.seen

    def said(about: str) -> bool:
        return any(about in each for each in broken(memory, seen))

    with _standing_still(home, lambda: broken(memory, seen) == []):
        lock = repo / ".git" / "packed-refs.lock"
        lock.touch()
        assert said("a lock file")
        lock.unlink()
        git(repo, "branch", "branchline/nobodys")
        assert said("a branch without a session")
        git(repo, "worktree", "add", "--quiet", str(repo.parent / "nobodys"), "branchline/nobodys")
        assert said("a worktree without a session")
        git(repo, "worktree", "remove", str(repo.parent / "nobodys"))
        git(repo, "branch", "-D", "branchline/nobodys")
        git(repo, "update-ref", "refs/branchline/nobodys/1", "HEAD")
        assert said("which is no session")
        git(repo, "update-ref", "-d", "refs/branchline/nobodys/1")
        record = next(each for each in seen.sessions.values() if each["worktree"] and not each["freed"])
        file = Path(record["worktree"], "half done.txt")
        file.write_text("half done\n")
        assert said("is not what it was")
        memory.written.add(record["id"])
        memory.rest(seen)
        assert broken(memory, seen) == []
        file.unlink()
        assert said("LOST")
        memory.known.add("nobodys")
        assert said("is not in the store")
