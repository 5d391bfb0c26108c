"""A second opinion: another session looks at a session's work, and what it finds becomes a note there."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.note import Note
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from harness.service import InProcess, refused
from harness.sidecar import git


async def worked(service: InProcess, repo: Path, agent: str = "demo") -> tuple[Session, Path]:
    """A session with work of its own: a commit, and a file that is in none."""
    made = await service.create(repo, agent, name="login", task="web-1")
    worktree = Path(made.worktree)
    (worktree / "done.py").write_text("done = True\n")
    git(worktree, "add", ".")
    git(worktree, "commit", "-qm", "done")
    (worktree / "loose.py").write_text("loose = True\n")
    return made, worktree


async def test_it_looks_at_the_files_as_they_are_and_what_it_finds_is_kept(service: InProcess, repo: Path) -> None:
    made, worktree = await worked(service, repo)
    await service.until_status(made.id, Status.READY)
    asked = await service.second_opinions.ask(made.id, agent=None, focus="bad input")
    assert (asked.persona, asked.auto_yes, asked.reviews, asked.agent) == ("reviewer", "read-only", made.id, "demo")
    assert (asked.task, asked.repo) == (made.task, made.repo)
    assert (asked.name, asked.title) == ("review-login", "Review of login")
    other = Path(asked.worktree)
    assert other != worktree
    assert git(other, "rev-parse", "HEAD") == git(worktree, "rev-parse", "HEAD")
    assert (other / "loose.py").read_text() == "loose = True\n"
    [told] = asked.pending
    assert made.base[:12] in told
    assert "Above all: bad input" in told
    assert "change no file yourself" in told
    assert "--read-only" in service.program(asked).argv

    reviewed = await service.until(made.id, lambda session: len(session.notes) == 1)
    [note] = reviewed.notes
    assert (note.session, note.name) == (asked.id, asked.name)
    assert "Finding: loose.py has no test for bad input." in note.text
    assert "change no file yourself" not in note.text
    assert git(other, "status", "--porcelain") == "?? loose.py"


async def test_what_an_agent_tells_by_its_hook_is_kept_whole(service: InProcess, repo: Path) -> None:
    made, _ = await worked(service, repo, "claude")
    asked = await service.second_opinions.ask(made.id, agent="claude", focus=None)
    found = "1. done.py:1 is wrong.\n" * 100
    await service.hook(asked, "UserPromptSubmit", prompt="Review it")
    await service.hook(asked, "Stop", last_assistant_message=found)
    assert [each.text for each in service.sessions.get(made.id).notes] == [found.strip()]
    await service.hook(asked, "UserPromptSubmit", prompt="And loose.py?")
    await service.hook(asked, "Stop", last_assistant_message="loose.py is fine.")
    assert [each.text for each in service.sessions.get(made.id).notes] == [found.strip(), "loose.py is fine."]


async def test_sessions_that_look_at_nothing_leave_no_note(service: InProcess, repo: Path) -> None:
    made, _ = await worked(service, repo, "claude")
    await service.hook(made, "Stop", last_assistant_message="Done.")
    assert service.sessions.get(made.id).notes == ()


async def test_of_a_removed_session_nothing_is_kept(service: InProcess, repo: Path) -> None:
    made, _ = await worked(service, repo, "claude")
    asked = await service.second_opinions.ask(made.id, agent=None, focus=None)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    await service.hook(asked, "Stop", last_assistant_message="It is fine.")
    assert service.sessions.get(asked.id).notes == ()


async def test_where_the_worktree_was_freed_it_looks_at_the_latest_snapshot(service: InProcess, repo: Path) -> None:
    made, worktree = await worked(service, repo)
    await service.until_status(made.id, Status.READY)
    await service.timeline.take(made.id, SnapshotReason.ON_DEMAND)
    await service.pausing.pause(made.id, free_disk=True)
    assert not worktree.exists()
    asked = await service.second_opinions.ask(made.id, agent=None, focus=None)
    assert (Path(asked.worktree) / "loose.py").exists()


async def test_the_agent_is_the_one_that_was_chosen_or_the_reviewers(service: InProcess, repo: Path) -> None:
    made, _ = await worked(service, repo)
    service.configure(personas={"reviewer": {"agent": "codex"}})
    assert (await service.second_opinions.ask(made.id, agent=None, focus=None)).agent == "codex"
    assert (await service.second_opinions.ask(made.id, agent="claude", focus=None)).agent == "claude"


async def test_with_a_reviewer_that_cannot_be_used_there_is_none(service: InProcess, repo: Path) -> None:
    made, _ = await worked(service, repo)
    service.settings.configure({"personas": {"reviewer": {"readOnly": "yes"}}})
    await refused("BAD_PERSONA", service.second_opinions.ask(made.id, agent="demo", focus=None))
    assert service.sessions.all() == [service.sessions.get(made.id)]


async def test_notes_outlive_the_sidecar(service: InProcess, repo: Path) -> None:
    made, _ = await worked(service, repo, "claude")
    asked = await service.second_opinions.ask(made.id, agent=None, focus=None)
    await service.hook(asked, "Stop", last_assistant_message="It is fine.")
    after = await service.next()
    try:
        [note] = after.sessions.get(made.id).notes
        assert note == Note(note.at, asked.id, asked.name, "It is fine.")
        assert after.sessions.get(asked.id).reviews == made.id
    finally:
        await after.close()
