"""`branchline log`: what happened in a session, as a document or as JSON."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.core.errors import ErrorCode
from branchline.machine.paths import Paths
from branchline.relay import relay


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(prog="branchline log", description="What happened in a session, lately.")
    parser.add_argument("session", metavar="NAME", help="a session's name, or the beginning of its id")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--all", action="store_true", help="all that happened, not only the latest entries")
    options = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        params = {"id": id_of(link, options.session), "format": "json" if options.json else "markdown"}
        if options.all:
            _print_file(Path(ask(link, "history/export", params)["path"]))
        else:
            print(shown(ask(link, "history/session", params)["text"].rstrip("\n")))
    return 0


def id_of(link: socket.socket, wanted: str) -> str:
    """Of a session, or of a removed one. Raises SidecarError with NO_SESSION or AMBIGUOUS."""
    there, removed = ask(link, "session/list", {})["sessions"], ask(link, "session/removed", {})["sessions"]
    sessions: list[dict[str, Any]] = [*there, *removed]
    found = [each["id"] for each in sessions if each["name"] == wanted]
    found = found or [each["id"] for each in sessions if wanted and each["id"].startswith(wanted)]
    if not found:
        message = f"There is no session {wanted!r}; `branchline sessions` lists them."
        raise relay.SidecarError(message, ErrorCode.NO_SESSION)
    if len(found) > 1:
        raise relay.SidecarError(f"Several sessions fit {wanted!r}; say more of the id.", ErrorCode.AMBIGUOUS)
    return str(found[0])


def _print_file(path: Path) -> None:
    """It is ours to take away."""
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                print(shown(line), end="")
    finally:
        path.unlink()


def shown(text: str) -> str:
    """On a terminal that has few characters the others are spelled."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
