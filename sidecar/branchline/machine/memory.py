"""What this process takes of the machine's memory, told by itself: others may not look."""

from __future__ import annotations

from pathlib import Path


def own_bytes() -> int | None:
    """Its own pages, and its share of those that it has in common with others (Linux's Pss, proc(5)); None where the
    system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), None)
