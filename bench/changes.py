"""What it costs to know what sessions changed, and how soon a change is known."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from branchline.git.changes import read_changes
from branchline.machine.paths import self_command
from client import Client, repository, sidecar
from reporting import report

FILES = 10_000
CHANGED = 10
ROUNDS = 15
WRITES = 10
PRINTER = ["sh", "-c", "echo up; sleep 3; while :; do echo working; sleep 0.1; done"]


def stats() -> None:
    """What a worktree of 10,000 files with 10 changed has changed (target: 40 ms)."""
    # After a commit of so many files git would tidy up in the background, while we measure.
    os.environ |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "gc.auto", "GIT_CONFIG_VALUE_0": "0"}
    with repository(FILES) as repo:
        work, ours = repo.parent / "work", repo.parent / "ours"
        subprocess.run(["git", "-C", str(repo), "worktree", "add", "--quiet", "-b", "work", str(work)], check=True)
        base = subprocess.run(
            ["git", "-C", str(repo), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
        ).stdout.strip()
        times = asyncio.run(_count(work, ours, base))
        report("the first one", times[:1])
        report("a later one", times[1:])
        report("the least that git needs: status, diff", _bare(work, base))


def shown() -> None:
    """From the write of a file to the record that has it, while the agent prints (target: 1.5 s)."""
    with repository(FILES) as repo, sidecar({"agents": {"printer": {"command": PRINTER}}}) as client:
        made = client.ask("session/create", {"repo": str(repo), "agent": "printer"})
        client.until(made["id"], "working")
        worktree = Path(client.ask("session/list", {})["sessions"][0]["worktree"])
        times = []
        for number in range(WRITES):
            time.sleep(0.37)
            (worktree / f"new{number}.txt").write_text("new\n")
            times.append(_until_files(client, made["id"], number + 1))
        report("write to record", times)


def hook_shown() -> None:
    """From the hook of a tool that wrote a file to the record that has it (target: 300 ms)."""
    with repository(FILES) as repo:
        program = repo.parent / "claude"
        program.write_text("#!/bin/sh\nexec sleep 600\n")
        program.chmod(0o755)
        with sidecar({"agentPaths": {"claude": str(program)}}) as client:
            made = client.ask("session/create", {"repo": str(repo), "agent": "claude"})
            client.until(made["id"], "starting")
            while not (worktree := client.ask("session/list", {})["sessions"][0]["worktree"]):
                time.sleep(0.1)
            client.ask("session/changes", {"id": made["id"]})
            command = self_command("hook", "claude", made["id"], str(client.paths.sidecar_socket))
            times = []
            for number in range(WRITES):
                time.sleep(0.5)
                path = Path(worktree, f"new{number}.txt")
                path.write_text("new\n")
                used = {"tool_name": "Write", "tool_input": {"file_path": str(path)}, "cwd": worktree}
                payload = json.dumps({"hook_event_name": "PostToolUse", **used}).encode()
                with subprocess.Popen(command, stdin=subprocess.PIPE) as hook:
                    assert hook.stdin is not None
                    hook.stdin.write(payload)
                    hook.stdin.close()
                    times.append(_until_files(client, made["id"], number + 1))
        report("hook to record", times)


async def _count(work: Path, ours: Path, base: str) -> list[float]:
    times = []
    for number in range(ROUNDS + 1):
        _change(work, number)
        began = time.monotonic()
        _, files = await read_changes(str(work), base, ours)
        times.append(time.monotonic() - began)
        assert len(files) == CHANGED, files
    return times


def _bare(work: Path, base: str) -> list[float]:
    times = []
    for number in range(ROUNDS):
        _change(work, ROUNDS + 1 + number)
        began = time.monotonic()
        for words in (["status", "--porcelain=v2", "-z"], ["diff", "--raw", "--numstat", "-z", base]):
            subprocess.run(["git", "--no-optional-locks", "-C", str(work), *words], check=True, capture_output=True)
        times.append(time.monotonic() - began)
    return times


def _change(work: Path, number: int) -> None:
    for each in range(CHANGED):
        place = each * (FILES // CHANGED)
        (work / f"folder{place % 50:02d}" / f"file{place:05d}.txt").write_text(f"changed {number} {each}\n")


def _until_files(client: Client, session_id: str, count: int) -> float:
    """Seconds until the record says that so many files are changed."""
    began = time.monotonic()
    seen = 0
    while True:
        for at, message in client.heard[seen:]:
            record: dict[str, Any] = message.get("params", {}).get("session", {})
            if record.get("id") == session_id and record["changes"]["files"] >= count:
                client.heard.clear()
                return at - began
        seen = len(client.heard)
        client.hear()
