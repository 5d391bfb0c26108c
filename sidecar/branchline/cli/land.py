"""`branchline land`: brings a session's work into its parent branch, or says what git would run."""

from __future__ import annotations

import argparse
import os

from branchline.cli.asking import ask
from branchline.cli.history import id_of, shown
from branchline.cli.printing import to_reader
from branchline.core.model.landing import How
from branchline.machine.paths import Paths
from branchline.relay import relay


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline land",
        description="Brings a session's work, committed or not, into its parent branch. What is in the way stops it and"
        " leaves everything as it was.",
    )
    parser.add_argument("session", metavar="NAME", help="a session's name, or the beginning of its id")
    parser.add_argument("--how", choices=[each.value for each in How], default="squash", help="squash, unless given")
    parser.add_argument("--onto", metavar="BRANCH", help="another branch than the one that the session's left")
    parser.add_argument("--message", help="of the commit that is made; else from the instruction or the files")
    parser.add_argument("--committed", action="store_true", help="only what is committed, also while the agent works")
    parser.add_argument("--dry-run", action="store_true", help="only say what git would run")
    options = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        params = {
            "id": id_of(link, options.session),
            "how": options.how,
            "dryRun": options.dry_run,
            "committed": options.committed,
        }
        params |= {name: value for name in ("onto", "message") if (value := getattr(options, name)) is not None}
        told = ask(link, "session/land", params)
        for command in told["commands"] if options.dry_run else ():
            print(shown(command))
        if told["landed"]:
            print(f"{told['onto']} is at {told['landed']['commit'][:12]} now, with the session's work.")
    return 0
