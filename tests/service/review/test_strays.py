"""An agent that leaves its worktree is noticed, and what it touched is said."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.stray import Stray, StrayWay
from branchline.core.reasons import SnapshotReason
from branchline.core.screen.signals import told_folder
from harness.service import InProcess
from harness.sidecar import git
from harness.waiting import until


async def ready(service: InProcess, repo: Path, **fields: str) -> Session:
    made = await service.create(repo, "claude", **fields)
    return await service.until(made.id, lambda session: session.process is not None)


async def begins(service: InProcess, made: Session, prompt: str = "do it") -> None:
    await service.hook(made, "UserPromptSubmit", prompt=prompt)
    await service.until_status(made.id, Status.WORKING)
    turn = service.review.straying._turns[made.id]
    await until(lambda: turn.main is not None)


async def used(service: InProcess, made: Session, tool: str, path: Path, cwd: object = None) -> None:
    await service.hook(
        made, "PostToolUse", tool_name=tool, tool_input={"file_path": str(path)}, cwd=str(cwd or made.worktree)
    )


async def test_a_file_in_the_main_checkout(service: InProcess, repo: Path) -> None:
    made = await ready(service, repo)
    await begins(service, made)
    await used(service, made, "Write", Path(made.worktree, "own.txt"))
    await used(service, made, "Read", repo / "README.md")
    await used(service, made, "Edit", repo / "README.md")
    found = await service.until(made.id, lambda session: session.strayed != ())
    assert found.strayed == (Stray(str(repo / "README.md"), StrayWay.WROTE, main=True),)
    await service.hook(made, "UserPromptSubmit", prompt="keep to your worktree")
    await service.until(made.id, lambda session: session.strayed == ())


async def test_another_sessions_worktree_is_kept_by_a_snapshot_there(service: InProcess, repo: Path) -> None:
    made, other = await ready(service, repo), await ready(service, repo, name="other")
    await begins(service, made)
    target = Path(other.worktree, "stray.txt")
    target.write_text("1\n")
    await used(service, made, "Write", target)
    await service.until(made.id, lambda session: session.strayed == (Stray(str(target), StrayWay.WROTE, other.id),))
    await service.until(other.id, lambda session: session.changes.files == 1)
    taken = await service.until_listed(other.id, SnapshotReason.STRAYED)
    assert git(repo, "show", f"{taken.tree}:stray.txt") == "1"
    assert service.sessions.get(other.id).strayed == ()


async def test_a_changed_folder(service: InProcess, repo: Path) -> None:
    made = await ready(service, repo)
    await begins(service, made)
    (repo / "src").mkdir(exist_ok=True)
    await used(service, made, "Bash", Path("x"), cwd=repo / "src")
    found = await service.until(made.id, lambda session: session.strayed != ())
    assert found.strayed == (Stray(str(repo), StrayWay.ENTERED, main=True),)


async def test_what_altered_in_the_main_checkout_while_it_worked(service: InProcess, repo: Path) -> None:
    (repo / "before.txt").write_text("mine\n")
    made = await ready(service, repo)
    await begins(service, made)
    (repo / "README.md").write_text("by the agent\n")
    (repo / "new.txt").write_text("by the user\n")
    service.review.straying.edited(str(repo / "new.txt"))
    await service.hook(made, "Stop")
    found = await service.until(made.id, lambda session: session.strayed != ())
    assert found.strayed == (Stray(str(repo / "README.md"), StrayWay.ALTERED, main=True),)


async def test_a_commit_there_is_no_stray(service: InProcess, repo: Path) -> None:
    made = await ready(service, repo)
    await begins(service, made)
    (repo / "theirs.txt").write_text("1\n")
    git(repo, "add", "theirs.txt")
    git(repo, "commit", "-qm", "theirs")
    await service.hook(made, "Stop")
    await service.until_status(made.id, Status.READY)
    turn = service.review.straying._turns[made.id]
    await until(lambda: turn.main is None)
    await used(service, made, "Write", repo / "last.txt")
    found = await service.until(made.id, lambda session: session.strayed != ())
    assert [each.path for each in found.strayed] == [str(repo / "last.txt")]


async def test_what_branchline_does_there_is_no_stray(service: InProcess, repo: Path) -> None:
    made = await ready(service, repo)
    other = await ready(service, repo)
    (Path(other.worktree) / "tried.txt").write_text("1\n")
    await begins(service, made)
    await service.undoing.trying.begin(other.id)
    assert (repo / "tried.txt").exists()
    await service.hook(made, "Stop")
    await service.until_status(made.id, Status.READY)
    await used(service, made, "Write", repo / "last.txt")
    found = await service.until(made.id, lambda session: session.strayed != ())
    assert [each.path for each in found.strayed] == [str(repo / "last.txt")]


async def test_a_folder_that_its_terminal_tells(service: InProcess, repo: Path) -> None:
    made = await ready(service, repo)
    other = await ready(service, repo, name="other")
    program, turn = service.program(made), service.review.straying._turns[made.id]
    for told in (
        f"file://elsewhere{repo}",
        f"file://{made.worktree}/src",
        f"file://{repo}%00",
        f"file://{other.worktree}",
    ):
        program.prints(f"\x1b]7;{told}\x07at {told}\r\n")
        means = told_folder(told.encode(), "")
        await until(partial(lambda means: turn.told == means, means))
    found = await service.until(made.id, lambda session: session.strayed != ())
    assert found.strayed == (Stray(other.worktree, StrayWay.ENTERED, other.id),)
    program.prints(f"\x1b]7;file://localhost{repo}\x07\r\n")
    found = await service.until(made.id, lambda session: len(session.strayed) == 2)
    assert found.strayed[-1] == Stray(str(repo), StrayWay.ENTERED, main=True)
