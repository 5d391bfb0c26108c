"""`branchline setup-log` and `branchline run-setup`: the set-up script of a session's worktree."""

from __future__ import annotations

import argparse
import os

from branchline.cli.asking import ask
from branchline.cli.history import id_of, shown
from branchline.cli.printing import to_reader
from branchline.core.error_codes import ErrorCode
from branchline.core.session.project_scripts import ScriptKind
from branchline.machine.paths import Paths
from branchline.relay import relay


def log(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline setup-log", description="What the set-up script of a session's worktree printed last."
    )
    _takes_session(parser)
    parser.add_argument("--teardown", action="store_true", help="what its teardown script did; NAME is its whole id")
    options = parser.parse_args(arguments)
    kind = ScriptKind.TEARDOWN if options.teardown else ScriptKind.SETUP
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        # One that was removed is in no list.
        session_id = options.session if options.teardown else id_of(link, options.session)
        lines = ask(link, "setup/log", {"id": session_id, "kind": kind.value})["lines"]
        print("\n".join(map(shown, lines)) if any(lines) else "It has printed nothing.")
    return 0


def run(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline run-setup",
        description="Runs the set-up script in a session's worktree, again or for the first time, beside its agent. It"
        " goes on when this command ends; `branchline setup-log` says what it prints.",
    )
    _takes_session(parser)
    options = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        session_id = id_of(link, options.session)
        try:
            ask(link, "setup/run", {"id": session_id})
        except relay.SidecarError as error:
            if error.code is not ErrorCode.NOT_APPROVED:
                raise
            repo = next(each["repo"] for each in ask(link, "session/list", {})["sessions"] if each["id"] == session_id)
            told = f"{error.message} See it with: branchline setup {shown(repo)}"
            raise relay.SidecarError(told, error.code) from error
        print("It runs.")
    return 0


def _takes_session(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="NAME", help="a session's name, or the beginning of its id")
