"""Processes are killed while a new worktree's files are written: what was begun is taken back, or the session is whole.
Its own rounds: in the campaign most sessions have a spare, and files are few."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from branchline.machine.paths import Paths
from crash.campaign import Campaign
from crash.invariants import Memory
from crash.operations import FEWEST, Operation
from harness.proofs import TOLD, times
from harness.sidecar import Connect, git

ROUNDS = times("cold creations that are cut off", some=6, full=60)
SEED = 16


def slow_files(repo: Path) -> None:
    """Some hundred files, a few of which take a while; a spare is never made of them."""
    folder = repo / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"f{number:03}.txt").write_text(f"{number}\n")
    (repo / ".gitattributes").write_text("f?50.txt filter=slow\n")
    git(repo, "add", "-A")
    git(repo, "commit", "-q", "-m", "many")
    git(repo, "config", "filter.slow.clean", "cat")
    git(repo, "config", "filter.slow.smudge", "sleep 0.05; cat")


@pytest.mark.timeout(120 + 20 * ROUNDS)
async def test_a_creation_that_is_cut_off_is_taken_back(connect: Connect, repo: Path, home: Path, paths: Paths) -> None:
    slow_files(repo)
    campaign = Campaign(connect, Memory(repo, home, paths, mark=f"cold-of-{home}"), SEED)
    await campaign._settle("the start")
    for campaign.rounds in range(1, ROUNDS + 1):
        chance = random.Random(f"{SEED}/{campaign.rounds}")  # noqa: S311  no secret
        for session_id in [*campaign.seen.sessions][FEWEST:]:
            gone = {"id": session_id, "force": True, "keepBranch": False}
            await campaign._answered(Operation("session/remove", gone, session_id, keeps=True, ends=True))
        name = f"S{campaign.rounds}"
        await campaign._cut_off(
            chance, Operation("session/create", {"repo": str(repo), "agent": "still", "name": name})
        )
    git(repo, "fsck", "--connectivity-only")
    await campaign._leave()
    TOLD.extend(campaign.summary().splitlines())
    assert sum(campaign.kills.values()) == ROUNDS
