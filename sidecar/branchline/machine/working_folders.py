"""Where processes are. Blocks; starts no program."""

from __future__ import annotations

import os
import sys

from branchline.core.model.session import Process
from branchline.machine.descendants import below
from branchline.machine.processes import is_same


def working_folders(process: Process) -> set[str]:
    """Of the process and of what descends from it. Empty where it has ended, and where the system does not tell, as on
    macOS."""
    if sys.platform == "darwin" or not is_same(process.pid, process.start_time):
        return set()
    found = set()
    for pid in (process.pid, *(each.process.pid for each in below(process.pid))):
        try:
            found.add(os.readlink(f"/proc/{pid}/cwd"))
        except OSError:  # It has ended, or is not ours to look at.
            continue
    return found
