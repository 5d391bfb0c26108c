"""Two states of a worktree, each with its snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.snapshots import snapshots
from harness.repositories import Repo
from harness.worktree_state import fingerprint

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"


class Scene:
    """A worktree with ignored files, and its snapshots."""

    def __init__(self, repo: Repo, tmp_path: Path) -> None:
        repo.commit("more", __gitignore="*.log\nbuild/\n.env\n", keep__txt="keep\n", edit__txt="1\n2\n3\n")
        self.repo = repo
        self.work = Repo(tmp_path / "worktrees" / "w")
        self.folder = tmp_path / "snapshots"
        repo("worktree", "add", "--quiet", "-b", "topic", str(self.work.path))
        self.work.write("a.log", "precious\n")
        self.work.write("build/deep/out", "precious\n")

    async def take(self, include: tuple[str, ...] = ()) -> Snapshot:
        return await snapshots.take(
            str(self.work.path), SESSION, SnapshotReason.READY, self.folder, 1_800_000_000.0, include
        )

    async def put_back(self, target: Snapshot, include: tuple[str, ...] = ()) -> None:
        await snapshots.put_back(str(self.work.path), target, self.folder, include)

    async def refused(self, target: Snapshot) -> str:
        """Nothing was changed; the path that it names."""
        before = fingerprint(self.work)
        with pytest.raises(BranchlineError) as caught:
            await self.put_back(target)
        assert caught.value.code == "RESTORE_BLOCKED", caught.value.message
        assert fingerprint(self.work) == before
        return str(caught.value.data["path"])
