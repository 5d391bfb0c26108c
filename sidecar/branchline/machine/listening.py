"""The sockets on which this user's processes take connections."""

from __future__ import annotations

import os
import socket
import struct
import sys

_SOCK_DIAG, _BY_FAMILY, _DUMP = 4, 20, 0x301
"""Of Linux' netlink: it tells of sockets in one state alone, where /proc/net/tcp goes through all there are."""
_LISTEN = 1 << 10
_HEADER = struct.Struct("=IHHII")
_REQUEST = struct.Struct("=BBBxI48x")
_UID_AND_INODE = struct.Struct("=II")
_AT = _HEADER.size + 64
"""Where these stand in an answer."""
_DONE, _ERROR = 3, 2


def listening() -> frozenset[int]:
    """As inodes; none where the system does not tell, as on macOS."""
    if sys.platform != "linux":
        return frozenset()
    found: set[int] = set()
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, _SOCK_DIAG) as link:
            link.settimeout(1.0)
            for family in (socket.AF_INET, socket.AF_INET6):
                request = _REQUEST.pack(family, socket.IPPROTO_TCP, 0, _LISTEN)
                link.send(_HEADER.pack(_HEADER.size + len(request), _BY_FAMILY, _DUMP, 0, 0) + request)
                while _taken(link.recv(1 << 16), found):
                    pass
    except OSError:  # A kernel without it, or a sandbox around us.
        return frozenset(found)
    return frozenset(found)


def _taken(answer: bytes, found: set[int]) -> bool:
    """Whether more comes."""
    own, at = os.getuid(), 0
    while at + _HEADER.size <= len(answer):
        length, kind, *_ = _HEADER.unpack_from(answer, at)
        if kind in (_DONE, _ERROR) or length < _HEADER.size:
            return False
        user, inode = _UID_AND_INODE.unpack_from(answer, at + _AT)
        if user == own and inode:
            found.add(inode)
        at += (length + 3) & ~3
    return bool(answer)
