"""`branchline names`: instructions in; name, title and kind of each out, by the very code that makes sessions."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from branchline.cli.printing import to_reader
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.naming.naming import named

BAD_LINES = 2
"""The exit code where a line could not be read."""


class BadLineError(Exception):
    """The message says what is wrong with a line."""


def main(arguments: list[str]) -> int:
    """Returns the exit code: 2 where lines could not be read. Raises BAD_CASES where the file cannot be."""
    parser = argparse.ArgumentParser(
        prog="branchline names",
        description="How sessions with these instructions would be named, one after the other.",
        epilog="What is wrong with a line is told with its number; the others are named all the same. The exit code is"
        f" {BAD_LINES} then.",
    )
    parser.add_argument("file", metavar="FILE.jsonl", help="lines of {id, instruction}; - for stdin")
    file = parser.parse_args(arguments).file
    try:
        if file == "-":
            return _names(sys.stdin.buffer, "stdin")
        with open(file, "rb") as lines:
            return _names(lines, file)
    except OSError as error:
        raise BranchlineError(ErrorCode.BAD_CASES, f"{file} cannot be read: {error.strerror}.") from error


def _names(lines: BinaryIO, file: str) -> int:
    code = 0
    taken: set[str] = set()
    with to_reader():
        for number, line in enumerate(lines, 1):
            try:
                for entry in _entries(line):
                    made = named(entry["instruction"], taken)
                    taken.add(made.name)
                    print(_line({"id": entry["id"], "name": made.name, "title": made.title, "kind": made.kind.value}))
            except BadLineError as error:
                code = BAD_LINES
                print(f"branchline: {file}, line {number}: {error}", file=sys.stderr)
    return code


def _entries(line: bytes) -> Iterator[dict[str, Any]]:
    """What stands in the line: nothing in an empty one. Raises BadLineError."""
    if not line.strip():
        return
    try:
        entry = json.loads(line)
    except UnicodeDecodeError as error:
        raise BadLineError("it is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"it is not JSON: {error}.") from error
    if not isinstance(entry, dict) or "id" not in entry:
        raise BadLineError("it is no object with an id.")
    if not isinstance(entry.get("instruction"), str):
        raise BadLineError("its instruction is no text.")
    yield entry


def _line(found: dict[str, Any]) -> str:
    text = json.dumps(found, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(found)  # Half a character, or a terminal that has few: JSON's own escapes carry it.
    return text
