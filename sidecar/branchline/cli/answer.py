"""`branchline answer`: answers the prompt that a one-time token was given out for."""

from __future__ import annotations

import argparse
import os
import sys

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.core.errors import ErrorCode
from branchline.machine.paths import Paths
from branchline.relay import relay

EXIT_CODES = {ErrorCode.TOKEN_UNKNOWN: 3, ErrorCode.TOKEN_USED: 4, ErrorCode.TOKEN_STALE: 5}
"""For scripts; 1 is any other refusal."""


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError for what is not about the token."""
    parser = argparse.ArgumentParser(
        prog="branchline answer",
        description="Answers the prompt that the token was given out for, once. Ends with 3 when the token is not"
        " known, 4 when it was used already, 5 when the agent does not ask that any more.",
    )
    parser.add_argument("--token", default=os.environ.get("BRANCHLINE_TOKEN", ""), help="else $BRANCHLINE_TOKEN")
    parser.add_argument("--text", action="store_true", help="CHOICE is a free text, not an option")
    parser.add_argument("choice", metavar="CHOICE", help="an option's id or label; or yes, always, no")
    options = parser.parse_args(arguments)
    params = {"token": options.token, "choice": options.choice, "text": options.text}
    try:
        with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
            print(f"“{ask(link, 'session/answerByToken', params)['name']}” was answered.")
    except relay.SidecarError as error:
        if error.code not in EXIT_CODES:
            raise
        print(f"branchline: {error.message}", file=sys.stderr)
        return EXIT_CODES[error.code]
    return 0
