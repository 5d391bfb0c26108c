"""The terminal host alone: what a key costs while another session prints 50 MB, and what full scrollbacks weigh.

`PYTHONPATH=sidecar:tests python bench/flood.py`. Prints; judges nothing. The whole path through sidecar and viewer
is measured by `make bench`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from harness.ptyhost import Client, PtyHost, running_ptyhost, until

PRINT = "head -c 49500000 /dev/zero | tr '\\0' x | fold -w 98"
FLOOD = 49_500_000 // 98 * 100
"""Bytes that come of it: the terminal makes two of each newline."""
RING = 10 * 1024 * 1024
SESSIONS = 10


def main() -> None:
    with running_ptyhost() as ptyhost:
        flood(ptyhost)
    with running_ptyhost() as ptyhost:
        memory(ptyhost)


def flood(ptyhost: PtyHost) -> None:
    """Echo in one session, first alone, then while another prints 50 MB that two connections stream."""
    echo = ptyhost.spawn("cat")
    ptyhost.client.stream(echo)
    report("echo, quiet", typed(ptyhost, echo, lambda count: count < 500))
    sidecar = ptyhost.connect()
    loud = ptyhost.spawn("sh", "-c", f"read x; {PRINT}; read x", ringSize=RING)
    sidecar.stream(loud)
    sidecar.link.settimeout(0)
    began = time.monotonic()
    ptyhost.client.type(loud, b"\n")
    times = typed(ptyhost, echo, lambda _: ptyhost.entry(loud)["end"] < FLOOD, lambda: read_on(sidecar))
    seconds = time.monotonic() - began
    report("echo, while 50 MB are printed", times)
    print(f"  the 50 MB took {seconds:.1f} s: {FLOOD / seconds / 1e6:.0f} MB/s")


def typed(
    ptyhost: PtyHost, session: str, more: Callable[[int], bool], between: Callable[[], None] = lambda: None
) -> list[float]:
    """Seconds from each key to its echo, as long as `more` says so of their count."""
    times: list[float] = []
    while more(len(times)):
        seen = len(ptyhost.client.output[session])
        began = time.monotonic()
        ptyhost.client.type(session, b"x" if len(times) % 50 else b"\n")
        ptyhost.client.until(lambda: len(ptyhost.client.output[session]) > seen)  # noqa: B023  called at once
        times.append(time.monotonic() - began)
        between()
    return times


def memory(ptyhost: PtyHost) -> None:
    """Ten sessions with full scrollbacks, then idle."""
    sessions = [
        ptyhost.spawn("sh", "-c", f"{PRINT} | head -c 12000000; read x", ringSize=RING) for _ in range(SESSIONS)
    ]
    for session in sessions:
        until(lambda: ptyhost.entry(session)["end"] > 12_000_000)  # noqa: B023  called at once
    status = Path(f"/proc/{ptyhost.process.pid}/status")
    print(f"  {SESSIONS} full scrollbacks: {field(status, 'VmRSS') / 1000:.1f} MB resident")
    time.sleep(1)  # The last of the output.
    before = field(status, "voluntary_ctxt_switches")
    time.sleep(5)
    print(f"  idle for 5 s: {field(status, 'voluntary_ctxt_switches') - before} wake-ups")


def read_on(client: Client) -> None:
    """Take what is there, without waiting."""
    try:
        while client.link.recv(1024 * 1024):
            pass
    except BlockingIOError:
        return


def field(status: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(f"{name}:"))


def report(what: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * second for second in seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"  {what}: p50 {statistics.median(ordered):.2f} ms, p95 {p95:.2f} ms, worst {ordered[-1]:.2f} ms")


if __name__ == "__main__":
    main()
