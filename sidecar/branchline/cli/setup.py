"""`branchline setup`: which scripts a project has, and whether the user approved them."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from typing import Any

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.core.errors import shown
from branchline.machine.paths import Paths
from branchline.relay import relay

_SAID = {
    "own": "set by you",
    "approved": "approved",
    "waiting": "waits for your approval",
    "declined": "not asked about: you said never for this repository",
}


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0, whatever is found. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline setup",
        description="Shows a project's set-up script, run command and teardown script, and what was said of them. One"
        " that the repository brings runs only when you approved its very text.",
    )
    parser.add_argument(
        "repo", metavar="REPO", nargs="?", default=".", help="a folder of the repository; else this one"
    )
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--approve", metavar="DIGEST", help="let the script with this digest run, or its first digits")
    chosen.add_argument("--never", action="store_true", help="run and ask nothing for this repository")
    chosen.add_argument("--json", action="store_true", help="for programs: the scripts as the protocol has them")
    options = parser.parse_args(arguments)
    path = os.path.abspath(options.repo)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        told = ask(link, "project/scripts", {"path": path})
        if options.approve is not None:
            digest = _whole(options.approve, told["scripts"])
            ask(link, "project/approveScript", {"path": path, "digest": digest})
            print("It is approved, as long as it stays as it is.")
        elif options.never:
            ask(link, "project/declineScript", {"path": path})
            print("Nothing of this repository is run or asked about, until you approve a script.")
        else:
            print(json.dumps(told, indent=2) if options.json else "\n".join(as_text(told)))
    return 0


def as_text(told: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for script in told["scripts"]:
        said = _SAID.get(script["approval"], script["approval"])
        lines += [f"{script['kind']} ({shown(script['source'])}): {said}"]
        lines += [f"  digest {script['digest']}"] if script["approval"] != "own" else []
        lines += ["", *(f"    {_printable(line)}" for line in script["text"].splitlines()), ""]
    lines += [_printable(each) for each in told["complaints"]]
    return lines or ["This project has no scripts that are known here."]


def _whole(digest: str, scripts: list[dict[str, Any]]) -> str:
    """What was cut short stands for one of them, if it can: the sidecar refuses everything else."""
    fitting = [each["digest"] for each in scripts if each["digest"].startswith(digest.lower())]
    return fitting[0] if len(fitting) == 1 and len(digest) >= 12 else digest


def _printable(line: str) -> str:
    """All of it: what is approved must not hide anything from the terminal."""
    return "".join(character if character.isprintable() or character == "\t" else "�" for character in line)
