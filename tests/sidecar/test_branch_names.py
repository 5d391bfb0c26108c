"""An agent renames its branch while it works on: its row has the new name, though nobody asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sidecar import Connect, git
from harness.waiting import until

RENAMES = (
    "echo here; while [ ! -e go ]; do sleep 0.1; done;"
    " git branch -m renamed/by-it; while :; do echo at work; sleep 0.2; done"
)


@pytest.mark.timeout(120)
@pytest.mark.shared_sidecar
async def test_a_branch_that_the_agent_renames_is_shown_by_its_new_name(connect: Connect, repo: Path) -> None:
    client = await connect(settings={"agents": {"renamer": {"command": ["sh", "-c", RENAMES]}}})
    made = await client.ask("session/create", repo=str(repo), agent="renamer", name="Precious")
    record = await client.until(made["id"], "ready")
    Path(record["worktree"], "go").touch()
    await until(lambda: client.record(made["id"])["branch"] == "renamed/by-it")
    record = await client.until(made["id"], "working")
    assert git(record["worktree"], "branch", "--show-current") == "renamed/by-it"
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    assert "renamed/by-it" not in git(repo, "branch", "--list")
