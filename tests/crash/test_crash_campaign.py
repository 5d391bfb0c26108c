"""Processes are killed at random instants, round after round: nothing is lost, and nothing is left lying about.

`make crash` runs 1,000 rounds; ROUNDS=… and SEED=… choose others. Here, 100 of a seed that stays the same.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.host.paths import Paths
from crash.campaign import Campaign
from crash.invariants import Memory
from harness.sidecar import Connect

ROUNDS = int(os.environ.get("BRANCHLINE_CRASH_ROUNDS", "100"))
SEED = int(os.environ.get("BRANCHLINE_CRASH_SEED", "5"))


@pytest.mark.timeout(300 + 10 * ROUNDS)
async def test_nothing_is_lost_when_processes_are_killed(
    connect: Connect, repo: Path, home: Path, paths: Paths
) -> None:
    campaign = Campaign(connect, Memory(repo, home, paths, mark=f"campaign-of-{home}"), SEED)
    await campaign.run(ROUNDS)
    print(f"\n{campaign.summary()}")
    assert campaign.rounds == ROUNDS
