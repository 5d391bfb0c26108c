"""Who may do anything here: the user, that is, whoever does not descend from an agent."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection
from pathlib import Path

from branchline.machine.lineage import REFUSED, Being, Kin, being, kin
from branchline.machine.marks import is_below_marked
from branchline.machine.peers import Peer
from branchline.ptyhost.log import log


def admitted(link: socket.socket) -> Peer | None:
    """Who is there; None: it has gone already, or is another user."""
    try:
        peer = Peer(link)
    except OSError:
        return None
    if peer.is_ours:
        return peer
    log.warning("a connection of another user was refused")
    peer.close()
    return None


def refusal(peer: Peer, sidecars: Collection[Being], runtime: Path) -> str | None:
    """Why it may do nothing; None: it may do all. `sidecars` were started by this process, and so are below it. What a
    sidecar runs of agents' is below one that bears the mark of this `runtime` folder."""
    own = being(os.getpid())
    if any(peer.pid == each.pid and being(peer.pid) == each for each in sidecars):
        return None
    found = kin(peer.pid, [own]) if own else Kin.UNKNOWN
    if is_below_marked(peer.pid, runtime):
        found = Kin.BELOW
    if found is Kin.OUTSIDE and not peer.has_ended:
        return None
    log.warning("process %d is refused: it is %s", peer.pid, found.value)
    return REFUSED.get(found, REFUSED[Kin.UNKNOWN])
