"""Which of our processes run. Asking starts none and replaces none."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.memory import own_bytes
from branchline.machine.paths import Paths
from branchline.machine.processes import uptime
from branchline.relay.relay import greeting_of_running
from branchline.viewer.links import PtyhostLink, PtyhostLost


def running(paths: Paths) -> Iterator[str]:
    greeting = greeting_of_running(paths)
    if greeting is None:
        yield "sidecar: does not answer"
    else:
        size = own_bytes() if greeting.get("pid") == os.getpid() else None
        yield f"sidecar: {_process(greeting.get('pid'))}, version {greeting.get('branchline')}{_size(size)}"
    try:
        with PtyhostLink(paths) as ptyhost:
            held = ptyhost.ask("list")["sessions"]
            who = f"{_process(ptyhost.greeting.get('pid'))}, version {ptyhost.greeting.get('version')}"
            yield f"terminal host: {who}{_size(_memory(ptyhost))}"
    except (PtyhostLost, BranchlineError) as error:
        yield f"terminal host: does not answer ({error})"
        return
    for entry in held:
        state = _process(entry["pid"]) if entry["alive"] else f"ended with {entry['exitCode']}"
        yield f"agent of {entry['session'][:8]}: {state}, {entry['end']:,} bytes printed, {entry['lost']:,} lost"


def _memory(ptyhost: PtyhostLink) -> int | None:
    try:
        told = ptyhost.ask("memory").get("bytes")
    except BranchlineError as error:
        if error.code is not ErrorCode.UNKNOWN_OP:
            raise
        return None  # It is of a version that does not tell.
    return told if isinstance(told, int) else None


def _size(size: int | None) -> str:
    return "" if size is None else f", {size / 1e6:.1f} MB of memory"


def _process(pid: object) -> str:
    seconds = uptime(pid) if isinstance(pid, int) else None
    up = "of unknown age" if seconds is None else f"up for {time.strftime('%H:%M:%S', time.gmtime(seconds % 86400))}"
    days = int(seconds or 0) // 86400
    return f"pid {pid}, {up}" + (f" and {days} days" if days else "")
