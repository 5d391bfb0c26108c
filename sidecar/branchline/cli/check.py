"""`branchline check`: merges sessions' work apart and runs the user's command there, until it is known whose fails."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from branchline.cli.asking import ask
from branchline.cli.history import id_of, shown
from branchline.cli.printing import to_reader
from branchline.core.session.bisection import CheckEnding
from branchline.machine.paths import Paths
from branchline.relay import relay


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 where all pass together. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline check",
        description="Merges the work of sessions of one repository in a folder of its own, and runs the command there"
        " that branchline.check sets. Where that fails, it is found out whose work it is.",
    )
    parser.add_argument("sessions", metavar="NAME", nargs="+", help="a session's name, or the beginning of its id")
    parser.add_argument(
        "--without-conflicts", action="store_true", help="leave those out that cannot be merged with the others"
    )
    parser.add_argument("--json", action="store_true", help="as one object")
    options = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        ids = [id_of(link, each) for each in options.sessions]
        found = ask(link, "check/run", {"ids": ids, "withoutConflicts": options.without_conflicts})
        names = {each["id"]: each["name"] for each in ask(link, "session/list", {})["sessions"]}
        print(json.dumps(found, indent=2) if options.json else shown(words(found, names)))
    return 0 if found["ending"] == CheckEnding.GREEN.value and not found["leftOut"] else 1


def words(found: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What came of it, for a terminal."""

    def named(ids: Sequence[str]) -> str:
        return ", ".join(names.get(each, "a session that is gone") for each in ids)

    lines = []
    for each in found["leftOut"]:
        others = [*(["its parent branch"] if each["parent"] else []), *([named(each["with"])] if each["with"] else [])]
        against = " and ".join(others) or "the others"
        lines.append(f"{named([each['id']])} conflicts with {against}: {', '.join(each['files'])}")
    green = found["green"]
    match CheckEnding(found["ending"]):
        case CheckEnding.GREEN:
            lines.append(f"{named(green)}: passed{' together' if len(green) > 1 else ''}")
        case CheckEnding.CULPRITS:
            for each in found["culprits"]:
                *needed, last = each["ids"]
                lines.append(f"{named([last])}: fails" + (f" only together with {named(needed)}" if needed else ""))
            lines += [f"{named(green)}: passed without"] if green else []
        case CheckEnding.BASE:
            lines.append("The check fails without any session's work: what they are to land on is broken.")
        case CheckEnding.FLAKY:
            lines.append("The check failed and passed on the same files: it says nothing about the sessions.")
        case CheckEnding.UNCLEAR:
            lines.append(f"It fails with {named(found['culprits'][-1]['ids'])}; these cannot be told apart.")
        case CheckEnding.CONFLICTS:
            rest = f"These can: {named(green)} (--without-conflicts)." if green else ""
            lines.append(f"Nothing ran, as not all of it can be merged. {rest}".rstrip())
        case CheckEnding.CANCELLED:
            lines.append("The check was cancelled.")
    return "\n".join([*lines, *([f"Its output: {found['output']}"] if found["output"] else [])])
