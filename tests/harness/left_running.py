"""Agents that leave processes behind, each in a way of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from harness.sidecar import wait_for

_SLEEP = "exec sleep 1000"
_DOUBLE = (
    "import os, sys\n"
    "if os.fork(): sys.exit()\n"
    "os.setsid()\n"
    "if os.fork(): sys.exit()\n"
    "os.chdir('/')\n"
    "os.execvp('sh', ['sh', *sys.argv[1:]])\n"
)
WAYS = {
    "background": 'sh -c "$KEEP" &',
    "nohup": 'nohup sh -c "$KEEP" > /dev/null 2>&1 &',
    "group": 'set -m; sh -c "$KEEP" &',
    "setsid": 'setsid sh -c "$KEEP" < /dev/null > /dev/null 2>&1 &',
    "orphan": '(setsid sh -c "$KEEP" < /dev/null > /dev/null 2>&1 &)',
    "daemon": f'{sys.executable} -I -S -c "$DOUBLE" -c "$KEEP" < /dev/null > /dev/null 2>&1',
    "deaf": '(setsid sh -c "$DEAF" < /dev/null > /dev/null 2>&1 &)',
    "unmarked": '(env -i PATH="$PATH" OUT="$OUT" setsid sh -c "$KEEP" < /dev/null > /dev/null 2>&1 &)',
    "moved": '(cd /; setsid sh -c "$KEEP" < /dev/null > /dev/null 2>&1 &)',
    "stopped": '(setsid sh -c "$STOP" < /dev/null > /dev/null 2>&1 &)',
    "hidden": 'cd / && env -i PATH="$PATH" OUT="$OUT" setsid sh -c "$KEEP" < /dev/null > /dev/null 2>&1 & cd "$PWD"',
    "respawns": '(setsid sh -c "$AGAIN" < /dev/null > /dev/null 2>&1 &)',
    "children": '(setsid sh -c "$TREE" < /dev/null > /dev/null 2>&1 &)',
}
"""Commands of a shell. What goes on leaves its pid in the folder `$OUT`."""


def leaver(out: Path, way: str, then: str = "exec cat") -> list[str]:
    """The command of an agent that leaves something like this, and does `then` when that runs."""
    out.mkdir(exist_ok=True)
    told = 'echo $$ > "$OUT/$$.new"; mv "$OUT/$$.new" "$OUT/$$.pid"'
    variables = {
        "OUT": str(out),
        "KEEP": f"{told}; {_SLEEP}",
        "DEAF": f"trap '' HUP INT TERM; {told}; {_SLEEP}",
        "AGAIN": f"trap '' HUP INT TERM; {told}; while :; do sh -c '{told}; {_SLEEP}'; done",
        "STOP": f"{told}; kill -STOP $$; {_SLEEP}",
        "TREE": f"{told}; sh -c '{told}; {_SLEEP}' & sh -c '{told}; {_SLEEP}' & wait",
        "DOUBLE": _DOUBLE,
    }
    wait = 'until ls "$OUT"/*.pid > /dev/null 2>&1; do sleep 0.05; done'
    return [
        "env",
        *(f"{name}={value}" for name, value in variables.items()),
        "sh",
        "-c",
        f"{WAYS[way]}\n{wait}\n{then}",
    ]


async def left_by(out: Path) -> list[int]:
    """The pids, once one is there."""
    assert await asyncio.to_thread(wait_for, lambda: bool(pids(out))), "nothing was left"
    return pids(out)


def pids(out: Path) -> list[int]:
    return sorted(int(each.stem) for each in out.glob("*.pid"))


def lives(pid: int) -> bool:
    """A zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def runs_sleep(pid: int) -> bool:
    """Not the shell any more that left it."""
    return Path(f"/proc/{pid}/comm").read_text() == "sleep\n"


async def until_ended(found: list[int]) -> None:
    assert await asyncio.to_thread(wait_for, lambda: not any(map(lives, found))), "it runs on"


def end(found: list[int]) -> None:
    for pid in found:
        if lives(pid):
            os.kill(pid, signal.SIGKILL)


def agent(command: list[str], **more: Any) -> dict[str, Any]:
    """Settings with the agent `leaver`."""
    return {"agents": {"leaver": {"command": command}}, **more}
