"""Files of a removed session whose deletion was cut off are deleted by the next sidecar."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from branchline.git.worktrees import removal
from harness.killed_service import killed, started
from harness.service import InProcess
from harness.waiting import until

HANGS = """
import pathlib, sys, time
pathlib.Path(sys.argv[1], "begun").touch()
time.sleep(600)
"""


@pytest.mark.parametrize("forgotten", [False, True])
async def test_they_are_gone_after_the_next_start(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch, forgotten: bool
) -> None:
    service.configure(spareWorktrees=1)
    session_id, worktree = await started(service, repo)
    with monkeypatch.context() as patched:
        patched.setattr(removal, "deleting", lambda path: [sys.executable, "-c", HANGS, str(path)])
        await service.removal.remove(session_id, force=True, keep_branch=False)
        if forgotten:
            await service.removed.delete(session_id)
        await until(lambda: [*worktree.parent.glob(".branchline-removed-*/begun")])
        await killed(service)
    assert [*worktree.parent.glob(".branchline-removed-*/*")] != []
    again = await service.successor()
    await until(lambda: not [*worktree.parent.glob(".branchline-removed-*")])
    await again.close()
