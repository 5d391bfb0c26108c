"""A session's timeline: when snapshots are taken, what they say, and going back to them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from branchline.store.transcript import read_transcript
from harness.sidecar import PATIENCE, Client, Connect, git

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]
FAST = {"DEMO_AGENT_SPEED": "20"}


async def timeline(client: Client, session_id: str) -> list[dict[str, Any]]:
    found = await client.ask("snapshot/list", id=session_id)
    snapshots: list[dict[str, Any]] = found["snapshots"]
    return snapshots


async def until_reason(client: Client, session_id: str, reason: str) -> list[dict[str, Any]]:
    for _ in range(int(PATIENCE / 0.05)):
        found = await timeline(client, session_id)
        if any(each["reason"] == reason for each in found):
            return found
        await asyncio.sleep(0.05)
    pytest.fail(f"no snapshot {reason}: {found}")


async def rested(client: Client, repo: Path, **wanted: Any) -> tuple[str, Path]:
    """A session whose agent has started and rests."""
    made = await client.ask("session/create", repo=str(repo), agent="demo", **wanted)
    await client.until(made["id"], "ready")
    await until_reason(client, made["id"], "at the start")
    return made["id"], Path(made["worktree"])


async def test_each_rest_of_the_agent_is_kept_with_what_led_there(connect: Connect, repo: Path, paths: Paths) -> None:
    client = await connect(env=FAST)
    session_id, _worktree = await rested(client, repo)
    await client.ask("session/send", id=session_id, text="Add a greeting feature", submit=True)
    await client.approve_all(session_id)
    start, ready = await until_reason(client, session_id, "at ready")
    assert (start["number"], start["files"], start["instruction"]) == (1, 0, None)
    assert ready["instruction"] == "Add a greeting feature"
    assert ready["files"] > 0
    assert ready["added"] > 0
    assert ready["missing"] == []
    told = [params for method, params in client.heard if method == "snapshot/didChange"]
    assert [each["number"] for each in told] == [1, 2]
    assert told[-1] == ready
    refs = git(repo, "for-each-ref", "--format=%(refname)", "refs/branchline/").splitlines()
    assert refs == [f"refs/branchline/{session_id}/{number}" for number in (1, 2)]
    (transcript,) = paths.transcripts.glob(f"*/{session_id}-*.jsonl")
    kept = [each for each in read_transcript(transcript) if each["event"] == "snapshot"]
    assert [each["ref"] for each in kept] == refs


async def test_nothing_new_is_no_new_checkpoint(client: Client, repo: Path) -> None:
    session_id, _ = await rested(client, repo)
    again = await client.ask("snapshot/create", id=session_id)
    assert again["number"] == 1
    assert len(await timeline(client, session_id)) == 1


async def test_going_back_and_forth(client: Client, repo: Path) -> None:
    session_id, worktree = await rested(client, repo)
    (worktree / "new.txt").write_text("one\n")
    (worktree / "README.md").write_text("changed\n")
    head, index = git(worktree, "rev-parse", "HEAD"), git(worktree, "ls-files", "--stage")
    good = await client.ask("snapshot/create", id=session_id, name="  the   good one ")
    assert (good["name"], good["reason"], good["files"]) == ("the good one", "on demand", 2)
    (worktree / "new.txt").write_text("two\n")
    (worktree / "README.md").unlink()
    (worktree / "other.txt").write_text("other\n")
    before = await client.ask("snapshot/restore", id=session_id, number=good["number"])
    assert before["reason"] == "before restore"
    assert (worktree / "new.txt").read_text() == "one\n"
    assert (worktree / "README.md").read_text() == "changed\n"
    assert not (worktree / "other.txt").exists()
    await client.ask("snapshot/restore", id=session_id, number=before["number"])
    assert (worktree / "new.txt").read_text() == "two\n"
    assert not (worktree / "README.md").exists()
    assert (worktree / "other.txt").read_text() == "other\n"
    assert (git(worktree, "rev-parse", "HEAD"), git(worktree, "ls-files", "--stage")) == (head, index)


async def test_ignored_files_stay_where_they_are(client: Client, repo: Path) -> None:
    session_id, worktree = await rested(client, repo)
    (worktree / "result").write_text("a file")
    first = await client.ask("snapshot/create", id=session_id)
    (worktree / "result").unlink()
    await client.ask("snapshot/create", id=session_id)
    (worktree / ".gitignore").write_text("result\n")
    (worktree / "result").write_text("precious")
    _, message, data = await client.refused("snapshot/restore", id=session_id, number=first["number"])
    assert data["code"] == "RESTORE_BLOCKED"
    assert "result" in message
    assert (worktree / "result").read_text() == "precious"
    assert (worktree / ".gitignore").read_text() == "result\n", "nothing was changed"


async def test_the_agents_files_are_left_alone_while_it_works(connect: Connect, repo: Path) -> None:
    client = await connect()
    session_id, _ = await rested(client, repo)
    await client.ask("session/send", id=session_id, text="Delete the old script", submit=True)
    await client.until(session_id, "working", "waiting")
    _, _, data = await client.refused("snapshot/restore", id=session_id, number=1)
    assert data["code"] == "AGENT_WORKS"


@pytest.mark.parametrize("against", ["previous", "base", "now"])
async def test_what_lies_between(client: Client, repo: Path, against: str) -> None:
    session_id, worktree = await rested(client, repo)
    (worktree / "a.txt").write_text("a\n")
    await client.ask("snapshot/create", id=session_id)
    (worktree / "b.txt").write_text("b\n")
    second = await client.ask("snapshot/create", id=session_id)
    (worktree / "c.txt").write_text("c\n")
    found = await client.ask("snapshot/compare", id=session_id, number=second["number"], against=against)
    paths = [each["path"] for each in found["files"]]
    assert paths == {"previous": ["b.txt"], "base": ["a.txt", "b.txt"], "now": ["c.txt"]}[against]
    assert (found["right"] is None) == (against == "now")
    left = await client.ask("session/readFile", id=session_id, path="b.txt", at=found["left"])
    assert left["missing"] == (against != "now")
    if found["right"]:
        right = await client.ask("session/readFile", id=session_id, path="b.txt", at=found["right"])
        assert right["text"] == "b\n"


async def test_a_new_session_begins_with_the_files_of_a_checkpoint(client: Client, repo: Path) -> None:
    session_id, worktree = await rested(client, repo)
    (worktree / "staged.txt").write_text("staged\n")
    git(worktree, "add", "staged.txt")
    (worktree / "loose.txt").write_text("loose\n")
    (worktree / "README.md").unlink()
    taken = await client.ask("snapshot/create", id=session_id)
    status = git(worktree, "status", "--porcelain")
    (worktree / "loose.txt").write_text("later\n")
    forked = await client.ask("snapshot/fork", id=session_id, number=taken["number"], name="Another try")
    await client.until(forked["id"], "ready")
    other = Path(forked["worktree"])
    assert other != worktree
    assert (other / "loose.txt").read_text() == "loose\n"
    assert git(other, "status", "--porcelain") == status
    assert git(other, "rev-parse", "HEAD") == git(worktree, "rev-parse", "HEAD")
    assert (worktree / "loose.txt").read_text() == "later\n"


async def test_names_are_kept_and_taken_away(connect: Connect, repo: Path) -> None:
    client = await connect()
    session_id, _ = await rested(client, repo)
    await client.ask("snapshot/name", id=session_id, number=1, name="Before it all")
    again = await connect()
    assert (await timeline(again, session_id))[0]["name"] == "Before it all"
    named = await again.ask("snapshot/name", id=session_id, number=1, name="")
    assert named["name"] is None
    _, _, data = await client.refused("snapshot/name", id=session_id, number=1, name="x" * 201)
    assert data["code"] == "BAD_NAME"


async def test_a_checkpoint_that_is_not_there(client: Client, repo: Path) -> None:
    session_id, _ = await rested(client, repo)
    params: dict[str, dict[str, Any]] = {
        "restore": {},
        "name": {"name": "x"},
        "compare": {"against": "base"},
        "fork": {},
    }
    for method, more in params.items():
        _, message, data = await client.refused(f"snapshot/{method}", id=session_id, number=99, **more)
        assert data["code"] == "NO_SNAPSHOT", method
        assert message, method


async def test_before_an_automatic_answer_that_lets_files_change(connect: Connect, repo: Path) -> None:
    client = await connect(env=FAST)
    session_id, worktree = await rested(client, repo, autoYes="safe")
    (worktree / "mine.txt").write_text("half done\n")
    await client.ask("session/send", id=session_id, text="Add a greeting feature", submit=True)
    found = await until_reason(client, session_id, "at ready")
    (before,) = [each for each in found if each["reason"] == "before an automatic answer"]
    assert git(repo, "show", f"{before['commit']}:mine.txt") == "half done"
    answers = (await client.ask("autoYes/log", id=session_id))["entries"]
    assert len([each for each in answers if each["decision"] == "allow"]) > 1, "at most one in 30 seconds"
