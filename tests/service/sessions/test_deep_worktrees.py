"""What an agent makes in its worktree, however deep, is named before it goes, and goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from harness.deep_folders import dug
from harness.service import InProcess
from harness.waiting import until


@pytest.mark.parametrize(("name", "count"), [("d" * 200, 30), ("e", 1200)])
async def test_it_is_removed(service: InProcess, repo: Path, name: str, count: int) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    with dug(Path(made.worktree), name, count):
        losses = await service.removal.losses(made.id)
        assert (len(losses.missing) == 1) == (count * len(name) > 4000), "no snapshot can hold it"
        await service.removal.remove(made.id, force=True, keep_branch=False)
        await until(lambda: not os.path.exists(f"{repo}.worktrees"))
