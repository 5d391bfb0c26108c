"""Snapshots of a worktree that has everything in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import Snapshot
from branchline.git.snapshots import snapshots
from harness.repositories import Repo

SESSION = "3f2f1c1e-0000-4000-8000-000000000000"
AT = 1_800_000_000.0


async def take(
    work: Repo,
    folder: Path,
    reason: SnapshotReason = SnapshotReason.READY,
    at: float = AT,
    include: Sequence[str] = (),
    base: str | None = None,
    instruction: str | None = None,
) -> Snapshot:
    return await snapshots.take(
        str(work.path), SESSION, reason, folder, at, include, base=base, instruction=instruction
    )


def change_everything(work: Repo) -> None:
    work.write("edit.txt", "1\nstaged\n3\n")
    work("add", "edit.txt")
    work.write("edit.txt", "1\nstaged\nand more\n")
    (work.path / "gone.txt").unlink()
    work("mv", "old.txt", "new.txt")
    work.write("added.txt", "added\n")
    work("add", "added.txt")
    work.write("removed-again.txt", "x\n")
    work("add", "removed-again.txt")
    (work.path / "removed-again.txt").unlink()
    work.write("deep/er/untracked.txt", "no newline at the end")
    work.write("run.sh", "#!/bin/sh\n").chmod(0o755)
    work.write("binary", bytes(range(256)))
    work.write(b"caf\xe9\nwith a line break", "odd\n")
    os.symlink("keep.txt", work.path / "link")
    os.symlink("nowhere", work.path / "broken")


def again(repo: Repo, work: Repo) -> None:
    """The worktree is gone, and there is a new one with nothing in it."""
    repo("worktree", "remove", "--force", str(work.path))
    repo("worktree", "add", "--quiet", "--no-checkout", str(work.path), "topic")
