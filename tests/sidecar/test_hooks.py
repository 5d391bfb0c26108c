"""`branchline hook`: from an agent's hook to the session's status, and never in the agent's way."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths, self_command
from harness.as_told import as_told
from harness.sidecar import Client, Connect, wait_for

pytestmark = pytest.mark.shared_sidecar

REQUEST = {
    "hook_event_name": "PermissionRequest",
    "session_id": "5d0c0b9e-0000-4000-8000-000000000000",
    "tool_name": "Bash",
    "tool_input": {"command": "make all && make install", "description": "Build and install"},
}


@pytest.fixture
def quiet_claude(tmp_path: Path) -> Path:
    """A program that stands in for Claude Code: it keeps silent and keeps what it was started with."""
    program = tmp_path / "claude"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.args"\nenv > "$0.env"\nexec sleep 600\n')
    program.chmod(0o755)
    return program


async def started(connect: Connect, program: Path, repo: Path, **wanted: str) -> tuple[Client, str]:
    client = await connect(settings={"agentPaths": {"claude": str(program)}})
    made = await client.ask("session/create", repo=str(repo), agent="claude", **wanted)
    return client, made["id"]


def call(*arguments: str, payload: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(self_command("hook", *arguments), input=payload, capture_output=True, timeout=20, check=False)


def tell(paths: Paths, session: str, fields: dict[str, Any]) -> None:
    done = call("claude", session, str(paths.sidecar_socket), payload=json.dumps(fields).encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def as_the_agent_does(command: str) -> None:
    """In a shell, as Claude Code runs the commands of its settings."""
    subprocess.run(command, shell=True, input=json.dumps(REQUEST).encode(), timeout=20, check=True)  # noqa: S602


async def test_a_permission_request_is_waited_for_and_says_what_is_asked(
    connect: Connect, paths: Paths, quiet_claude: Path, repo: Path
) -> None:
    client, session_id = await started(connect, quiet_claude, repo)
    tell(paths, session_id, REQUEST)
    record = await client.until(session_id, "waiting")
    assert (record["reason"], record["evidence"]["rule"]) == ("approval", "hook: PermissionRequest")
    assert record["prompt"]["command"] == "make all && make install"
    assert record["prompt"]["tool"] == "Bash"
    assert record["prompt"]["options"] == [], "which options there are is for the screen to say"


async def test_what_auto_yes_allows_is_printed_for_the_agent(
    connect: Connect, paths: Paths, quiet_claude: Path, repo: Path
) -> None:
    client, session_id = await started(connect, quiet_claude, repo, autoYes="safe")
    worktree = client.record(session_id)["worktree"]
    for command, answer in (("git status && git diff", "allow"), ("rm -rf build", None)):
        payload = {**REQUEST, "cwd": worktree, "tool_input": {"command": command}}
        done = await asyncio.to_thread(
            call, "claude", session_id, str(paths.sidecar_socket), payload=json.dumps(payload).encode()
        )
        assert (done.returncode, done.stderr) == (0, b"")
        said = json.loads(done.stdout)["hookSpecificOutput"] if done.stdout else None
        assert said == (answer and {"hookEventName": "PermissionRequest", "decision": {"behavior": answer}})
    (entry,) = (await client.ask("autoYes/log", id=session_id))["entries"]
    assert (entry["decision"], entry["via"], entry["outcome"], entry["by"]) == ("allow", "hook", "answered", "rule")
    await client.until(session_id, "waiting")


async def test_the_command_that_the_agent_is_given_is_this_one(
    connect: Connect, paths: Paths, quiet_claude: Path, repo: Path
) -> None:
    client, session_id = await started(connect, quiet_claude, repo)
    arguments = await read_when_there(Path(f"{quiet_claude}.args"))
    settings = json.loads(arguments[arguments.index("--settings") + 1])
    (hook,) = settings["hooks"]["PermissionRequest"][0]["hooks"]
    as_the_agent_does(hook["command"])
    await client.until(session_id, "waiting")
    environment = await read_when_there(Path(f"{quiet_claude}.env"))
    ours = {line for line in environment if line.startswith("BRANCHLINE")}
    marks = {f"BRANCHLINE_AGENT_OF={paths.runtime}", f"BRANCHLINE_AGENT_SESSION={session_id}"}
    assert ours == marks, "the marks of an agent, and nothing else of ours"


INSTRUCTION = "Add a greeting"
TOLD = [
    ("claude", (), {"hook_event_name": "UserPromptSubmit", "session_id": "new", "prompt": INSTRUCTION}),
    ("codex", (), {"hook_event_name": "UserPromptSubmit", "session_id": "new", "prompt": INSTRUCTION}),
    ("qwen", (), {"hook_event_name": "UserPromptSubmit", "session_id": "new", "prompt": INSTRUCTION}),
    ("gemini", (), {"hook_event_name": "BeforeAgent", "session_id": "new", "prompt": INSTRUCTION}),
    ("copilot", ("userPromptSubmitted",), {"sessionId": "new", "prompt": INSTRUCTION}),
]


@pytest.mark.parametrize(("agent", "named", "payload"), TOLD, ids=[agent for agent, _, _ in TOLD])
async def test_what_the_user_typed_and_in_which_conversation_is_remembered(
    connect: Connect, paths: Paths, quiet_claude: Path, repo: Path, agent: str, named: tuple[str], payload: Any
) -> None:
    client = await connect(settings={"agentPaths": {agent: str(quiet_claude)}})
    session_id = (await client.ask("session/create", repo=str(repo), agent=agent))["id"]
    field = "sessionId" if agent == "copilot" else "session_id"
    later = {field: "newer", "prompt": "Not typed by the user", "hook_event_name": "SessionStart"}
    for event, fields in ((named, payload), (("sessionStart",) if named else (), later)):
        done = call(agent, session_id, str(paths.sidecar_socket), *event, payload=json.dumps(fields).encode())
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert await asyncio.to_thread(wait_for, lambda: kept(paths, session_id) == (INSTRUCTION, "newer"))


def kept(paths: Paths, session_id: str) -> tuple[str, str]:
    """The instruction and the conversation of the session's record."""
    records = json.loads(paths.store.read_text())["tables"]["sessions"].values()
    (record,) = [each for each in records if each["id"] == session_id]
    return record["instruction"], record["agent_session"]


