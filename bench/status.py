"""How soon a status is told, and what watching screens costs."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import painter
from branchline.agents.any_program import user_defined
from branchline.agents.registry import BUILT_IN
from branchline.agents.shared.agent import Agent
from branchline.machine.paths import self_command
from branchline.service.terminals.tracker import Tracker
from branchline.terminal.screen import Screen
from client import Client, cpu_seconds, pids, repository, sidecar
from reporting import report

PAINTER = str(Path(__file__).with_name("painter.py"))
DIALOGS = 20
SESSIONS = 10
SECONDS = 20
UNADAPTED = user_defined.agent("painter", ("painter",), "", "")
KINDS = (
    ("an agent at work", BUILT_IN["claude"], painter.working, "frames"),
    ("one that nobody adapted to", UNADAPTED, painter.unadapted, "unadapted"),
    ("one of those that asks", UNADAPTED, painter.unadapted_dialog, "asks"),
)


def painted() -> None:
    """A dialog's last byte on the PTY to session/didChange at the client (target: 50 ms p95)."""
    with tempfile.TemporaryDirectory() as folder, repository(1) as repo:
        times = Path(folder) / "times"
        with sidecar(_painter("dialogs", str(times))) as client:
            made = client.ask("session/create", {"repo": str(repo), "agent": "painter"})
            told: dict[str, float] = {}
            while len(told) < DIALOGS:
                client.until(made["id"], "waiting")
                for at, record in _records(client, made["id"]):
                    if record["prompt"]:
                        told.setdefault(record["prompt"]["command"].removeprefix("make target"), at)
                client.heard.clear()
            drawn = dict(line.split() for line in times.read_text().splitlines())
        report("by the screen", [told[number] - float(drawn[number]) for number in told if number in drawn])


def hooked() -> None:
    """The start of a hook's process to session/didChange at the client (target: 30 ms p95)."""
    with tempfile.TemporaryDirectory() as folder, repository(1) as repo:
        program = Path(folder) / "claude"
        program.write_text("#!/bin/sh\nexec sleep 600\n")
        program.chmod(0o755)
        with sidecar({"agentPaths": {"claude": str(program)}}) as client:
            made = client.ask("session/create", {"repo": str(repo), "agent": "claude"})
            command = self_command("hook", "claude", made["id"], str(client.paths.sidecar_socket))
            delays, whole = [], []
            for number in range(DIALOGS):
                request = {"tool_name": "Bash", "tool_input": {"command": f"make target{number}"}}
                payload = json.dumps({"hook_event_name": "PermissionRequest", **request}).encode()
                client.heard.clear()
                began = time.monotonic()
                with subprocess.Popen(command, stdin=subprocess.PIPE) as hook:
                    assert hook.stdin is not None
                    hook.stdin.write(payload)
                    hook.stdin.close()
                    delays.append(_told_of(client, made["id"], f"make target{number}") - began)
                    hook.wait(10)
                whole.append(time.monotonic() - began)
        report("until it is told", delays)
        report("until the hook has ended", whole)


def watching() -> None:
    """Ten sessions that redraw ten times a second: the sidecar's share of a core (target: 3 %)."""
    for name, agent, frame, mode in KINDS:
        print(f"  {name}: detection alone (emulation, rules, fusion) {100 * detection(agent, frame):.2f} % of a core")
        shares = _watched(mode, agent)
        print(f"    the whole sidecar {shares['serve']:.2f} %, terminal host {shares['ptyhost']:.2f} % of a core")


def _watched(mode: str, agent: Agent) -> dict[str, float]:
    """Percent of a core of our processes while ten painters draw."""
    with repository(1) as repo, sidecar(_painter(mode, like="claude" if agent.is_adapted else "")) as client:
        for number in range(SESSIONS):
            client.ask("session/create", {"repo": str(repo), "agent": "painter", "name": f"s{number}"})
        time.sleep(3)
        shares = {}
        for command in ("serve", "ptyhost"):
            ours = pids(client, command)
            before, began = sum(map(cpu_seconds, ours)), time.monotonic()
            time.sleep(SECONDS)
            shares[command] = 100 * (sum(map(cpu_seconds, ours)) - before) / (time.monotonic() - began)
    return shares


def detection(agent: Agent, frame: Callable[[int], str]) -> float:
    """The share of a core that such frames take in this process, without any transport."""
    screens = [Screen(painter.COLS, 30) for _ in range(SESSIONS)]
    trackers = [Tracker(agent, screen, 0.0) for screen in screens]
    frames = [frame(number).encode() for number in range(10)]
    began = time.process_time()
    for number in range(10 * SECONDS):
        now = number / 10
        for screen, tracker in zip(screens, trackers, strict=True):
            screen.feed(frames[number % 10])
            tracker.fed(now)
            while (due := tracker.due) is not None and due < now + 0.09:
                tracker.tick(due)
    used = time.process_time() - began
    if any(tracker.seen is None for tracker in trackers):
        raise RuntimeError("no rule knows the painter's screen: this would measure something else")
    for screen in screens:
        screen.close()
    return used / SECONDS


def _painter(*arguments: str, like: str = "claude") -> dict[str, Any]:
    fork = {"like": like} if like else {}
    return {"agents": {"painter": {"command": [sys.executable, PAINTER, *arguments], **fork}}}


def _told_of(client: Client, session_id: str, command: str) -> float:
    """When the session's record with the prompt for this command came: the one before it waits already."""
    while True:
        for at, record in _records(client, session_id):
            if record["prompt"] and record["prompt"]["command"] == command:
                return at
        client.heard.clear()
        client.until(session_id, "waiting")


def _records(client: Client, session_id: str) -> list[tuple[float, dict[str, Any]]]:
    told = [(at, message["params"]["session"]) for at, message in client.heard if "session" in message["params"]]
    return [(at, record) for at, record in told if record["id"] == session_id]
