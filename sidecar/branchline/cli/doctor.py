"""`branchline doctor`: how spare worktrees are, and what is short; drops them where that is asked for."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.cli.sizes import size_text
from branchline.core.errors import shown
from branchline.machine.paths import Paths
from branchline.relay import relay

_STATES = {
    "ready": "ready for the next session",
    "gone": "somebody deleted it; what git keeps about it goes by itself",
    "locked": "somebody else locked it, so that it is left to them: git worktree unlock and remove",
    "damaged": "not whole, or made by settings that altered; it is made anew by itself",
}


def main(arguments: list[str]) -> int:
    """Returns the exit code: 1 where something needs the user. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline doctor",
        description="Says how the worktrees are that are ready before a session asks for one, and how much of the disk"
        " is free.",
    )
    parser.add_argument("--drop-spares", action="store_true", help="delete them; none is made until the next session")
    parser.add_argument("--json", action="store_true", help="for programs: the repositories as the protocol has them")
    chosen = parser.parse_args(arguments)
    paths = Paths.from_environment(os.environ)
    left: list[str] = []
    with to_reader():
        if chosen.drop_spares:
            with relay.connect(paths, "client") as link:
                left = ask(link, "repository/dropSpares", {})["left"]
        with relay.connect(paths, "client") as link:
            found = ask(link, "repository/disk", {})["repositories"]
        print(json.dumps({"repositories": found, "left": left}, indent=2) if chosen.json else as_text(found, left))
        return 1 if left or any(spare["state"] == "locked" for each in found for spare in each["spares"]) else 0
    return 0


def as_text(repositories: Sequence[Mapping[str, Any]], left: Sequence[str]) -> str:
    lines: list[str] = []
    for each in repositories:
        lines.append(f"{shown(each['repo'])}: {size_text(each['free'])} are free")
        for spare in each["spares"]:
            state = _STATES.get(spare["state"], "it is just being seen to")
            lines.append(f"  spare {shown(spare['path'])} ({size_text(spare['bytes'])}): {state}")
    lines += [f"{shown(each)} was not deleted: it is somebody's by now, or the system refused." for each in left]
    return "\n".join(lines or ["There are no repositories with sessions."])
