"""Commands for shells: what runs, and the end of it all."""

from __future__ import annotations

import os
import sys

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.machine.paths import Paths
from branchline.machine.process_lock import take_lock
from branchline.machine.sockets import dial
from branchline.relay import relay

_SHUTDOWNS = 3
_ENDING = 10.0
"""Seconds that a sidecar may take to write its last."""


def main(argv: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    paths = Paths.from_environment(os.environ)
    with to_reader():
        return _sessions(paths) if argv[0] == "sessions" else _shutdown(paths)
    return 0


def _sessions(paths: Paths) -> int:
    with relay.connect(paths, "client") as link:
        sessions = ask(link, "session/list", {})["sessions"]
    for session in sessions:
        changes = session["changes"]
        counts = f"+{changes['added']} -{changes['removed']}"
        print(
            f"{session['id'][:8]}  {session['status']:<9}  {session['agent']:<9}  {counts:>12}  "
            f"{session['branch']}  {session['name']}"
        )
    if not sessions:
        print("No sessions.")
    return 0


def _shutdown(paths: Paths) -> int:
    """Starts a sidecar when none runs: agents may live in the terminal host all the same. One that dies meanwhile has
    not done it."""
    for _ in range(_SHUTDOWNS):
        with relay.connect(paths, "shutdown") as link:
            relay.wait_for_end(link)
        if not _ptyhost_lives(paths):
            _wait_for_end(paths)
            print("Every agent, the sidecar and the terminal host have ended.")
            return 0
    print("branchline: the terminal host still runs; the log has the cause. Try again.", file=sys.stderr)
    return 1


def _wait_for_end(paths: Paths) -> None:
    """The sidecar lets go of its connections before it has written its last: until then it holds the lock, which a new
    one may take over."""
    lock = take_lock(paths.sidecar_lock, paths.sidecar_socket, _ENDING)
    if lock is not None:
        os.close(lock)


def _ptyhost_lives(paths: Paths) -> bool:
    link = dial(paths.ptyhost_socket)
    if link is None:
        return False
    link.close()
    return True
