"""What one automatic answer let an agent do is taken back by itself, also after later work."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from branchline.core.errors import ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.under_way import Undoing
from branchline.core.policy.decisions import Decided, Decider, Outcome, from_fields, instant, to_fields
from branchline.core.reasons import SnapshotReason
from branchline.core.session.undo_events import UndoBegun
from branchline.service.timeline import spans
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.waiting import until
from harness.worktree_files import files_of


@pytest.fixture
async def done(service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session whose agent did what it was told, all of it let pass by auto-yes, a snapshot before each."""
    monkeypatch.setattr(spans, "BETWEEN_ANSWERS", 0.0)
    made = await service.create(repo, "demo", instruction="Add a CSV export", auto_yes="worktree")
    return await service.until(made.id, lambda now: now.status is Status.READY and now.has_conversation)


async def over(service: InProcess, session: Session) -> list[Decided]:
    """What was let pass, once it is known between which snapshots."""

    def known() -> list[Decided]:
        entries = [each for each in service.decisions._entries if each.before is not None]
        return entries if entries and all(each.after is not None for each in entries) else []

    await until(known)
    return known()


async def test_each_is_taken_back_by_itself_and_comes_again(service: InProcess, done: Session) -> None:
    entries, undo = await over(service, done), service.undoing.decisions
    worktree, trees = Path(done.worktree), {each.number: each.tree for each in await service.timeline.all(done.id)}
    undone = 0
    for entry in entries:
        assert entry.before is not None
        assert entry.after is not None
        before = files_of(worktree)
        if trees[entry.before] == trees[entry.after]:
            await refused(ErrorCode.NOTHING_TO_UNDO, undo.undo(done.id, entry.prompt_id, instant(entry.at)))
            continue
        names = git(worktree, "diff", "--name-only", trees[entry.before], trees[entry.after]).splitlines()
        put = await undo.undo(done.id, entry.prompt_id, instant(entry.at))
        after = files_of(worktree)
        assert sorted(put.files) == sorted(names)
        assert {name for name in {*before, *after} if before.get(name) != after.get(name)} == {*names}
        await undo.between(done.id, put.before, put.after)
        assert files_of(worktree) == before
        undone += 1
    assert undone, [attrs.asdict(each) for each in entries]


async def test_later_work_stays_and_work_on_the_same_lines_is_a_conflict(service: InProcess, done: Session) -> None:
    entries, undo = await over(service, done), service.undoing.decisions
    worktree, trees = Path(done.worktree), {each.number: each.tree for each in await service.timeline.all(done.id)}
    entry = next(each for each in entries if trees[each.before or 0] != trees[each.after or 0])
    (name, *_) = git(worktree, "diff", "--name-only", trees[entry.before or 0], trees[entry.after or 0]).splitlines()
    (worktree / "later.txt").write_text("later\n")
    whole = (worktree / name).read_bytes()
    (worktree / name).write_bytes(b"".join(b"rewritten %d\n" % number for number in range(40)))
    before = files_of(worktree)
    error = await refused(ErrorCode.UNDO_CONFLICT, undo.undo(done.id, entry.prompt_id, instant(entry.at)))
    assert (error.data["files"], error.data["since"]) == ([name], entry.after)
    assert files_of(worktree) == before
    (worktree / name).write_bytes(whole)
    await undo.undo(done.id, entry.prompt_id, instant(entry.at))
    assert (worktree / "later.txt").read_text() == "later\n"


async def test_the_log_says_between_which_snapshots_it_stands_after_a_restart_too(
    service: InProcess, done: Session
) -> None:
    entries = await over(service, done)
    assert all(each.by is Decider.RULE and each.outcome is Outcome.ANSWERED for each in entries)
    assert all(each == from_fields(each.session_id, each.at, to_fields(each)) for each in entries)
    later = await service.next()
    again = [each for each in await later.decisions.entries(done.id) if each.before is not None]
    assert [(each.prompt_id, each.before, each.after) for each in again] == [
        (each.prompt_id, each.before, each.after) for each in entries
    ]
    for each in again:
        assert await later.decisions.find(done.id, each.prompt_id, instant(each.at)) == each
    await later.close()


async def test_answers_between_the_same_snapshots_are_undone_together(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans, "SHARE", 1_000_000)
    made = await service.create(repo, "demo", instruction="Add a CSV export", auto_yes="worktree")
    await service.until(made.id, lambda now: now.status is Status.READY and now.has_conversation)
    entries, undo = await over(service, made), service.undoing.decisions
    assert len(entries) > 1
    assert len({(each.before, each.after) for each in entries}) == 1
    first = entries[0]
    error = await refused(ErrorCode.DECISION_SHARED, undo.undo(made.id, first.prompt_id, instant(first.at)))
    assert error.data["count"] == len(entries)
    await undo.undo(made.id, first.prompt_id, instant(first.at), together=True)
    assert git(Path(made.worktree), "status", "--porcelain") == ""


async def test_what_has_no_snapshots_is_refused(service: InProcess, done: Session) -> None:
    undo = service.undoing.decisions
    await over(service, done)
    await refused(ErrorCode.NOT_LOGGED, undo.undo(done.id, "0123456789abcdef", 0))
    await refused(ErrorCode.NO_SNAPSHOT, undo.between(done.id, 1, 999))
    reading = [each for each in await service.decisions.entries(done.id) if each.before is None]
    for each in reading:
        await refused(ErrorCode.NOT_UNDOABLE, undo.undo(done.id, each.prompt_id, instant(each.at)))


async def test_what_was_cut_off_is_done_to_its_end(service: InProcess, done: Session) -> None:
    await over(service, done)
    worktree = Path(done.worktree)
    now = await service.timeline.take(done.id, SnapshotReason.ON_DEMAND)
    first = (await service.timeline.all(done.id))[0]
    service.sessions.happened(done.id, UndoBegun(Undoing(now.files, first.files)))
    changed = git(worktree, "diff", "--name-only", first.files, now.files).splitlines()
    (worktree / changed[0]).write_text("half")
    (worktree / "own.txt").write_text("of the agent, meanwhile\n")
    later = await service.next()
    assert later.sessions.get(done.id).under_way is None
    again = await later.timeline.take(done.id, SnapshotReason.ON_DEMAND)
    assert git(worktree, "diff", "--name-only", first.files, again.files) == "own.txt"
    await later.close()
