"""A connection to the sidecar for whoever needs one, with the sidecar started first when there is none or an older
one."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path

from branchline import __version__
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.paths import Paths, self_command
from branchline.machine.process_lock import holder_of
from branchline.machine.processes import detach_spawn
from branchline.machine.sockets import dial
from branchline.relay.greeting import ENVIRONMENT, MAX_LINE, answer, read_line, takes, version_key
from branchline.relay.trust import is_sidecar, why_no_start

START_PATIENCE = 15.0
"""Seconds for a new sidecar to answer: importing pygls on a busy machine takes one or two."""
AGAIN = 5.0
"""Seconds until a start that shows nothing is tried anew: one that is merely slow needs no company."""
STRANGE_PATIENCE = 5.0
"""Seconds that something else may stand where the sidecar should: one that just ends is gone by then."""
_CHUNK = 256 * 1024


class SidecarError(BranchlineError):
    def __init__(self, message: str, code: ErrorCode = ErrorCode.SIDECAR_UNREACHABLE) -> None:
        super().__init__(code, message)


def connect(paths: Paths, role: str, environment: Mapping[str, str] | None = None) -> socket.socket:
    """A connection to the sidecar with the greeting done. `environment` is the window's, for the agents that it asks
    for.

    Starts a sidecar when there is none, and replaces an older one. Raises SidecarError when none answers in time, or
    the one that runs is newer than this program; with NOT_ALLOWED when an agent started this program.
    """
    deadline = time.monotonic() + START_PATIENCE
    started = -AGAIN
    strange = 0.0
    while True:
        link = dial(paths.sidecar_socket)
        if link is not None and not is_sidecar(paths, link):
            link.close()  # One that is just ending, or what an agent put there.
            strange = strange or time.monotonic()
            if time.monotonic() - strange > STRANGE_PATIENCE:
                raise SidecarError(
                    f"Something else answers at {paths.sidecar_socket}, in the place of Branchline's sidecar; an agent"
                    " may have put it there. Run “Branchline: Restart Sidecar”.",
                    ErrorCode.NOT_ALLOWED,
                )
        elif link is not None:
            greeting = _read_greeting(link)
            if greeting is not None and isinstance(greeting.get("refused"), str):
                link.close()
                raise SidecarError(str(greeting["refused"]), ErrorCode.NOT_ALLOWED)
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
                link.sendall(answer(role, environment if takes(greeting, ENVIRONMENT) else None))
                return link
            if greeting is not None:
                link.sendall(answer("replace"))
                wait_for_end(link, max(0.1, deadline - time.monotonic()))
            link.close()
        elif time.monotonic() - started > AGAIN:
            started = time.monotonic()
            if reason := why_no_start(paths):
                raise SidecarError(reason, ErrorCode.NOT_ALLOWED)
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
    """Let a sidecar that runs give way to another one. Agents run on. One that does not answer is left alone; one whose
    socket something else has taken is told by a signal."""
    link = dial(paths.sidecar_socket)
    if link is None or not is_sidecar(paths, link):
        _end_holder(paths)
        return
    with link:
        if _read_greeting(link) is not None:
            link.sendall(answer("replace"))
            wait_for_end(link, START_PATIENCE)


def _end_holder(paths: Paths) -> None:
    holder, deadline = holder_of(paths.sidecar_lock), time.monotonic() + START_PATIENCE
    if holder is None or why_no_start(paths):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(holder, signal.SIGTERM)
    while holder_of(paths.sidecar_lock) == holder and time.monotonic() < deadline:
        time.sleep(0.02)
