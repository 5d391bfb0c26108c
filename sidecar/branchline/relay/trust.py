"""Whether this process may start Branchline's others, and whether what answers at their sockets is theirs.

Whoever descends from an agent starts neither a sidecar nor a terminal host: it would be its own, with its PATH.
"""

from __future__ import annotations

import os
import socket

from branchline.machine.environment import AGENT_OF
from branchline.machine.lineage import REFUSED, Being, Kin, being, kin
from branchline.machine.paths import Paths
from branchline.machine.peers import Peer
from branchline.machine.process_lock import holder_of
from branchline.machine.sockets import dial, is_genuine
from branchline.ptyhost.link import HELLO, Link
from branchline.ptyhost.wire import WireError

_PATIENCE = 5.0


def why_no_start(paths: Paths) -> str | None:
    """A sentence; None: this process may start them."""
    host = _ptyhost(paths)
    if os.environ.get(AGENT_OF) == str(paths.runtime) or (host and kin(os.getpid(), [host]) is Kin.BELOW):
        return REFUSED[Kin.BELOW]
    return None


def why_no_sidecar(paths: Paths) -> str | None:
    """The same for a sidecar, of the process that would be it: the terminal host may have brought it back."""
    reason = why_no_start(paths)
    return None if reason is None or os.getpid() in _started_by_ptyhost(paths) else reason


def is_sidecar(paths: Paths, link: socket.socket) -> bool:
    """Whether the server of this connection is the user's sidecar, not something that an agent started."""
    if not is_genuine(link, paths.sidecar_lock):
        return False
    host = _ptyhost(paths)
    try:
        peer = Peer(link)
    except OSError:
        return False
    peer.close()
    if host is None or kin(peer.pid, [host]) is not Kin.BELOW:
        return True
    return peer.pid in _started_by_ptyhost(paths)


def _ptyhost(paths: Paths) -> Being | None:
    pid = holder_of(paths.ptyhost_lock)
    return None if pid is None else being(pid)


def _started_by_ptyhost(paths: Paths) -> list[object]:
    """The pids of sidecars that the terminal host brought back: of one that took long to come, and the one after."""
    with dial(paths.ptyhost_socket) or socket.socket() as link:
        wire = Link()
        try:
            if not is_genuine(link, paths.ptyhost_lock):
                return []
            link.settimeout(_PATIENCE)
            link.sendall(HELLO)
            while wire.greeting is None:
                data = link.recv(65536)
                if not data:
                    return []
                wire.feed(data)
        except (OSError, WireError):
            return []
    sidecars = wire.greeting.get("sidecars")
    return sidecars if isinstance(sidecars, list) else [wire.greeting.get("sidecar")]
