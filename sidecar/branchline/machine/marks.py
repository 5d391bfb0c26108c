"""The mark that agents' processes bear in their environment, looked for from outside. Linux only."""

from __future__ import annotations

from pathlib import Path

from branchline.machine.environment import AGENT_OF
from branchline.machine.lineage import Being, being


def is_marked(pid: int, runtime: Path) -> bool:
    """Whether the process bears the mark of the Branchline of this runtime folder. False as well where its environment
    cannot be read."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return f"{AGENT_OF}={runtime}".encode() in environment.split(b"\0")


def all_marked(runtime: Path) -> set[Being]:
    """Every process of the user's that bears it."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return {found for pid in pids if is_marked(pid, runtime) and (found := being(pid)) is not None}
