"""What an agent does is counted while somebody could see it; else when it rests, or the user comes."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.head import HeadMove
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from harness.service import InProcess
from harness.sidecar import git


async def working(service: InProcess, repo: Path, agent: str = "claude") -> Session:
    made = await service.create(repo, agent)
    await service.until(made.id, lambda session: session.process is not None)
    await service.hook(made, "UserPromptSubmit", prompt="do it")
    return await service.until_status(made.id, Status.WORKING)


async def test_a_file_shows_after_the_hook_of_the_tool_that_wrote_it(service: InProcess, repo: Path) -> None:
    service.telling.opened([str(repo)])
    made = await working(service, repo)
    Path(made.worktree, "new.txt").write_text("1\n")
    await service.hook(made, "PostToolUse", tool_name="Write", tool_input={"file_path": f"{made.worktree}/new.txt"})
    await service.until(made.id, lambda session: session.changes.files == 1)


async def test_without_a_window_it_shows_when_the_user_comes(service: InProcess, repo: Path) -> None:
    made = await working(service, repo)
    Path(made.worktree, "new.txt").write_text("1\n")
    before = service.sessions.get(made.id).changes
    await service.hook(made, "PostToolUse", tool_name="Bash", tool_input={"command": "make"})
    assert service.sessions.get(made.id).changes == before
    service.review.activity.looked(None)
    await service.until(made.id, lambda session: session.changes.files == 1)


async def test_what_the_user_did_elsewhere_shows_where_they_look(service: InProcess, repo: Path) -> None:
    made = await working(service, repo)
    await service.change_tracker.read(made.id)
    Path(made.worktree, "new.txt").write_text("1\n")
    service.review.activity.looked(made.id)
    await service.until(made.id, lambda session: session.changes.files == 1)


async def test_what_the_agent_did_with_git_is_on_the_record(service: InProcess, repo: Path) -> None:
    made = await working(service, repo)
    worktree = Path(made.worktree)
    found = await service.change_tracker.read(made.id)
    seen = service.sessions.get(made.id)
    assert seen.head is not None
    assert (seen.head.branch, seen.head.commits, seen.head.moved) == (made.branch, 0, None)
    (worktree / "new.txt").write_text("1\n")
    git(worktree, "add", ".")
    git(worktree, "commit", "-qm", "mine")
    (repo / "theirs.txt").write_text("1\n")
    git(repo, "add", "theirs.txt")
    git(repo, "commit", "-qm", "theirs")
    git(worktree, "rebase", "-q", "main")
    found = await service.change_tracker.read(made.id)
    seen = service.sessions.get(made.id)
    assert seen.head is not None
    assert (seen.head.commits, seen.head.moved) == (1, HeadMove.REBASED)
    assert seen.base == found.base == git(repo, "rev-parse", "main")
    assert [file.path for file in found.files] == ["new.txt"], "and not what others did"
    git(worktree, "checkout", "-q", "--detach")
    await service.change_tracker.read(made.id)
    detached = service.sessions.get(made.id)
    assert detached.head is not None
    assert (detached.head.branch, detached.branch) == (None, made.branch)
