"""A session's timeline: when snapshots are taken, what they say, and going back to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from branchline.core.session.retention import HOUR
from branchline.core.session.snapshot import Against, Snapshot
from branchline.service.timeline.timeline import Listed, ThinnedOut
from branchline.store.transcript import read_transcript
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.worktree_files import refs_of


async def until_reason(service: InProcess, session_id: str, reason: str) -> list[Snapshot]:
    """All snapshots, once one is there for this reason."""
    await service.until_listed(session_id, reason)
    return await service.timeline.all(session_id)


async def rested(service: InProcess, repo: Path, **wanted: Any) -> tuple[str, Path]:
    """A session whose agent has started and rests."""
    made = await service.create(repo, "demo", **wanted)
    await service.until_status(made.id, Status.READY)
    await until_reason(service, made.id, "at the start")
    return made.id, Path(made.worktree)


async def test_each_rest_of_the_agent_is_kept_with_what_led_there(service: InProcess, repo: Path) -> None:
    session_id, _ = await rested(service, repo)
    await service.instructions.send(session_id, "Add a greeting feature", submit=True, queue=False)
    await service.approve_all(session_id)
    start, ready = await until_reason(service, session_id, "at ready")
    assert (start.number, start.changes.files, start.instruction) == (1, 0, None)
    assert ready.instruction == "Add a greeting feature"
    assert ready.changes.files > 0
    assert ready.changes.added > 0
    assert ready.missing == ()
    assert service.listed == [Listed(start, None), Listed(ready, None)]
    refs = refs_of(repo, session_id)
    assert refs == [f"refs/branchline/{session_id}/{number}" for number in (1, 2)]
    (transcript,) = service.paths.transcripts.glob(f"*/{session_id}-*.jsonl")
    kept = [each for each in read_transcript(transcript) if each["event"] == "snapshot"]
    assert [each["ref"] for each in kept] == refs


async def test_nothing_new_is_no_new_snapshot(service: InProcess, repo: Path) -> None:
    session_id, _ = await rested(service, repo)
    again = await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    assert again.number == 1
    assert len(await service.timeline.all(session_id)) == 1
    assert len(service.listed) == 1, "and nobody is told of one"


async def test_going_back_and_forth(service: InProcess, repo: Path) -> None:
    session_id, worktree = await rested(service, repo)
    (worktree / "new.txt").write_text("one\n")
    (worktree / "README.md").write_text("changed\n")
    head, index = git(worktree, "rev-parse", "HEAD"), git(worktree, "ls-files", "--stage")
    good = await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    assert (good.reason, good.changes.files) == ("on demand", 2)
    (worktree / "new.txt").write_text("two\n")
    (worktree / "README.md").unlink()
    (worktree / "other.txt").write_text("other\n")
    before = await service.timeline.restore(session_id, good.number)
    assert before.reason == "before restore"
    assert (worktree / "new.txt").read_text() == "one\n"
    assert (worktree / "README.md").read_text() == "changed\n"
    assert not (worktree / "other.txt").exists()
    await service.timeline.restore(session_id, before.number)
    assert (worktree / "new.txt").read_text() == "two\n"
    assert not (worktree / "README.md").exists()
    assert (worktree / "other.txt").read_text() == "other\n"
    assert (git(worktree, "rev-parse", "HEAD"), git(worktree, "ls-files", "--stage")) == (head, index)


async def test_ignored_files_stay_where_they_are(service: InProcess, repo: Path) -> None:
    session_id, worktree = await rested(service, repo)
    (worktree / "result").write_text("a file")
    first = await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    (worktree / "result").unlink()
    await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    (worktree / ".gitignore").write_text("result\n")
    (worktree / "result").write_text("precious")
    error = await refused("RESTORE_BLOCKED", service.timeline.restore(session_id, first.number))
    assert "result" in error.message
    assert (worktree / "result").read_text() == "precious"
    assert (worktree / ".gitignore").read_text() == "result\n", "nothing was changed"


async def test_the_agents_files_are_left_alone_while_it_works(service: InProcess, repo: Path) -> None:
    session_id, worktree = await rested(service, repo)
    await service.instructions.send(session_id, "Delete the old script", submit=True, queue=False)
    assert service.sessions.get(session_id).status is Status.WORKING
    (worktree / "loose.txt").write_text("loose\n")
    await refused("AGENT_WORKS", service.timeline.restore(session_id, 1))
    await service.asking(session_id)
    await refused("AGENT_WORKS", service.timeline.restore(session_id, 1))
    assert (worktree / "loose.txt").exists()


@pytest.mark.parametrize(
    ("against", "files"), [(Against.PREVIOUS, ["b.txt"]), (Against.BASE, ["a.txt", "b.txt"]), (Against.NOW, ["c.txt"])]
)
async def test_what_lies_between(service: InProcess, repo: Path, against: Against, files: list[str]) -> None:
    session_id, worktree = await rested(service, repo)
    (worktree / "a.txt").write_text("a\n")
    await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    (worktree / "b.txt").write_text("b\n")
    second = await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    (worktree / "c.txt").write_text("c\n")
    left, right, found = await service.timeline.compare(session_id, second.number, against)
    assert [each.path for each in found] == files
    assert (right is None) == (against is Against.NOW)
    before = await service.user_review.files.read(session_id, "b.txt", left)
    assert (before is None) == (against is not Against.NOW)
    if right:
        after = await service.user_review.files.read(session_id, "b.txt", right)
        assert after is not None
        assert after.text == "b\n"


async def test_names_are_kept_and_taken_away(service: InProcess, repo: Path) -> None:
    session_id, _ = await rested(service, repo)
    first = await service.timeline.name(session_id, 1, "  Before   it all ")
    assert service.listed[-1] == Listed(first, "Before it all")
    again = await service.next()
    assert again.timeline.name_of(session_id, 1) == "Before it all"
    await again.timeline.name(session_id, 1, "")
    assert again.timeline.name_of(session_id, 1) is None
    await refused("BAD_NAME", again.timeline.name(session_id, 1, "x" * 201))
    assert again.timeline.name_of(session_id, 1) is None
    await again.close()


async def test_one_that_is_not_there(service: InProcess, repo: Path) -> None:
    session_id, _ = await rested(service, repo)
    await refused("NO_SNAPSHOT", service.timeline.restore(session_id, 99))
    await refused("NO_SNAPSHOT", service.timeline.name(session_id, 99, "x"))
    await refused("NO_SNAPSHOT", service.timeline.compare(session_id, 99, Against.BASE))
    fork = service.forking.fork(session_id, 99, agent=None, instruction=None, name=None)
    await refused("NO_SNAPSHOT", fork)
    assert len(service.sessions.all()) == 1


async def test_before_an_automatic_answer_that_lets_files_change(service: InProcess, repo: Path) -> None:
    session_id, worktree = await rested(service, repo, auto_yes="safe")
    (worktree / "mine.txt").write_text("half done\n")
    await service.instructions.send(session_id, "Add a greeting feature", submit=True, queue=False)
    found = await until_reason(service, session_id, "at ready")
    (before,) = [each for each in found if each.reason == "before an automatic answer"]
    assert git(repo, "show", f"{before.commit}:mine.txt") == "half done"
    answers = await service.decisions.entries(session_id)
    assert len([each for each in answers if each.decision == "allow"]) > 1, "at most one in 30 seconds"


@pytest.mark.parametrize("state", ["freed", "no worktree yet"])
async def test_without_a_worktree_there_is_nothing_to_take(
    service: InProcess, repo: Path, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    if state == "freed":
        session_id, _ = await rested(service, repo)
        await service.pausing.pause(session_id, True)
    else:
        service.configure(maxSessions=1)
        await rested(service, repo)
        session_id = (await service.create(repo, "demo")).id
    await refused("NO_WORKTREE", service.timeline.take(session_id, SnapshotReason.ON_DEMAND))
    await refused("NO_WORKTREE", service.timeline.restore(session_id, 1))
    caplog.clear()
    await service.timeline.take_quietly(session_id, SnapshotReason.READY)
    assert [each.levelname for each in caplog.records] in ([], ["INFO"]), "no trouble where nobody waits for it"


async def test_old_ones_are_thinned_out_but_not_those_with_a_name(
    service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken within one hour, long ago."""
    session_id, worktree = await rested(service, repo)
    now = service.sessions.get(session_id).created_at
    for number in range(4):
        monkeypatch.setattr("branchline.service.timeline.timeline.time.time", lambda at=number: now - 300 * HOUR + at)
        (worktree / "file.txt").write_text(f"{number}\n")
        await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    monkeypatch.undo()
    await service.timeline.name(session_id, 3, "mine")
    service.timeline._thinned.clear()
    heard: list[object] = []
    service.timeline.listeners.add(heard.append)
    (worktree / "file.txt").write_text("now\n")
    await service.timeline.take(session_id, SnapshotReason.ON_DEMAND)
    (gone,) = [each.numbers for each in heard if isinstance(each, ThinnedOut)]
    left = [each.number for each in await service.timeline.all(session_id)]
    assert gone
    assert 3 in left
    assert set(gone).isdisjoint(left)
    assert sorted([*gone, *left]) == [1, 2, 3, 4, 5, 6]
