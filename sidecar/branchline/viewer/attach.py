"""`branchline attach ID`: a terminal on a session."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.paths import Paths
from branchline.viewer.links import ConnectSidecar, PtyhostLink, PtyhostLost
from branchline.viewer.preparing import GOES_ON, Left, ScriptViewer, until_shown
from branchline.viewer.viewer import Viewer

HELP = """usage: branchline attach ID [--hold]

Shows a session in this terminal. ID is the session's id or the beginning of it; `branchline sessions` lists them.
Before its agent starts that is how far its worktree is.
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
        return _show(Paths.from_environment(os.environ), argv[0], connect_sidecar, hold)
    except Left as left:
        return left.code
    except PtyhostLost as lost:
        print(f"branchline: {lost}", file=sys.stderr)
        return 1
    except BranchlineError as error:
        print(f"branchline: {error.message}", file=sys.stderr)
        return 2


def _show(paths: Paths, wanted: str, connect_sidecar: ConnectSidecar, hold: bool) -> int:
    """The agent's terminal; until there is one, what is done before it starts."""
    shown: list[str] = []
    is_looked_for_again = False
    while True:
        try:
            return _on_host(partial(Viewer, hold=hold), paths, wanted, connect_sidecar)
        except (PtyhostLost, BranchlineError) as error:
            # Nothing is prepared where no sidecar is: none is started to say so.
            is_unknown = isinstance(error, PtyhostLost) or error.code is ErrorCode.NO_SESSION
            comes = until_shown(connect_sidecar, wanted, shown) if paths.sidecar_socket.exists() else None
            if not is_unknown or (comes is None and is_looked_for_again):
                raise
        is_looked_for_again = comes is None  # It may have started meanwhile.
        if comes is None:
            continue
        if comes["terminal"] is None:
            print(f"[{comes['why']}]")
            return 0
        if comes["is_agents"]:
            wanted = str(comes["terminal"])
            continue
        shown.append(str(comes["terminal"]))
        try:
            code = _on_host(partial(ScriptViewer, hold=False), paths, shown[-1], connect_sidecar)
        except BranchlineError:
            continue  # It has ended.
        if code != GOES_ON:
            return code


def _on_host(viewer: Callable[..., Viewer], paths: Paths, terminal: str, connect_sidecar: ConnectSidecar) -> int:
    """Raises NO_SESSION, AMBIGUOUS and PtyhostLost."""
    with PtyhostLink(paths) as ptyhost:
        return viewer(ptyhost, ptyhost.find(terminal), connect_sidecar).run()
