"""An agent's own git never fails because of ours: its stashes, commits and choices of hunks go on beside counts,
snapshots, forecasts, drift and losses of the same worktree."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from harness.proofs import times
from harness.service import InProcess
from harness.sidecar import git

ROUNDS = times("an agent's stashes, commits and chosen hunks beside our git", some=30, full=1000)
CHUNK = 10
LINES = [f"line {number}\n" for number in range(40)]


class Agent:
    """What it does to its files, and the commands of it that failed."""

    def __init__(self, worktree: Path, first: int) -> None:
        self.worktree = worktree
        self.random = random.Random(first)  # noqa: S311  repeatable
        self.failed: list[str] = []
        self.rounds = first
        self.last = min(ROUNDS, first + CHUNK)

    async def work(self) -> None:
        while self.rounds < self.last:
            self.rounds += 1
            act = self.random.choice([self.commit, self.stash, self.choose])
            await act()

    async def commit(self) -> None:
        self.change(3)
        (self.worktree / f"new-{self.random.randrange(9)}.txt").write_text(f"{self.random.random()}\n")
        await self.run("git add -A && git commit -q --allow-empty -m step")

    async def stash(self) -> None:
        self.change(20)
        (self.worktree / "aside.txt").write_text(f"{self.random.random()}\n")
        await self.run("git stash -q -u && git stash pop -q")

    async def choose(self) -> None:
        """One of two hunks, and then the other."""
        await self.run("git add -A && git commit -q --allow-empty -m before")
        self.change(5)
        self.change(35)
        await self.run("printf 'n\\ny\\n' | git add -p >/dev/null && git commit -q -m one")
        await self.run("printf 'y\\n' | git add -p >/dev/null && git commit -q -m other")

    def change(self, line: int) -> None:
        path = self.worktree / "both.txt"
        lines = path.read_text().splitlines(keepends=True)
        lines[line] = f"{self.random.random()}\n"
        path.write_text("".join(lines))

    async def run(self, command: str) -> None:
        pipe = asyncio.subprocess.PIPE
        shell = await asyncio.create_subprocess_shell(command, cwd=self.worktree, stderr=pipe)
        _, errors = await shell.communicate()
        if shell.returncode or errors:
            self.failed.append(f"round {self.rounds}: {command}: {shell.returncode} {errors.decode()}")


@pytest.mark.parametrize("first", range(0, ROUNDS, CHUNK))
async def test_none_fails(first: int, service: InProcess, repo: Path) -> None:
    (repo / "both.txt").write_text("".join(LINES))
    git(repo, "add", "both.txt")
    git(repo, "commit", "-qm", "both")
    made = [await service.create(repo, "demo", name=name) for name in ("one", "other")]
    for each in made:
        await service.until_status(each.id, Status.READY)
    one, other = made
    agent, worktree = Agent(Path(one.worktree), first), Path(other.worktree)
    looks: list[Callable[[], Awaitable[object]]] = [
        lambda: service.change_tracker.read(one.id),
        lambda: service.timeline.take(one.id, SnapshotReason.ON_DEMAND),
        lambda: service.forecasts.read(str(repo)),
        lambda: service.drifts.look(service.sessions.get(one.id).common_dir),
        lambda: service.removal.losses(one.id),
    ]
    looked = [0] * len(looks)

    async def look(number: int) -> None:
        while not work.done():
            await looks[number]()
            looked[number] += 1
            (worktree / "both.txt").write_text("".join([*LINES[:5], f"{looked}\n", *LINES[6:]]))

    work = asyncio.ensure_future(agent.work())
    try:
        await asyncio.gather(*(look(number) for number in range(len(looks))))
    finally:
        work.cancel()
    await asyncio.wait({work})
    assert (agent.rounds, agent.failed) == (agent.last, [])
    assert all(looked), looked
    git(agent.worktree, "fsck", "--no-dangling")
