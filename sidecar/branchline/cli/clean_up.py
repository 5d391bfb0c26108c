"""`branchline clean-up`: removes sessions whose work has landed, or caches of sessions at rest."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from typing import Any

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.cli.sizes import size_text
from branchline.core.errors import shown
from branchline.machine.paths import Paths
from branchline.relay import relay
from branchline.relay.relay import SidecarError


def main(arguments: list[str]) -> int:
    """Returns the exit code: 1 where something that was to go stays. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline clean-up",
        description="Says what can go, and with --yes has it go. A session that is removed has a snapshot, and can be"
        " restored for 30 days; caches are made anew by the tools that made them.",
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--merged", action="store_true", help="sessions whose work has landed, and is whole")
    which.add_argument("--caches", action="store_true", help="ignored folders such as node_modules, of quiet sessions")
    parser.add_argument("--yes", action="store_true", help="do it; else it is only said")
    chosen = parser.parse_args(arguments)
    with to_reader():
        return _merged(chosen.yes) if chosen.merged else _caches(chosen.yes)
    return 0


def _merged(yes: bool) -> int:
    names = _names()
    found = _ask("session/merged", {})["sessions"]
    failed = 0
    for each in found:
        print(merged_text(each, names))
        if yes and each["whole"]:
            try:
                _ask("session/remove", {"id": each["id"], "force": True, "keepBranch": False})
            except SidecarError as error:
                failed = 1
                print(f"branchline: {error.message}", file=sys.stderr)
    whole = sum(each["whole"] for each in found)
    if not found:
        print("No session's work has landed.")
    elif not yes:
        print(f"With --yes {whole} of them are removed. They can be restored for 30 days.")
    return failed


def _caches(yes: bool) -> int:
    names = _names()
    found = _ask("session/caches", {})["caches"]
    for each in found:
        print(f"{size_text(each['bytes']):>10}  {shown(names.get(each['id'], ''))}: {shown(each['path'])}")
    if not found:
        print("No quiet session has caches.")
    elif not yes:
        print(f"With --yes they are deleted: {size_text(sum(each['bytes'] for each in found))} at most.")
    else:
        paths: dict[str, list[str]] = {}
        for each in found:
            paths.setdefault(each["id"], []).append(each["path"])
        done = [_ask("session/deleteCaches", {"id": each, "paths": wanted}) for each, wanted in paths.items()]
        print(f"{size_text(sum(each['freed'] for each in done))} are being deleted.")
        left = [path for each in done for path in each["left"]]
        for path in left:
            print(f"{shown(path)} stays: it is in use, or no cache any more.", file=sys.stderr)
        return 1 if left else 0
    return 0


def merged_text(each: Mapping[str, Any], names: Mapping[str, str]) -> str:
    where = f"landed on {shown(each['onto'])}" if each["onto"] else f"pull request {each['pullRequest']} was merged"
    losses = each["losses"]
    goes = [
        f"{losses[key]} {word}"
        for key, word in (("files", "uncommitted files"), ("commits", "commits"), ("ignored", "ignored files"))
        if losses[key]
    ]
    stays = "" if each["whole"] else "; stays: there is more than what landed"
    with_it = f"; with it would go {', '.join(goes)}" if goes else ""
    return f"{size_text(each['bytes']):>10}  {shown(names.get(each['id'], ''))}: {where}{with_it}{stays}"


def _names() -> dict[str, str]:
    return {each["id"]: each["name"] for each in _ask("session/list", {})["sessions"]}


def _ask(method: str, params: dict[str, Any]) -> Any:
    with relay.connect(Paths.from_environment(os.environ), "client") as link:
        return ask(link, method, params)
