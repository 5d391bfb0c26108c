"""Who is at the other end of a socket in the file system."""

from __future__ import annotations

import os
import select
import socket
import struct
import sys

_SO_PEERPIDFD = 77
"""Linux 6.5 and later."""
_LOCAL_PEERCRED, _XUCRED_SIZE, _LOCAL_PEERPID = 0x001, 76, 0x002
"""macOS: sys/un.h, sys/ucred.h."""


class Peer:
    """The process that called `connect` (to its server: `listen`), whoever has the socket by now. To be closed.

    `pid` is 0 for one that this process cannot see: it lives in another pid namespace.
    """

    def __init__(self, link: socket.socket) -> None:
        """Raises OSError when it has gone already."""
        self._pidfd: int | None = None
        if sys.platform == "linux":
            credentials = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            self.pid, self.uid = map(int, struct.unpack("3i", credentials)[:2])
            self._pidfd = _pidfd(link, self.pid)
        else:
            _, uid = struct.unpack_from("2I", link.getsockopt(0, _LOCAL_PEERCRED, _XUCRED_SIZE))
            (pid,) = struct.unpack("i", link.getsockopt(0, _LOCAL_PEERPID, 4))
            self.pid, self.uid = int(pid), int(uid)

    @property
    def is_ours(self) -> bool:
        """It runs as the same user. The sockets' folder is 0700 too; this is the second lock."""
        return bool(self.uid == os.getuid())

    @property
    def has_ended(self) -> bool:
        """The very process that connected: its pid may be another's, and its socket in other hands."""
        if self._pidfd is not None:
            poll = select.poll()  # `select` takes no descriptor over 1023.
            poll.register(self._pidfd, select.POLLIN)
            return bool(poll.poll(0))
        if self.pid <= 0:
            return False  # Nothing is known of it; a signal to 0 would reach our own group.
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def close(self) -> None:
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None


def _pidfd(link: socket.socket, pid: int) -> int | None:
    """A handle on the process itself. Before Linux 6.5 by its pid, which leaves a gap: it may have ended by now."""
    try:
        return int(struct.unpack("i", link.getsockopt(socket.SOL_SOCKET, _SO_PEERPIDFD, 4))[0])
    except OSError:
        pass
    try:
        return os.pidfd_open(pid) if pid > 0 else None
    except OSError:
        return None
