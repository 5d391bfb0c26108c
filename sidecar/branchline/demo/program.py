"""`branchline demo-agent`: from arguments to a demo agent on this terminal."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from branchline.demo.agent import DemoAgent
from branchline.demo.script import review, turn
from branchline.demo.terminal import HangupError, Terminal


def main(arguments: list[str] | None = None) -> int:
    """`demo-agent [--speed FACTOR] [--read-only]`: run in the current directory on this terminal. -> the exit code."""
    parser = argparse.ArgumentParser(prog="branchline demo-agent", description="An agent to try Branchline with.")
    parser.add_argument(
        "--speed",
        type=_positive,
        default=os.environ.get("DEMO_AGENT_SPEED", "1"),
        help="how much faster than life it works (default: $DEMO_AGENT_SPEED or 1)",
    )
    parser.add_argument("--read-only", action="store_true", help="look and report, and change nothing")
    options = parser.parse_args(arguments)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("The demo agent needs a terminal: start it as a session.", file=sys.stderr)
        return 2
    try:
        with Terminal() as terminal:
            return DemoAgent(terminal, Path.cwd(), options.speed, review if options.read_only else turn).run()
    except HangupError as end:
        return end.code


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise ValueError(text)
    return value
