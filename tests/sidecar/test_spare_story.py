"""A spare is made after a session, follows HEAD when a window sees that it moved, is taken, and goes with shutdown."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.git.worktrees import spare
from branchline.machine.paths import self_command
from harness.sidecar import Connect, git, pids_of
from harness.waiting import until

pytestmark = pytest.mark.timeout(180)


async def test_from_the_first_session_to_shutdown(connect: Connect, repo: Path, home: Path) -> None:
    client = await connect(settings={"spareWorktrees": 1})
    folder = Path(f"{repo}.worktrees/.branchline-spares")

    def ready() -> list[spare.Spare]:
        """Those that could be taken at what is checked out."""
        found = [spare.find(str(each), str(repo / ".git")) for each in folder.glob("*")]
        return [each for each in found if each and each.commit == git(repo, "rev-parse", "HEAD")]

    await client.ask("session/create", repo=str(repo), agent="demo", name="First")
    await until(ready)
    git(repo, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--allow-empty", "-qm", "next")
    assert not ready()
    client.lsp.protocol.notify("repo/didMoveBranches", {"repo": str(repo)})
    await until(ready)
    (found,) = ready()
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Second")
    assert Path(git(Path(made["worktree"]), "rev-parse", "--absolute-git-dir")) == found.entry
    await until(ready)
    environment = {"BRANCHLINE_HOME": str(home), "PATH": "/usr/bin:/bin"}
    process = await asyncio.create_subprocess_exec(*self_command("shutdown"), env=environment)
    assert await process.wait() == 0
    assert not folder.exists()
    assert "spare" not in git(repo, "worktree", "list", "--porcelain")


async def test_two_windows_that_ask_at_once_take_one_each(connect: Connect, repo: Path, home: Path) -> None:
    """One sidecar serves both, though each window tries to start one; who comes second makes a worktree anew."""
    settings = {"spareWorktrees": 1, "maxSessions": 20}
    one, other = await asyncio.gather(connect(settings=settings), connect(settings=settings))
    assert len(pids_of(home, "serve")) == 1
    await one.ask("session/create", repo=str(repo), agent="demo", name="First")
    folder = Path(f"{repo}.worktrees/.branchline-spares")
    await until(lambda: [each for each in folder.glob("*") if spare.find(str(each), str(repo / ".git"))])
    (path,) = folder.glob("*")
    asked = [client.ask("session/create", repo=str(repo), agent="demo", name="Same") for client in (one, other) * 3]
    made = await asyncio.gather(*asked)
    assert len({each["name"] for each in made}) == len({each["branch"] for each in made}) == 6
    entries = [Path(git(Path(each["worktree"]), "rev-parse", "--absolute-git-dir")).name for each in made]
    assert (len({*entries}), entries.count(path.name)) == (6, 1)
    assert [git(Path(each["worktree"]), "status", "--porcelain") for each in made] == [""] * 6
    await until(lambda: [each for each in folder.glob("*") if spare.find(str(each), str(repo / ".git"))])
    (another,) = folder.glob("*")
    assert another != path
