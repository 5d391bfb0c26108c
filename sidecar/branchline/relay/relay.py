"""A connection to the sidecar for whoever needs one, with the sidecar started first when there is none or an older
one."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from pathlib import Path

from branchline import __version__
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.paths import Paths, self_command
from branchline.machine.processes import detach_spawn
from branchline.machine.sockets import dial
from branchline.relay.greeting import MAX_LINE, answer, read_line, version_key

START_PATIENCE = 15.0
"""Seconds for a new sidecar to answer: importing pygls on a busy machine takes one or two."""
AGAIN = 5.0
"""Seconds until a start that shows nothing is tried anew: one that is merely slow needs no company."""
_CHUNK = 256 * 1024


class SidecarError(BranchlineError):
    def __init__(self, message: str) -> None:
        super().__init__(ErrorCode.SIDECAR_UNREACHABLE, message)


def connect(paths: Paths, role: str) -> socket.socket:
    """A connection to the sidecar with the greeting done.

    Starts a sidecar when there is none, and replaces an older one. Raises SidecarError when none answers in time, or
    the one that runs is newer than this program.
    """
    deadline = time.monotonic() + START_PATIENCE
    started = -AGAIN
    while True:
        link = dial(paths.sidecar_socket)
        if link is not None:
            greeting = _read_greeting(link)
            theirs, ours = (
                version_key(greeting.get("branchline")) if greeting else (),
                version_key(__version__),
            )
            if greeting is not None and theirs > ours:
                link.close()
                raise SidecarError(
                    f"A newer Branchline ({greeting['branchline']}) is already running. Reload this window to use it."
                )
            if greeting is not None and theirs == ours:
                link.sendall(answer(role))
                return link
            if greeting is not None:
                link.sendall(answer("replace"))
                wait_for_end(link, max(0.1, deadline - time.monotonic()))
            link.close()
        elif time.monotonic() - started > AGAIN:
            started = time.monotonic()
            detach_spawn(self_command("serve"), dict(os.environ), Path("/"), paths.log_dir / "sidecar.err")
        if time.monotonic() > deadline:
            raise SidecarError(f"Branchline's sidecar did not start; its log is in {paths.log_dir}.")
        time.sleep(0.02)


def _read_greeting(link: socket.socket) -> dict[str, object] | None:
    """None when the other side goes away or says something else."""
    link.settimeout(5)
    line = b""
    try:
        while not line.endswith(b"\n") and len(line) < MAX_LINE:
            byte = link.recv(1)
            if not byte:
                return None
            line += byte
    except OSError:
        return None
    link.settimeout(None)
    return read_line(line)


def greeting_of_running(paths: Paths) -> dict[str, object] | None:
    """What a sidecar that runs says of itself: {branchline, wire, pid}. None when none answers; none is started."""
    link = dial(paths.sidecar_socket)
    if link is None:
        return None
    with link:
        greeting = _read_greeting(link)
        with contextlib.suppress(OSError):  # It may be ending.
            link.sendall(answer("viewer"))  # Who asks for nothing is no reason for a warning.
    return greeting


def wait_for_end(link: socket.socket, patience: float | None = None) -> None:
    """Returns when the sidecar closes the connection, or after `patience` seconds."""
    link.settimeout(patience)
    with contextlib.suppress(OSError):
        while link.recv(_CHUNK):
            pass


def end_running(paths: Paths) -> None:
    """Let a sidecar that runs give way to another one. Agents run on. One that does not answer is left alone."""
    link = dial(paths.sidecar_socket)
    if link is None:
        return
    with link:
        if _read_greeting(link) is not None:
            link.sendall(answer("replace"))
            wait_for_end(link, START_PATIENCE)
