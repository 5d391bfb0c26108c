"""`branchline diagnostics`: the report on what runs here, for an issue."""

from __future__ import annotations

import argparse
import os

from branchline.cli.printing import to_reader
from branchline.diagnostics.diagnostics import diagnostics
from branchline.machine.paths import Paths


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    argparse.ArgumentParser(prog="branchline diagnostics", description="A report for an issue.").parse_args(arguments)
    with to_reader():
        print(diagnostics(Paths.from_environment(os.environ)))
    return 0
