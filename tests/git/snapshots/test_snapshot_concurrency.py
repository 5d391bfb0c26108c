"""While an agent works with git, snapshots and changes are taken at full rate: none of its commands notices."""

from __future__ import annotations

from pathlib import Path

from harness.busy_agent import work_while_watched
from harness.repositories import Repo

COMMANDS = 120


async def test_no_command_of_the_agent_fails(repo: Repo, tmp_path: Path) -> None:
    seen = await work_while_watched(repo.path, tmp_path / "ours", COMMANDS)
    assert seen.failed == []
    assert seen.commands >= COMMANDS
    assert seen.snapshots > 3
    assert seen.looks > 3
    assert repo("fsck", "--strict", "--no-dangling") == ""
    assert repo("stash", "list") == ""