NO_PAYLOADS = (b"", b"[" * 100_000)


async def test_what_fits_no_session_or_is_no_payload_changes_nothing(
    connect: Connect, paths: Paths, quiet_claude: Path, repo: Path
) -> None:
    client, session_id = await started(connect, quiet_claude, repo)
    before = client.record(session_id)
    misfits = [('cl"aude', session_id), ("claude", "\n")]
    calls = [("claude", session_id, payload) for payload in NO_PAYLOADS]
    calls += [(agent, session, json.dumps(REQUEST).encode()) for agent, session in misfits]
    for agent, session, payload in calls:
        done = call(agent, session, str(paths.sidecar_socket), payload=payload)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b""), (agent, session, payload[:50])
        (now,) = (await client.ask("session/list"))["sessions"]
        assert as_told(now) == as_told(before), (agent, session, payload[:50])


@pytest.mark.parametrize("arguments", [(), ("claude",), ("claude", "s", "/nowhere/sidecar.sock"), ("a", "b", "c", "d")])
def test_without_a_sidecar_the_agent_notices_nothing(arguments: tuple[str, ...]) -> None:
    done = call(*arguments, payload=json.dumps(REQUEST).encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_payload_beyond_the_limit_is_left_alone(tmp_path: Path) -> None:
    done = call("claude", "s", str(tmp_path / "none.sock"), payload=b"x" * (5 * 1024 * 1024))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


async def read_when_there(path: Path) -> list[str]:
    for _ in range(400):
        if path.exists() and path.read_text().endswith("\n"):
            break
        await asyncio.sleep(0.02)
    return path.read_text().splitlines()


def test_an_agent_waits_for_nothing_but_the_hook_itself(tmp_path: Path) -> None:
    """As the installed extension runs it: with its packages beside it. A hook that loads more is slow."""
    sidecar = Path(self_command()[-1]).parent
    shutil.copytree(sidecar, tmp_path / "python", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "python" / "libs").mkdir()
    launcher = str(tmp_path / "python" / "launch.py")
    loaded = modules_of(launcher, "hook", "claude", "s", "/nowhere/sidecar.sock") - modules_of("-c", "import os")
    assert loaded == {"branchline", "branchline.__main__", "branchline.hook", "_socket"}


def modules_of(*arguments: str) -> set[str]:
    """Whatever an isolated Python imports, itself included."""
    command = [sys.executable, "-I", "-S", "-X", "importtime", *arguments]
    done = subprocess.run(command, input=b"{}", capture_output=True, timeout=20, check=True)
    return {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()[1:]}
