"""What no snapshot holds is asked for before a worktree is freed, and once more when its agent has ended."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.status import Status
from harness.service import InProcess, refused
from harness.sidecar import git


def nested_repository(worktree: Path) -> None:
    git(worktree, "init", "-q", "nested")
    (worktree / "nested" / "work.txt").write_text("not ours\n")
    git(worktree / "nested", "add", ".")
    git(worktree / "nested", "commit", "-qm", "one")


async def test_what_no_snapshot_holds_keeps_the_worktree(service: InProcess, repo: Path) -> None:
    session_id = (await service.create(repo, "demo")).id
    worktree = Path((await service.until_status(session_id, Status.READY)).worktree)
    nested_repository(worktree)
    error = await refused("NOT_KEPT", service.pausing.pause(session_id, True))
    assert "nested" in str(error.data["missing"])
    assert (worktree / "nested" / "work.txt").exists()
    now = service.sessions.get(session_id)
    assert (now.status, now.freed, now.under_way) == (Status.READY, False, None), "the agent goes on"
    await service.pausing.pause(session_id, False)
    await refused("NOT_KEPT", service.pausing.pause(session_id, True))
    assert (worktree / "nested" / "work.txt").exists()


async def test_what_no_snapshot_holds_is_kept_though_it_came_while_the_agent_ended(
    service: InProcess, repo: Path
) -> None:
    made = await service.create(repo, "claude")
    program = service.program(made)
    program.plays("claude/touch", until="working")
    await service.until_status(made.id, Status.WORKING)
    program.reads = lambda _keys: nested_repository(Path(made.worktree))
    await refused("NOT_KEPT", service.pausing.pause(made.id, True))
    now = service.sessions.get(made.id)
    assert (now.status, now.freed, now.under_way) == (Status.PAUSED, False, None)
    assert (Path(made.worktree) / "nested" / "work.txt").exists()
