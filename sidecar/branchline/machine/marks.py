"""The marks that agents' processes bear in their environment, looked for from outside. Linux only."""

from __future__ import annotations

from pathlib import Path

from branchline.machine.environment import AGENT_OF, AGENT_SESSION
from branchline.machine.lineage import Being, being, lineage


def is_marked(pid: int, runtime: Path) -> bool:
    """Whether the process bears the mark of the Branchline of this runtime folder. False as well where its environment
    cannot be read."""
    return _of(runtime) in _environment(pid)


def is_below_marked(pid: int, runtime: Path) -> bool:
    """Whether the process or one that it descends from bears the mark. What dropped it may stand below one that did
    not: who runs a check has it."""
    return any(is_marked(each.pid, runtime) for each in lineage(pid) or ())


def session_of(pid: int, runtime: Path) -> str | None:
    """The id of the session that the process names as its own; None where it names none of this Branchline's."""
    environment = _environment(pid)
    if _of(runtime) not in environment:
        return None
    beginning = f"{AGENT_SESSION}=".encode()
    named = [each[len(beginning) :] for each in environment if each.startswith(beginning)]
    return named[0].decode(errors="replace") if named else None


def _of(runtime: Path) -> bytes:
    return f"{AGENT_OF}={runtime}".encode()


def _environment(pid: int) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb", buffering=0) as file:  # A `Path` took half of a look at all processes.
            return file.readall().split(b"\0")
    except OSError:
        return []


def all_marked(runtime: Path) -> set[Being]:
    """Every process of the user's that bears it."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return {found for pid in pids if is_marked(pid, runtime) and (found := being(pid)) is not None}
