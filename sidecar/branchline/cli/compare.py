"""`branchline compare`: what each of several sessions did to which file, as a table or as JSON."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from typing import Any

from branchline.cli.asking import ask
from branchline.cli.history import id_of, shown
from branchline.cli.printing import to_reader
from branchline.core.errors import shown as on_a_line
from branchline.machine.paths import Paths
from branchline.relay import relay

_WIDEST = 24
"""Characters of a column with a session."""


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline compare",
        description="What each of several sessions of one repository did to which file. Cells of a line with the same"
        " letter behind them made the same of the file.",
    )
    parser.add_argument("sessions", metavar="NAME", nargs="+", help="two to ten names, or beginnings of ids")
    parser.add_argument("--json", action="store_true", help="for programs: as the protocol has it")
    options = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        ids = [id_of(link, each) for each in options.sessions]
        found = ask(link, "session/compare", {"ids": ids})
        names = {each["id"]: each["name"] for each in ask(link, "session/list", {})["sessions"]}
        lines = [json.dumps(found, indent=2)] if options.json else table(found, names)
        print(shown("\n".join(lines)))
    return 0


def table(found: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """A column for each session, a line for each file; below it the sums, and how checks ended."""
    sessions = found["sessions"]
    head = ["", *(_cut(on_a_line(names.get(each["id"], each["id"][:8]))) for each in sessions)]
    rows = [[on_a_line(file["path"]), *_cells(file, len(sessions))] for file in found["files"]]
    sums = [["", *(f"{each['files']} files {_lines(each)}" for each in sessions)]]
    checks = [["check", *(_check(each["checked"]) for each in sessions)]]
    every = [head, *rows, *sums, *(checks if any(each["checked"] for each in sessions) else ())]
    widths = [max(len(row[column]) for row in every) for column in range(len(head))]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in every]


def _cells(file: Mapping[str, Any], sessions: int) -> list[str]:
    touched = {cell["session"]: _cell(cell) for cell in file["cells"]}
    return [touched.get(place, ".") for place in range(sessions)]


def _cell(cell: Mapping[str, Any]) -> str:
    alike = f" {chr(ord('a') + cell['alike'] - 1)}" if cell["alike"] else ""
    return f"{cell['status']} {'binary' if cell['binary'] else _lines(cell)}{alike}"


def _lines(counts: Mapping[str, Any]) -> str:
    return f"+{counts['added']} -{counts['removed']}"


def _check(checked: Mapping[str, Any] | None) -> str:
    if checked is None:
        return "."
    seconds = "" if checked["seconds"] is None else f" in {checked['seconds']} s"
    return _cut(f"{checked['state']}{seconds}{'' if checked['current'] else ', of older files'}")


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
