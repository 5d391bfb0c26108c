"""Sockets in the file system, as our processes meet at them."""

from __future__ import annotations

import socket
from pathlib import Path

from branchline.machine.peers import Peer
from branchline.machine.process_lock import holder_of


def dial(path: Path) -> socket.socket | None:
    """A connection; None when nobody answers there."""
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.connect(str(path))
    except OSError:
        link.close()
        return None
    return link


def is_genuine(link: socket.socket, lock: Path) -> bool:
    """Whether the process that serves this connection is the one that holds `lock`: any process of the user's can put a
    socket of its own in the place of ours. True where the system does not tell who holds it."""
    holder = holder_of(lock)
    if holder is None:
        return True
    try:
        peer = Peer(link)
    except OSError:
        return False  # It has gone already.
    peer.close()
    return peer.pid == holder
