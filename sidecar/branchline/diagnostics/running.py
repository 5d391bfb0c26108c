"""Which of our processes run. Asking starts none and replaces none."""

from __future__ import annotations

import time
from collections.abc import Iterator

from branchline.core.errors import BranchlineError
from branchline.machine.paths import Paths
from branchline.machine.processes import uptime
from branchline.relay.relay import greeting_of_running
from branchline.viewer.links import PtyhostLink, PtyhostLost


def running(paths: Paths) -> Iterator[str]:
    greeting = greeting_of_running(paths)
    if greeting is None:
        yield "sidecar: does not answer"
    else:
        yield f"sidecar: {_process(greeting.get('pid'))}, version {greeting.get('branchline')}"
    try:
        with PtyhostLink(paths) as ptyhost:
            held = ptyhost.ask("list")["sessions"]
            yield f"terminal host: {_process(ptyhost.greeting.get('pid'))}, version {ptyhost.greeting.get('version')}"
    except (PtyhostLost, BranchlineError) as error:
        yield f"terminal host: does not answer ({error})"
        return
    for entry in held:
        state = _process(entry["pid"]) if entry["alive"] else f"ended with {entry['exitCode']}"
        yield f"agent of {entry['session'][:8]}: {state}, {entry['end']:,} bytes printed, {entry['lost']:,} lost"


def _process(pid: object) -> str:
    seconds = uptime(pid) if isinstance(pid, int) else None
    up = "of unknown age" if seconds is None else f"up for {time.strftime('%H:%M:%S', time.gmtime(seconds % 86400))}"
    days = int(seconds or 0) // 86400
    return f"pid {pid}, {up}" + (f" and {days} days" if days else "")
