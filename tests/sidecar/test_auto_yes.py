"""Auto-yes on the demo agent: what the policy allows is answered once, the rest is left to the user, all is kept."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from harness.sidecar import PATIENCE, Client, Connect, kill, pids_of, wait_for

pytestmark = pytest.mark.shared_sidecar

FAST = {"DEMO_AGENT_SPEED": "8"}


async def create(client: Client, repo: Path, instruction: str, **more: Any) -> str:
    made = await client.ask("session/create", repo=str(repo), agent="demo", instruction=instruction, **more)
    return str(made["id"])


async def asked(client: Client, session_id: str) -> dict[str, Any]:
    """The record once auto-yes left a prompt to the user."""
    return await until(client, session_id, lambda record: record["status"] == "waiting" and record["asked"])


async def until(client: Client, session_id: str, condition: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while True:
        record = client.session(session_id)
        if record is not None and condition(record):
            return record
        assert time.monotonic() < deadline, record
        await asyncio.sleep(0.02)


def decisions(client: Client) -> list[dict[str, Any]]:
    return [params for method, params in client.heard if method == "autoYes/didDecide"]


async def test_what_the_preset_allows_is_answered_and_all_is_kept(connect: Connect, repo: Path, paths: Paths) -> None:
    client = await connect(env=FAST)
    session_id = await create(client, repo, "Add a greeting feature", autoYes="safe")
    record = await client.until(session_id, "ready")
    await until(client, session_id, lambda record: record["status"] == "ready" and record["changes"]["files"])
    told = decisions(client)
    assert told
    assert {each["by"] for each in told} == {"rule"}
    first = told[0]
    assert (first["tool"], first["paths"]) == ("Create", ["src/tally/greeting_feature.py"])
    assert (first["decision"], first["outcome"], first["via"]) == ("allow", "answered", "keys")
    assert (first["rule"], first["option"]) == ("preset safe", "Yes")
    assert (Path(record["worktree"]) / first["paths"][0]).exists()
    log = (await client.ask("autoYes/log", id=session_id))["entries"]
    assert log == told
    (file,) = paths.transcripts.glob(f"*/{session_id}-*.jsonl")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["prompt_id"] for line in lines if line["event"] == "decision"] == [each["promptId"] for each in told]


async def test_what_is_asked_is_told_and_a_rule_for_it_is_proposed_tried_and_used(connect: Connect, repo: Path) -> None:
    client = await connect(env=FAST)
    session_id = await create(client, repo, "Delete the old script", autoYes="safe")
    record = await asked(client, session_id)
    assert record["asked"]["rule"] == "preset"
    assert "does not allow rm" in record["asked"]["why"]
    (entry,) = decisions(client)
    assert (entry["decision"], entry["outcome"], entry["via"]) == ("ask", "asked", None)
    proposed = await client.ask("autoYes/propose", id=session_id, promptId=record["prompt"]["id"])
    assert proposed["rules"] == ["Bash(rm scripts/old_report.py)"]
    (match,) = (await client.ask("autoYes/tryRule", rule=proposed["rules"][0]))["matches"]
    assert match["command"] == "rm scripts/old_report.py"
    _, message, data = await client.refused("autoYes/tryRule", rule="Bash(a && b)")
    assert (data["code"], "one command" in message) == ("BAD_RULE", True)
    assert await client.ask("autoYes/stopAll") == {"stopped": 1}
    assert client.record(session_id)["autoYesPaused"] == {"code": "stoppedAll", "count": 0, "seconds": 0, "detail": ""}
    await client.ask("session/update", id=session_id, autoYes="worktree")
    after = await until(client, session_id, lambda record: record["status"] == "ready")
    assert (after["asked"], after["autoYesPaused"]) == (None, None)


@pytest.mark.shared_sidecar(False)
async def test_it_goes_on_with_nobody_connected_and_a_sidecar_that_was_killed(
    connect: Connect, home: Path, repo: Path, paths: Paths
) -> None:
    client = await connect(env=FAST)
    session_id = await create(client, repo, "Delete the old script", autoYes="safe")
    await asked(client, session_id)
    await client.leave()
    (pid,) = pids_of(home, "serve")
    kill(pid)
    assert wait_for(lambda: pids_of(home, "serve") not in ([], [pid]))
    again = await connect(env=FAST)
    record = again.record(session_id)
    assert (record["autoYes"], record["asked"]["rule"]) == ("safe", "preset")
    assert [each["outcome"] for each in (await again.ask("autoYes/log"))["entries"]] == ["asked"], "asked once"
    await again.ask("session/update", id=session_id, autoYes="worktree")
    await again.until(session_id, "ready")


async def test_a_command_of_the_users_own_runs_when_somebody_has_to_answer(
    connect: Connect, repo: Path, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    script = 'cat > "$1.new"; printf "%s" "$BRANCHLINE_TITLE" >> "$1.new"; mv "$1.new" "$1"'
    client = await connect(settings={"onWaiting": ["/bin/sh", "-c", script, "sh", str(said)]}, env=FAST)
    session_id = await create(client, repo, "Delete the old script", autoYes="safe", name='a "$(touch x)" b')
    await asked(client, session_id)
    assert wait_for(said.exists)
    told, end = json.JSONDecoder().raw_decode(said.read_text())
    assert (told["session"], told["command"]) == (session_id, "rm scripts/old_report.py")
    assert "does not allow rm" in told["why"]
    assert said.read_text()[end:] == 'a "$(touch x)" b'
