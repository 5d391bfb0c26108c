"""While a new worktree's files are written: how far it is, and that all of it can be taken back at any moment."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.preparing import Phase, Preparing
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.base.sessions import Changed, News
from branchline.service.sessions import worktree_making
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.slow_files import FILES, SlowFiles
from harness.waiting import until
from harness.worktree_files import branches


@pytest.fixture
def slow(repo: Path) -> SlowFiles:
    return SlowFiles(repo)


async def making(service: InProcess, slow: SlowFiles) -> tuple[Session, asyncio.Task[Session]]:
    """One whose last file waits."""
    creating = asyncio.ensure_future(service.create(slow.repo))
    await until(slow.begun.exists)
    (session,) = service.sessions.all()
    return session, creating


async def test_how_far_it_is_is_told_with_the_row_until_the_agent_starts(
    service: InProcess, slow: SlowFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worktree_making, "QUICK", 0.0)
    monkeypatch.setattr(worktree_making, "EVERY", 0.0)
    told: list[Preparing | None] = []

    def hear(news: News) -> None:
        if isinstance(news, Changed) and (not told or told[-1] != news.session.preparing):
            told.append(news.session.preparing)

    service.sessions.listeners.add(hear)
    session, creating = await making(service, slow)
    assert session.worktree
    assert service.ptyhost.spawned == 0
    slow.go()
    made = await creating
    assert made.process is not None
    said = [each for each in told if each]
    total = len(git(slow.repo, "ls-files").splitlines())
    assert {(each.phase, each.total) for each in said} == {(Phase.FILES, total)}
    assert [each.done for each in said] == sorted({each.done for each in said})
    assert (said[-1].done, told[0], told[-1]) == (total, None, None)


async def test_files_that_are_there_soon_are_not_worth_a_word(service: InProcess, repo: Path) -> None:
    told: list[Preparing] = []

    def hear(news: News) -> None:
        if isinstance(news, Changed) and news.session.preparing:
            told.append(news.session.preparing)

    service.sessions.listeners.add(hear)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(worktree_making, "QUICK", 1e9)
        await service.create(repo)
    assert told == []


async def test_a_stop_takes_everything_back_and_a_resume_makes_it(service: InProcess, slow: SlowFiles) -> None:
    session, creating = await making(service, slow)
    stopped = await service.running.stop_all_of_it(session.id)
    assert stopped.status is Status.PAUSED
    made = await creating
    assert (made.status, made.reason, made.worktree, made.under_way) == (Status.PAUSED, "stopped", "", None)
    assert slow.state() == slow.before
    assert service.ptyhost.spawned == 0
    slow.go()
    service.running.resume(session.id)
    again = await service.until(session.id, lambda now: now.process is not None)
    assert git(Path(again.worktree), "status", "--porcelain") == ""


async def test_one_that_is_resumed_while_it_is_taken_back_is_made_anew(service: InProcess, slow: SlowFiles) -> None:
    session, creating = await making(service, slow)
    service.running.stop(session.id)
    service.running.resume(session.id)
    service.running.stop(session.id)
    service.running.resume(session.id)
    slow.go()
    await creating
    again = await service.until(session.id, lambda now: now.process is not None)
    assert (again.under_way, service.ptyhost.spawned) == (None, 1)
    assert git(Path(again.worktree), "status", "--porcelain") == ""
    assert [each for each in branches(slow.repo) if each.startswith("branchline/")] == ["branchline/development"]


async def test_a_pause_takes_it_back_too(service: InProcess, slow: SlowFiles) -> None:
    session, creating = await making(service, slow)
    await service.pausing.pause(session.id, free_disk=False)
    made = await creating
    assert (made.status, made.reason, made.worktree) == (Status.PAUSED, "paused", "")
    assert slow.state() == slow.before


@pytest.mark.parametrize("way", ["remove", "forget"])
async def test_a_removal_ends_it_and_leaves_nothing(service: InProcess, slow: SlowFiles, way: str) -> None:
    session, creating = await making(service, slow)
    lost = await service.removal.losses(session.id)
    assert not lost.is_something, "it needs no question"
    if way == "remove":
        await service.removal.remove(session.id, force=False, keep_branch=False)
    else:
        await service.removal.forget(session.id)
    await asyncio.gather(creating, return_exceptions=True)
    assert service.sessions.all() == []
    assert slow.state() == slow.before


async def test_the_end_of_everything_takes_it_back(service: InProcess, slow: SlowFiles) -> None:
    session, creating = await making(service, slow)
    await service.running.stop_everything()
    await creating
    assert slow.state() == slow.before
    assert service.sessions.get(session.id).worktree == ""


async def test_a_sidecar_that_ends_takes_it_back(service: InProcess, slow: SlowFiles) -> None:
    _, creating = await making(service, slow)
    await service.background.close()
    await asyncio.gather(creating, return_exceptions=True)
    assert slow.state() == slow.before


async def test_one_that_was_killed_is_followed_by_one_that_takes_it_back(
    service: InProcess, slow: SlowFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is on the disk in that moment: the git that writes goes on for a while, as one does that is not told."""
    session, creating = await making(service, slow)
    await service.sessions.saved()
    kept = service.paths.store.read_bytes()
    snapshot = slow.state()
    assert snapshot != slow.before
    entry = slow.repo / ".git/worktrees" / Path(session.worktree).name
    aside = slow.repo.parent / "aside"
    keep(entry, aside / "entry")
    keep(Path(session.worktree), aside / "files")
    await service.close()
    await asyncio.gather(creating, return_exceptions=True)
    keep(aside / "entry", entry)
    keep(aside / "files", Path(session.worktree))
    git(slow.repo, "branch", session.branch)
    service.paths.store.write_bytes(kept)
    next_one = await service.successor()
    try:
        found = next_one.sessions.get(session.id)
        assert (found.worktree, found.under_way, found.preparing) == ("", None, None)
        assert slow.state() == slow.before
    finally:
        await next_one.close()


def keep(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True)


async def test_a_hook_that_fails_is_told_and_the_agent_starts(service: InProcess, slow: SlowFiles) -> None:
    slow.go()
    hook = slow.repo / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nls > by-hook\necho 'no licence'\nexit 3\n")
    hook.chmod(0o755)
    made = await service.create(slow.repo)
    assert made.process is not None
    assert made.not_carried == ("The repository's post-checkout hook failed: no licence",)
    assert f"f{FILES - 1}.txt" in (Path(made.worktree) / "by-hook").read_text().split()


async def test_what_cannot_be_written_leaves_no_session(service: InProcess, slow: SlowFiles) -> None:
    git(slow.repo, "config", "filter.slow.smudge", "exit 7")
    git(slow.repo, "config", "filter.slow.required", "true")
    error = await refused("FILTER_FAILED", service.create(slow.repo))
    assert error.code is ErrorCode.FILTER_FAILED
    assert service.sessions.all() == []
    assert slow.state() == slow.before
