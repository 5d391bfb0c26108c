"""`branchline stdio`: joins a client's stdin and stdout to the sidecar's socket. No pygls: it starts in a few
milliseconds and holds nothing.

It does not parse what passes, so nobody can tell it a log level: it looks where the sidecar keeps the one in force.
"""

from __future__ import annotations

import os
import selectors
import socket
import sys

from branchline import __version__
from branchline.machine.log import Log
from branchline.machine.paths import Paths
from branchline.machine.prctl import close_to_others
from branchline.relay.relay import SidecarError, connect, end_running

log = Log("branchline.relay")

_CHUNK = 256 * 1024


def run(arguments: list[str]) -> int:
    """Returns the exit code: 0 when the client ended, 1 when the sidecar did, 2 when there is none to be had.

    With `--replace` a sidecar that runs is replaced first."""
    close_to_others()
    paths = Paths.from_environment(os.environ)
    log.open(paths.log_dir / "relay.log", follow=paths.log_level)
    log.info("started, version %s", __version__)
    if arguments == ["--replace"]:
        end_running(paths)
    try:
        link = connect(paths, "client", os.environ)
    except SidecarError as error:
        log.error("no sidecar: %s", error.message)
        print(error.message, file=sys.stderr)
        return 2
    log.debug("joined to the sidecar")
    ended = _join(link)
    log.info("ended, as the %s did", "sidecar" if ended else "client")
    return ended


def _join(link: socket.socket) -> int:
    """Copy both ways until one side ends. Blocking writes: a slow side slows the other, nothing is dropped."""
    stdin, stdout = sys.stdin.fileno(), sys.stdout.fileno()
    with selectors.DefaultSelector() as selector:
        selector.register(stdin, selectors.EVENT_READ)
        selector.register(link, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is link:
                    data = _receive(link)
                    if not data:
                        return 1
                    if not _write_all(stdout, data):
                        return 0
                else:
                    data = os.read(stdin, _CHUNK)
                    if not data:
                        return 0
                    try:
                        link.sendall(data)
                    except OSError:
                        return 1


def _receive(link: socket.socket) -> bytes:
    try:
        return link.recv(_CHUNK)
    except OSError:
        return b""


def _write_all(descriptor: int, data: bytes) -> bool:
    """False when nobody reads any more."""
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except BrokenPipeError:
        return False
    return True
