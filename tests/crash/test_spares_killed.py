"""Processes are killed while a spare is made, refreshed, taken or dropped: afterwards each session has its worktree,
and but for these and one whole spare nothing is there. The same seed chooses the same numbers."""

from __future__ import annotations

import asyncio
import contextlib
import random
from pathlib import Path
from typing import Any

import attrs
import pytest
from pygls.exceptions import JsonRpcException

from branchline.git.worktrees import spare
from branchline.git.worktrees.places import SPARES
from crash import standing
from harness.proofs import TOLD, times
from harness.sidecar import Client, Connect, git, kill, pids_of

PHASES = ("made", "refreshed", "taken", "dropped")
ROUNDS = times("kills while spares are made, refreshed, taken and dropped", some=8, full=80)
SEED = 11
PATIENCE = 20.0
MOST = 5
"""Sessions, until all are removed."""


@attrs.define
class Scene:
    connect: Connect
    repo: Path
    home: Path
    client: Client | None = None
    killed: int = 0

    async def window(self, spares: int = 1) -> Client:
        """A new one, with a sidecar that starts anew where there is none."""
        if self.client is not None:
            await self.client.leave()
        agents = {"still": {"command": ["sh", "-c", "printf '> '; read line"]}}
        self.client = await self.connect(settings={"agents": agents, "maxSessions": 20, "spareWorktrees": spares})
        return self.client

    async def create(self, name: str) -> None:
        assert self.client is not None
        with contextlib.suppress(JsonRpcException, RuntimeError):  # Its sidecar, or its git, was killed.
            await self.client.ask("session/create", repo=str(self.repo), agent="still", name=name)

    async def kill(self, chance: random.Random) -> None:
        what = chance.choice(("sidecar", "git"))
        pids = pids_of(self.home, "serve")
        for _ in range(400 if what == "git" else 1):
            found = pids if what == "sidecar" else [each for pid in pids for each in standing.git_below(pid)]
            if found:
                break
            await asyncio.sleep(0.0005)
        for pid in found:
            kill(pid)
        self.killed += bool(found)

    def broken(self, sessions: list[dict[str, Any]]) -> list[str]:
        common_dir, beside = self.repo / ".git", Path(f"{self.repo}.worktrees")
        linked = standing.linked_worktrees(self.repo)
        ours = {each["worktree"]: each["branch"] for each in sessions if each["worktree"]}
        stock = {path for path in linked if Path(path).parent.name == SPARES}
        found = [f"under way: {each['name']} {each['status']}" for each in sessions if each["status"] == "starting"]
        found += [f"no worktree: {path}" for path in ours.keys() - linked.keys()]
        found += [f"without a session: {path}" for path in linked.keys() - ours.keys() - stock]
        found += [f"changed: {path}" for path in ours if path in linked and git(path, "status", "--porcelain")]
        head = git(self.repo, "rev-parse", "HEAD")
        whole = [spare.find(path, str(common_dir)) for path in stock]
        found += [f"no spare at HEAD: {stock}"] if [each and each.commit for each in whole] != [head] else []
        there = {str(each) for each in beside.glob("*") if each.name != SPARES}
        found += [f"a folder: {each}" for each in there - ours.keys()]
        found += [f"in the stock: {each}" for each in {str(each) for each in (beside / SPARES).glob("*")} ^ stock]
        found += [f"prunable: {path}" for path, one in linked.items() if one.prunable]
        branches = {ref.removeprefix("refs/heads/") for ref in standing.refs(self.repo, "refs/heads/branchline/")}
        found += [f"a branch: {each}" for each in branches ^ {*ours.values()}]
        return found + [f"a lock: {each}" for each in standing.lock_files(self.repo)]

    async def settled(self, about: str) -> None:
        client = await self.window()
        found: list[str] = []
        for _ in range(int(PATIENCE / 0.1)):
            client.lsp.protocol.notify("repo/didMoveBranches", {"repo": str(self.repo)})
            sessions = (await client.ask("session/list"))["sessions"]
            if not (found := self.broken(sessions)):
                break
            await asyncio.sleep(0.1)
        assert found == [], about
        if len(sessions) > MOST:
            await client.delete_all()
            await client.ask("session/create", repo=str(self.repo), agent="still", name="First")


@pytest.mark.timeout(120 + 20 * ROUNDS)
async def test_nothing_is_left_of_them(connect: Connect, repo: Path, home: Path) -> None:
    scene = Scene(connect, repo, home)
    await scene.window()
    await scene.create("First")
    await scene.settled("the start")
    for number in range(ROUNDS):
        chance = random.Random(f"{SEED}/{number}")  # noqa: S311  no secret
        phase = PHASES[number % len(PHASES)]
        assert scene.client is not None
        creating = None
        if phase == "made":
            await scene.create(f"S{number}")
        elif phase == "taken":
            creating = asyncio.ensure_future(scene.create(f"S{number}"))
        elif phase == "refreshed":
            (repo / "later.txt").write_text(f"{number}\n")
            git(repo, "add", "later.txt")
            git(repo, "commit", "-qm", "later")
            scene.client.lsp.protocol.notify("repo/didMoveBranches", {"repo": str(repo)})
        else:
            await scene.window(spares=0)
        await asyncio.sleep(chance.uniform(0, 0.12))
        await scene.kill(chance)
        if creating is not None:
            await asyncio.wait_for(creating, PATIENCE)
        await scene.settled(f"round {number}: {phase}")
    await scene.window()
    assert scene.client is not None
    await scene.client.delete_all()
    assert git(repo, "fsck", "--no-dangling") == ""
    TOLD.append(f"processes killed by a spare: in {scene.killed} of {ROUNDS} rounds")
