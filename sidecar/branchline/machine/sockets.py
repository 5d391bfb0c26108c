"""Sockets in the file system, as our processes meet at them."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path


def dial(path: Path) -> socket.socket | None:
    """A connection; None when nobody answers there."""
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.connect(str(path))
    except OSError:
        link.close()
        return None
    return link


def is_ours(link: socket.socket) -> bool:
    """The peer runs as the same user. The folder is 0700 too; this is the second lock."""
    try:
        if sys.platform == "linux":
            _, uid, _ = struct.unpack("3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        else:
            local_peercred, xucred_size = 0x001, 76  # macOS: sys/un.h, sys/ucred.h
            _, uid = struct.unpack_from("2I", link.getsockopt(0, local_peercred, xucred_size))
    except OSError:
        return False  # It has gone already.
    return bool(uid == os.getuid())
