"""`branchline run` and `branchline end-run`: the project's run command in a session's worktree."""

from __future__ import annotations

import argparse
import os

from branchline.cli.asking import ask
from branchline.cli.history import id_of, shown
from branchline.cli.printing import to_reader
from branchline.core.error_codes import ErrorCode
from branchline.machine.paths import Paths
from branchline.relay import relay


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline run",
        description="Starts the project's run command in a session's worktree, in a terminal of its own. It goes on"
        " when this command ends; `branchline end-run` ends it.",
    )
    parser.add_argument("session", metavar="NAME", help="a session's name, or the beginning of its id")
    options = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        session_id = id_of(link, options.session)
        try:
            told = ask(link, "session/run", {"id": session_id})
        except relay.SidecarError as error:
            if error.code is not ErrorCode.NOT_APPROVED:
                raise
            repo = next(each["repo"] for each in ask(link, "session/list", {})["sessions"] if each["id"] == session_id)
            raise relay.SidecarError(
                f"{error.message} See it with: branchline setup {shown(repo)}", error.code
            ) from error
        names = {each["id"]: each["name"] for each in ask(link, "session/list", {})["sessions"]}
        for each in told["ended"]:
            print(f"The run of {shown(names.get(each, each))} was ended: only one can run at a time.")
        command = ask(link, "session/attachRun", {"id": session_id})["command"]
        print(f"It runs. See it with: {shown(' '.join(command))}")
    return 0


def end(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline end-run", description="Ends what runs in a session's worktree, and what that left running."
    )
    parser.add_argument("session", metavar="NAME", help="a session's name, or the beginning of its id")
    options = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        ask(link, "session/endRun", {"id": id_of(link, options.session)})
        print("It has ended.")
    return 0
