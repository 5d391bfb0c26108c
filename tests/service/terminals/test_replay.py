"""`branchline replay`: recordings in, changes out, and clear words for what is none."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.machine.paths import self_command
from branchline.service.terminals.replay import agent_named, load
from harness.recordings import FOLDER

HEADER = b'{"agent": "claude", "cols": 80, "rows": 24}\n'


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(self_command("replay", *arguments), capture_output=True, text=True, timeout=60, check=False)


def test_a_recording_of_a_real_agent() -> None:
    done = run(str(FOLDER / "claude" / "touch.jsonl.gz"), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    statuses = [change["status"] for change in changes]
    assert statuses[:6] == ["starting", "ready", "working", "waiting", "working", "ready"]
    assert all({"t", "status", "reason", "evidence", "prompt"} == set(change) for change in changes)
    asked = changes[3]["prompt"]
    assert (asked["kind"], asked["tool"], asked["command"]) == ("approval", "Bash", "touch hello.txt")
    assert {option["meaning"] for option in asked["options"]} == {"accept", "acceptAlways", "reject"}
    assert changes == sorted(changes, key=lambda change: float(change["t"]))


def test_the_agent_can_be_named() -> None:
    file = str(FOLDER / "claude" / "touch.jsonl.gz")
    as_claude, as_codex = run(file), run(file, "--agent", "codex")
    assert as_codex.returncode == 0
    assert as_claude.stdout != as_codex.stdout


def test_a_recording_need_not_be_compressed(tmp_path: Path) -> None:
    plain = tmp_path / "touch.jsonl"
    plain.write_bytes(gzip.decompress((FOLDER / "claude" / "touch.jsonl.gz").read_bytes()))
    assert run(str(plain)).stdout == run(str(FOLDER / "claude" / "touch.jsonl.gz")).stdout


def test_resizes_and_hooks_are_played_too(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    request = {"tool_name": "Bash", "tool_input": {"command": "make"}}
    lines = [{"t": 1, "size": [60, 20]}, {"t": 2, "hook": "PermissionRequest", "payload": request}, {"t": 5, "d": ""}]
    file.write_bytes(HEADER + "".join(json.dumps(line) + "\n" for line in lines).encode())
    (asked,) = [json.loads(line) for line in run(str(file)).stdout.splitlines()][1:]
    assert (asked["t"], asked["status"], asked["prompt"]["command"]) == (2, "waiting", "make")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "line 1"),
        (b"not json\n", "line 1"),
        (b'{"agent": "claude"}\n', "cols"),
        (b"[]\n", "line 1"),
        (HEADER + b'{"t": 1}\n', "line 2"),
        (HEADER + b'{"t": 1, "d": ""}\n{"t": "x", "d": ""}\n', "line 3"),
        (HEADER + b'{"t": 1, "d": "***"}\n', "line 2"),
        (HEADER + b'{"t": 1, "size": [1]}\n', "line 2"),
    ],
)
def test_what_is_no_recording(content: bytes, what: str, tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_bytes(content)
    with pytest.raises(BranchlineError) as caught:
        load(file)
    assert caught.value.code == "BAD_RECORDING"
    assert what in caught.value.message
    done = run(str(file))
    assert done.returncode == 1
    assert done.stderr.startswith("branchline: ")
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run(str(tmp_path / "none.jsonl.gz"))
    assert done.returncode == 1
    assert "none.jsonl.gz cannot be read" in done.stderr


@pytest.mark.parametrize(
    ("name", "agent"), [("claude", "claude"), ("claude197", "claude"), ("codex", "codex"), ("plain", "plain")]
)
def test_which_agent_a_recording_is_of(name: str, agent: str) -> None:
    assert agent_named(name).name == agent
