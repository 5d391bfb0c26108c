"""How long a new session takes from the request to its agent, with a worktree that is ready and with none, beside what
`git worktree add` takes alone in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
import uuid
from pathlib import Path

from branchline.machine.paths import self_command
from branchline.ptyhost.ring import HEADER
from client import Client, repository, sidecar
from reporting import report

RUNS = 7
SIZES = (1_000, 10_000, 50_000)
BURSTS = (5, 10, 20)
BURST_FILES = 10_000
INSTANT = {"agents": {"instant": {"command": ["sh", "-c", "echo up; date +%s.%N > started; exec cat"]}}}
"""Says when it was started."""


def create_warm() -> None:
    """From request to agent, with a spare (targets: process 60 ms p50, output 120, reply at 1k 40; ratio 20 at 50k)."""
    for files in _sizes():
        with repository(files) as repo, sidecar({**INSTANT, "spareWorktrees": 1}) as client:
            _created(client, repo, "first")
            _measure(files, client, repo)


def create_cold() -> None:
    """The same with none (targets: row and terminal 100 ms, files 1.05 times plain `git worktree add`)."""
    for files in _sizes():
        with repository(files) as repo, sidecar({**INSTANT, "spareWorktrees": 0}) as client:
            _created(client, repo, "first")
            _measure_cold(files, client, repo)


def burst() -> None:
    """So many sessions at once in 10,000 files, one spare before: to the agents (first 150 ms, last 1.1 x plain)."""
    for count in BURSTS:
        settings = {**INSTANT, "spareWorktrees": 1, "maxSessions": 100}
        with repository(BURST_FILES) as repo, sidecar(settings) as client:
            _created(client, repo, "first")
            _until_ready(repo)
            plain = _plain_ones(repo, count)
            began = time.time()
            params = [{"repo": str(repo), "agent": "instant", "name": f"s{number}"} for number in range(count)]
            made = client.ask_all("session/create", params)
            started = sorted(_started(each["worktree"]) - began for each in made)
            print(f"  {count} at once: first {1000 * started[0]:.0f} ms, median", end=" ")
            print(f"{1000 * statistics.median(started):.0f} ms, last {1000 * started[-1]:.0f} ms", end="; ")
            print(f"as many plain git worktree add: {1000 * plain:.0f} ms, {started[-1] / plain:.2f} times that")


def _sizes() -> tuple[int, ...]:
    return (*SIZES, 100_000) if os.environ.get("BRANCHLINE_FULL") else SIZES


def _measure(files: int, client: Client, repo: Path) -> None:
    processes, replies, rows, seen, plain = [], [], [], [], []
    for number in range(RUNS):
        plain.append(_plain(repo, number))
        _until_ready(repo)
        process, reply, row, shown = _created(client, repo, f"s{number}")
        processes.append(process)
        replies.append(reply)
        rows.append(row)
        seen.append(shown)
    print(f"  {files} files")
    report("  plain git worktree add", plain)
    report("  row", rows)
    report("  agent process", processes)
    report("  its first output", seen)
    report("  reply", replies)
    ratio = statistics.median(plain) / statistics.median(processes)
    print(f"    plain git worktree add takes {ratio:.1f} times as long as the way to the process")


def _measure_cold(files: int, client: Client, repo: Path) -> None:
    """In alternating runs, each beside plain git."""
    plain, found = [], []
    for number in range(RUNS):
        plain.append(_plain(repo, number))
        found.append(_cold(client, repo, f"s{number}"))
    print(f"  {files} files, {os.cpu_count()} cores")
    report("  plain git worktree add", plain)
    for what, times in zip(("row", "terminal", "files ready", "agent process"), zip(*found, strict=True), strict=True):
        report(f"  {what}", list(times))
    ready = statistics.median(each[2] for each in found)
    print(f"    files are ready in {ready / statistics.median(plain):.2f} times what plain git worktree add takes")


def _cold(client: Client, repo: Path, name: str) -> tuple[float, float, float, float]:
    """Seconds to the row, to what a terminal shows that is opened with it, to the last file and the user's hook, and to
    the agent."""
    client.heard.clear()
    wanted = str(uuid.uuid4())
    clock, began = time.monotonic(), time.time()
    number = client.begin("session/create", {"repo": str(repo), "agent": "instant", "name": name, "id": wanted})
    row = client.until(wanted, "starting") - clock
    with subprocess.Popen(
        self_command("attach", wanted), env=client.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as viewer:
        seen: list[float] = []
        shown = threading.Thread(target=_first, args=(viewer, seen))
        shown.start()
        ready = _files_ready(repo, name) - clock
        made = client.answer(number)
        process = _started(made["worktree"]) - began
        shown.join()
        client.ask("session/stop", {"id": wanted})
        viewer.terminate()
    return row, seen[0] - clock, ready, process


def _first(viewer: subprocess.Popen[bytes], seen: list[float]) -> None:
    assert viewer.stdout is not None
    viewer.stdout.read(1)
    seen.append(time.monotonic())


def _files_ready(repo: Path, name: str) -> float:
    """When git's folder of the worktree has an index and no lock any more."""
    entry = repo / ".git" / "worktrees" / name
    while not (entry / "index").exists() or (entry / "locked").exists():
        time.sleep(0.001)
    return time.monotonic()


def _created(client: Client, repo: Path, name: str) -> tuple[float, float, float, float]:
    """Seconds to the process, the reply, the row, and the first output that the terminal host has."""
    client.heard.clear()
    began, clock = time.time(), time.monotonic()
    made = client.ask("session/create", {"repo": str(repo), "agent": "instant", "name": name})
    reply = time.monotonic() - clock
    row = client.until(made["id"], "queued", "starting") - clock
    ring = client.paths.session_folder(made["id"]) / "ring"
    while ring.stat().st_size <= HEADER:
        time.sleep(0.001)
    seen = time.monotonic() - clock
    process = _started(made["worktree"]) - began
    client.ask("session/stop", {"id": made["id"]})
    return process, reply, row, seen


def _started(worktree: str) -> float:
    said = Path(worktree, "started")
    while not (said.exists() and (text := said.read_text()).endswith("\n")):
        time.sleep(0.002)
    return float(text)


def _plain(repo: Path, number: int) -> float:
    path = repo.parent / f"plain{number}"
    began = time.monotonic()
    _git(repo, "worktree", "add", "--quiet", "-b", f"plain{number}", str(path))
    took = time.monotonic() - began
    _git(repo, "worktree", "remove", "--force", str(path))
    return took


def _plain_ones(repo: Path, count: int) -> float:
    """One after the other."""
    paths = [repo.parent / f"plain{number}" for number in range(count)]
    began = time.monotonic()
    for path in paths:
        _git(repo, "worktree", "add", "--quiet", "-b", path.name, str(path))
    took = time.monotonic() - began
    for path in paths:
        _git(repo, "worktree", "remove", "--force", str(path))
        _git(repo, "branch", "-D", "--quiet", path.name)
    return took


def _until_ready(repo: Path) -> None:
    while not any(Path(repo, ".git", "worktrees").glob("*/branchline-spare.json")):
        time.sleep(0.05)
    time.sleep(1.5)  # Its index is settled by then, and nothing is under way.


def _git(repo: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(repo), *words], check=True)
