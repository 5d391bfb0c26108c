"""`branchline disk`: what sessions, spares and removed sessions take, and what is free."""

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

_KINDS = {"files": "worktree", "caches": "caches", "snapshots": "snapshots", "kept": "history"}


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline disk",
        description="Counts what each session takes on the disk, at most: its worktree, the caches in it that its tools"
        " make anew, snapshots (about), and scrollback and history.",
    )
    parser.add_argument("--json", action="store_true", help="for programs: sessions and repositories, in bytes")
    chosen = parser.parse_args(arguments)
    paths = Paths.from_environment(os.environ)
    told: dict[str, Any] = {}
    for method in ("session/list", "session/disk", "repository/disk"):
        with relay.connect(paths, "client") as link:
            told[method] = ask(link, method, {})
    names = {each["id"]: each["name"] for each in told["session/list"]["sessions"]}
    sessions = [{**each, "name": names.get(each["id"], "")} for each in told["session/disk"]["sessions"]]
    repositories = told["repository/disk"]["repositories"]
    with to_reader():
        if chosen.json:
            print(json.dumps({"sessions": sessions, "repositories": repositories}, indent=2))
        else:
            print("\n".join(as_text(sessions, repositories)))
    return 0


def as_text(sessions: Sequence[Mapping[str, Any]], repositories: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [_row(total(each), parts(each), f"{each['id'][:8]}  {shown(each['name'])}") for each in sessions]
    for each in repositories:
        spares = sum(spare["bytes"] for spare in each["spares"])
        rows = [(spares, f"{len(each['spares'])} spare worktrees")] if each["spares"] else []
        rows += [(each["removed"], "snapshots of removed sessions")] if each["removed"] else []
        lines += [_row(size, "", f"{what} of {shown(each['repo'])}") for size, what in rows]
    free = {(each["total"], each["free"]) for each in repositories if each["total"]}
    lines += [f"{size_text(left)} of {size_text(all_of_it)} are free." for all_of_it, left in sorted(free)]
    return lines or ["No sessions."]


def total(use: Mapping[str, Any]) -> int:
    return sum(use[each] or 0 for each in _KINDS)


def parts(use: Mapping[str, Any]) -> str:
    return ", ".join(f"{word} {size_text(use[each])}" for each, word in _KINDS.items() if use[each])


def _row(size: int, of: str, what: str) -> str:
    return f"{size_text(size):>10}  {what}" + (f"  ({of})" if of else "")
