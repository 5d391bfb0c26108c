"""`make bench`: the figures that Branchline promises, measured on this machine. Prints; judges nothing.

Each figure is the median of several runs, taken through the real relay, sidecar and terminal host. Echo is
compared with a bare PTY in the same run, because machines differ and drift.
"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
import tty
from collections.abc import Callable
from pathlib import Path

import answers
import background
import changes
import creating
import forecasts
import histories
import naming
import pausing
import removing
import snapshots
import starting
import status
import undoing
import usage
from client import cpu_seconds, memory_mb, pids, processes_started, repository, sidecar
from reporting import report

CAT = {"agents": {"cat": {"command": ["sh", "-c", "echo up; exec cat"]}}}
IDLE_SECONDS = 20
SESSIONS = 10


def main() -> int:
    chosen = sys.argv[1:] or list(FIGURES)
    for name in chosen:
        print(f"\n{name}: {(FIGURES[name].__doc__ or '').splitlines()[0]}", flush=True)
        FIGURES[name]()
    return 0


def round_trip() -> None:
    """A request that does nothing, through relay and sidecar (target: 2 ms p50)."""
    with sidecar() as client:
        report("session/watch", [timed(lambda: client.ask("session/watch", {"ids": []})) for _ in range(1000)])


def create() -> None:
    """The reply to session/create in a repository of 1,000 files (target: 200 ms)."""
    with repository(1000) as repo, sidecar(CAT) as client:
        rows, replies = [], []
        for number in range(SESSIONS):
            client.heard.clear()
            began = time.monotonic()
            made = client.ask("session/create", {"repo": str(repo), "agent": "cat", "name": f"s{number}"})
            replies.append(time.monotonic() - began)
            rows.append(client.until(made["id"], "queued", "starting") - began)
        report("reply", replies)
        report("the record that makes the row", rows)


def echo() -> None:
    """A key through `branchline attach` and back, over a bare PTY (target: 10 ms more)."""
    with repository(1) as repo, sidecar(CAT) as client:
        bare = typed_echo(["cat"], dict(os.environ))
        made = client.ask("session/create", {"repo": str(repo), "agent": "cat"})
        attach = client.ask("session/attach", {"id": made["id"]})
        through = typed_echo(attach["command"], client.environment)
        report("bare PTY", bare)
        report("attach", through)


def idle() -> None:
    """Ten idle sessions in 10,000 files: our share of a core, processes started (targets: 0.5 %, 0)."""
    with repository(10_000) as repo, sidecar() as client:
        for number in range(SESSIONS):
            made = client.ask("session/create", {"repo": str(repo), "agent": "demo", "name": f"s{number}"})
            client.until(made["id"], "ready")
        time.sleep(5)
        ours = pids(client, "serve", "ptyhost")
        cpu, started, began = sum(map(cpu_seconds, ours)), processes_started(), time.monotonic()
        time.sleep(IDLE_SECONDS)
        took = time.monotonic() - began
        used = sum(map(cpu_seconds, ours)) - cpu
        print(f"  {100 * used / took:.2f} % of a core over {took:.0f} s, {len(ours)} processes")
        print(f"  {processes_started() - started} processes started on the whole machine meanwhile")


def memory() -> None:
    """Ten sessions with full 10 MB scrollback: PSS of terminal host and sidecar (target: 100 MB)."""
    filler = ["python3", "-c", "import sys\nfor i in range(170000): print(f'{i:070d}')\nsys.stdin.read()"]
    with repository(1) as repo, sidecar({"agents": {"filler": {"command": filler}}}) as client:
        made = [
            client.ask("session/create", {"repo": str(repo), "agent": "filler", "name": f"s{number}"})["id"]
            for number in range(SESSIONS)
        ]
        wait(lambda: all((client.paths.session_folder(one) / "ring").stat().st_size > 10_000_000 for one in made))
        for one in made:
            client.until(one, "ready")
        sizes = memory_mb(client)
        for who, size in (*sizes.items(), ("both", sum(sizes.values()))):
            print(f"  {who:14} {size:6.1f} MB")


def flood() -> None:
    """Echo in one session while another prints 50 MB (target: 50 ms more at p95)."""
    printer = ["sh", "-c", "sleep 1; head -c 50000000 /dev/zero | tr '\\0' x | fold -w 99; cat"]
    settings = {"agents": {**CAT["agents"], "printer": {"command": printer}}}
    with repository(1) as repo, sidecar(settings) as client:
        quiet = client.ask("session/create", {"repo": str(repo), "agent": "cat", "name": "quiet"})
        attach = client.ask("session/attach", {"id": quiet["id"]})
        report("quiet machine", typed_echo(attach["command"], client.environment))
        loud = client.ask("session/create", {"repo": str(repo), "agent": "printer", "name": "loud"})
        wait(lambda: (client.paths.session_folder(loud["id"]) / "ring").stat().st_size > 1_000_000)
        report("while 50 MB are printed", typed_echo(attach["command"], client.environment))


def typed_echo(command: list[str], environment: dict[str, str], keys: int = 200) -> list[float]:
    """Seconds from each key to the bytes that come back, in a terminal of its own."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    try:
        if command[0] == "cat":
            tty.setraw(master)
        drain(master, 1.0)
        times = []
        for number in range(keys):
            began = time.monotonic()
            os.write(master, b"x" if number % 50 else b"\n")
            if not select.select([master], [], [], 5)[0]:
                raise RuntimeError("no echo came")
            os.read(master, 65536)
            times.append(time.monotonic() - began)
            drain(master, 0.005)
        return times
    finally:
        process.terminate()
        process.wait(10)
        os.close(master)


def drain(descriptor: int, quiet: float) -> None:
    while select.select([descriptor], [], [], quiet)[0]:
        os.read(descriptor, 65536)


def timed(call: Callable[[], object]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def wait(condition: Callable[[], bool], patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("what was waited for did not come")
        time.sleep(0.05)


FIGURES: dict[str, Callable[[], None]] = {
    "round-trip": round_trip,
    "start": starting.start,
    "attached": starting.attached,
    "create": create,
    "create_warm": creating.create_warm,
    "create_cold": creating.create_cold,
    "burst": creating.burst,
    "removal": removing.removal,
    "removals": removing.removals,
    "echo": echo,
    "idle": idle,
    "memory": memory,
    "flood": flood,
    "painted": status.painted,
    "hooked": status.hooked,
    "watching": status.watching,
    "background": background.look,
    "answered": answers.answered,
    "snapshot_10k": snapshots.snapshot_10k,
    "snapshot_100k": snapshots.snapshot_100k,
    "forecast": forecasts.forecast,
    "changes": changes.stats,
    "changes_shown": changes.shown,
    "changes_hooked": changes.hook_shown,
    "undo": undoing.undo,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "concurrency": snapshots.concurrency,
    "names": naming.names,
    "usage": usage.usage,
    "history": histories.history,
}

if __name__ == "__main__":
    assert Path("/proc/self/stat").exists(), "processes are measured through /proc"
    sys.exit(main())
