"""Session after session is made and removed, and nothing of any is left."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from harness.proofs import times
from harness.service import InProcess
from harness.sidecar import git
from harness.waiting import until

ROUNDS = times("rounds of making and removing a session", some=5, full=300)
SEED = 7


def standing(repo: Path) -> dict[str, object]:
    """All that a session could leave."""
    beside = Path(f"{repo}.worktrees")
    return {
        "worktrees": git(repo, "worktree", "list", "--porcelain"),
        "refs": git(repo, "for-each-ref"),
        "locks": [str(each) for each in (repo / ".git").rglob("*.lock")],
        "entries": sorted(os.listdir(repo / ".git/worktrees")) if (repo / ".git/worktrees").is_dir() else [],
        "folders": sorted(os.listdir(beside)) if beside.is_dir() else [],
        "config": git(repo, "config", "--local", "--list"),
        "status": git(repo, "--no-optional-locks", "status", "--porcelain"),
    }


@pytest.mark.timeout(120 + 10 * ROUNDS)
async def test_nothing_is_left(service: InProcess, repo: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311  no secret
    commits = git(repo, "rev-list", "--all").splitlines()
    git(repo, "branch", "users", commits[-1])
    before = standing(repo)
    for number in range(ROUNDS):
        service.configure(spareWorktrees=chance.choice((0, 1, 1, 2)))
        if chance.random() < 0.5:
            await service.spares.rested()
        how = chance.choice(("head", "head", "base", "branch"))
        wanted = {"base": {"base": chance.choice(commits)}, "branch": {"branch": "users"}}.get(how, {})
        made = await service.create(repo, name=f"S{number}", **wanted)
        if chance.random() < 0.3:
            (Path(made.worktree) / "new.txt").write_text("new\n")
        if chance.random() < 0.3:
            git(repo, "update-ref", "--no-deref", "refs/heads/moved", chance.choice(commits))
            service.spares.moved(str(repo))
        await service.removal.remove(made.id, force=True, keep_branch=False)
        await service.removed.delete(made.id)
    git(repo, "update-ref", "-d", "refs/heads/moved")
    await service.spares.drop_all()
    await until(lambda: standing(repo) == before)
    assert git(repo, "fsck", "--strict", "--no-dangling") == ""
    assert git(repo, "worktree", "prune", "--dry-run", "--verbose") == ""
