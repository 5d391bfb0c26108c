"""`branchline attach ID`: a terminal on a session."""

from __future__ import annotations

import os
import sys

from branchline.core.errors import BranchlineError
from branchline.machine.paths import Paths
from branchline.viewer.links import ConnectSidecar, PtyhostLink, PtyhostLost
from branchline.viewer.viewer import Viewer

HELP = """usage: branchline attach ID [--hold]

Shows a session in this terminal. ID is the session's id or the beginning of it; `branchline sessions` lists them.
Keys go to the agent. Ctrl+] twice within half a second leaves; the agent goes on. With --hold what was printed stays
after the end, until a key is pressed.
Ends with 0 when the agent does or you leave, 1 when the terminal host is lost, 2 when there is no such session."""


def main(argv: list[str], connect_sidecar: ConnectSidecar) -> int:
    """Returns the exit code. `connect_sidecar` returns a connection with the greeting done, or None; it is
    called in a thread and may block."""
    if argv in (["--help"], ["-h"]):
        print(HELP)
        return 0
    hold = argv[1:] == ["--hold"]
    argv = argv[:1] if hold else argv
    if len(argv) != 1 or not argv[0] or argv[0].startswith("-"):
        print(HELP, file=sys.stderr)
        return 2
    try:
        with PtyhostLink(Paths.from_environment(os.environ)) as ptyhost:
            session = ptyhost.find(argv[0])
            return Viewer(ptyhost, session, connect_sidecar, hold).run()
    except PtyhostLost as lost:
        print(f"branchline: {lost}", file=sys.stderr)
        return 1
    except BranchlineError as error:
        print(f"branchline: {error.message}", file=sys.stderr)
        return 2
