"""`session/answer` on the demo agent: that very prompt, once, by the option's own keys."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from branchline.service.terminals.replay import agent_named, load, replay
from harness.sidecar import Client, Connect
from harness.terminal import type_into

pytestmark = pytest.mark.shared_sidecar


@pytest.fixture
async def client(connect: Connect) -> Client:
    connected: Client = await connect(env={"DEMO_AGENT_SPEED": "8"})
    return connected


async def asking(client: Client, repo: Path, instruction: str = "Add a greeting feature") -> tuple[str, dict[str, Any]]:
    made = await client.ask("session/create", repo=str(repo), agent="demo", instruction=instruction)
    record = await client.until(made["id"], "waiting")
    return made["id"], record


def option(record: dict[str, Any], meaning: str) -> str:
    (found,) = [each["id"] for each in record["prompt"]["options"] if each["meaning"] == meaning]
    return str(found)


async def answer(client: Client, record: dict[str, Any], choice: str) -> Any:
    return await client.ask("session/answer", id=record["id"], promptId=record["prompt"]["id"], choice=choice)


async def next_prompt(client: Client, session_id: str, before: str) -> dict[str, Any]:
    for _ in range(1000):
        record = client.record(session_id)
        if record["prompt"] and record["prompt"]["id"] != before:
            return record
        await asyncio.sleep(0.02)
    raise AssertionError("no other prompt came")


async def test_the_prompt_says_what_is_asked(client: Client, repo: Path) -> None:
    _, record = await asking(client, repo)
    prompt = record["prompt"]
    assert record["reason"] == prompt["kind"] == "approval"
    assert prompt["title"] == "Do you want to create src/tally/greeting_feature.py?"
    assert (prompt["tool"], prompt["paths"], prompt["command"]) == ("Create", ["src/tally/greeting_feature.py"], None)
    assert [each["meaning"] for each in prompt["options"]] == ["accept", "acceptAlways", "reject"]
    assert set(prompt["options"][0]) == {"id", "label", "meaning"}, "keys are the sidecar's own affair"


async def test_the_prompt_says_which_command(client: Client, repo: Path) -> None:
    _, record = await asking(client, repo, "Delete the old script")
    prompt = record["prompt"]
    assert (prompt["tool"], prompt["command"], prompt["paths"]) == ("Run", "rm scripts/old_report.py", [])
    assert (prompt["selected"], prompt["takesText"]) == ("1", False)


async def test_yes_lets_it_and_the_next_prompt_is_another(client: Client, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    file = Path(record["worktree"]) / record["prompt"]["paths"][0]
    assert not file.exists()
    assert await answer(client, record, option(record, "accept")) == {"accepted": True}
    after = await next_prompt(client, session_id, record["prompt"]["id"])
    assert file.exists()
    assert after["prompt"]["id"] != record["prompt"]["id"]


async def test_no_is_obeyed(client: Client, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    await answer(client, record, option(record, "reject"))
    await client.until(session_id, "ready")
    assert not (Path(record["worktree"]) / record["prompt"]["paths"][0]).exists()


async def test_always_is_chosen_though_another_option_is_selected(client: Client, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    await answer(client, record, option(record, "acceptAlways"))
    after = await next_prompt(client, session_id, record["prompt"]["id"])
    assert after["prompt"]["tool"] == "Run", "edits are not asked for any more"
    assert after["prompt"]["command"]


async def test_the_option_is_taken_wherever_the_selection_stands(client: Client, home: Path, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    type_into(home, session_id, b"\x1b[B\x1b[B")
    await answer(client, record, option(record, "accept"))
    await next_prompt(client, session_id, record["prompt"]["id"])
    assert (Path(record["worktree"]) / record["prompt"]["paths"][0]).exists()


async def test_a_late_answer_never_meets_another_prompt(client: Client, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    await answer(client, record, option(record, "accept"))
    after = await next_prompt(client, session_id, record["prompt"]["id"])
    code, message, data = await client.refused(
        "session/answer", id=session_id, promptId=record["prompt"]["id"], choice="1"
    )
    assert data["code"] == "STALE_PROMPT"
    assert "nothing was typed" in message
    assert code != -32602
    assert client.record(session_id)["prompt"] == after["prompt"]


async def test_two_answers_at_once_are_one(client: Client, repo: Path) -> None:
    _, record = await asking(client, repo)
    both = await asyncio.gather(
        answer(client, record, option(record, "accept")),
        answer(client, record, option(record, "accept")),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, Exception) for each in both) == [False, True]


async def test_what_is_not_offered_is_not_typed(client: Client, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    asked = record["prompt"]
    for choice in ("4", "0", "", "yes", "\x1b[B\r", "fix the tests"):
        _, _, data = await client.refused("session/answer", id=session_id, promptId=asked["id"], choice=choice)
        assert data["code"] == "NO_SUCH_OPTION", choice
        assert client.record(session_id)["prompt"] == asked, choice


async def test_a_session_that_asks_nothing_or_does_not_run(client: Client, repo: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(made["id"], "ready")
    _, _, data = await client.refused("session/answer", id=made["id"], promptId="0123456789abcdef", choice="1")
    assert data["code"] == "STALE_PROMPT"
    await client.ask("session/stop", id=made["id"])
    await client.until(made["id"], "paused")
    _, _, data = await client.refused("session/answer", id=made["id"], promptId="0123456789abcdef", choice="1")
    assert data["code"] == "NOT_RUNNING"
    _, _, data = await client.refused("session/answer", id="none", promptId="x", choice="1")
    assert data["code"] == "NO_SESSION"


async def test_questions_and_answers_are_kept_in_the_transcript(client: Client, paths: Paths, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    await answer(client, record, option(record, "accept"))
    (file,) = paths.transcripts.glob(f"*/{session_id}-*.jsonl")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    asked = next(line for line in lines if line["event"] == "prompt")
    assert (asked["tool"], asked["paths"]) == ("Create", ["src/tally/greeting_feature.py"])
    given = next(line for line in lines if line["event"] == "decision")
    assert (given["prompt_id"], given["option"], given["decision"], given["by"]) == (
        asked["id"],
        "Yes",
        "allow",
        "user",
    )


async def test_a_report_is_a_recording_without_the_users_words(client: Client, repo: Path) -> None:
    session_id, record = await asking(client, repo)
    report = await client.ask("session/report", id=session_id)
    path = Path(report["path"])
    assert path.stat().st_mode & 0o777 == 0o600
    recording = load(path)
    seen = [observation for _, observation in replay(recording, agent_named(recording.agent)) if observation]
    assert seen[-1].status.value == "waiting"
    output = b"".join(read.data for read in recording.reads)
    assert str(record["worktree"]).encode() not in output
    assert b"Do you want to create" in output
    assert report["text"].startswith('{"agent": "demo",')
    assert "Do you want to create" in report["text"]
    assert str(record["worktree"]) not in report["text"]
    assert "\x1b" not in report["text"]
