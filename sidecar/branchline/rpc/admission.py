"""Who may do what at the sidecar's socket: whoever descends from an agent is not the user.

A process is judged by its ancestry when it connects, and again before each request that does more than read. It may be
a hook of its own session, and nothing else.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.lineage import REFUSED, Being, Kin, being, kin, lineage
from branchline.machine.marks import is_below_marked
from branchline.machine.paths import Paths
from branchline.machine.peers import Peer
from branchline.service.base.sessions import Sessions
from branchline.service.terminals.strays import Strays

if TYPE_CHECKING:
    from branchline.service.prompts.on_waiting import OnWaiting
    from branchline.service.terminals.terminals import Terminals

log = logging.getLogger(__name__)


class Admission:
    def __init__(self, paths: Paths, sessions: Sessions) -> None:
        self._paths = paths
        self._sessions = sessions
        self._strays = Strays(paths)
        self._terminals: Terminals | None = None
        self._on_waiting: OnWaiting | None = None
        self._own = being(os.getpid())

    def begin(self) -> None:
        """Nothing of ours runs yet but what agents left."""
        self._strays.note()

    def go_on(self, terminals: Terminals, on_waiting: OnWaiting) -> None:
        """By what runs from now on, and by what they know of that was left."""
        self._terminals, self._on_waiting = terminals, on_waiting
        self._strays = terminals.strays

    def refusal(self, peer: Peer) -> str | None:
        """Why it may not do what only the user may; None: it may."""
        if self._own is not None and being(peer.pid) == self._own:
            return None  # A report on what runs asks here as well.
        if peer.has_ended:  # Then its connection is in other hands.
            return REFUSED[Kin.UNKNOWN]
        found = self._kin(peer)
        return None if found is Kin.OUTSIDE and not peer.has_ended else REFUSED.get(found, REFUSED[Kin.UNKNOWN])

    def check(self, peer: Peer) -> None:
        """Raises NOT_ALLOWED."""
        if reason := self.refusal(peer):
            log.warning("%s is refused: it is %s", self.named(peer), self._kin(peer).value)
            raise BranchlineError(ErrorCode.NOT_ALLOWED, reason)

    def named(self, peer: Peer) -> str:
        """For the log: the process, and the session whose agent it descends from, while that lives."""
        chain = lineage(peer.pid) or []
        agents = {each.id: each.process for each in self._sessions.all() if each.process is not None}
        whose = [session_id for session_id, agent in agents.items() if Being(agent.pid, agent.start_time) in chain]
        return f"process {peer.pid}" + (f" of session {whose[0][:8]}" if whose else "")

    async def may_be_hook(self, peer: Peer, session_id: str) -> bool:
        """Of this session: what the user starts may be one of any."""
        if self.refusal(peer) is None:
            return True
        agent = await self._terminals.host.agent_of(session_id) if self._terminals else None
        chain = lineage(peer.pid) or []
        if agent is not None and agent in chain and not peer.has_ended:
            return True
        log.warning("%s: %s is no hook of its", session_id[:8], self.named(peer))
        return False

    def _kin(self, peer: Peer) -> Kin:
        if is_below_marked(peer.pid, self._paths.runtime):
            return Kin.BELOW
        # A hook of git's that this process runs is the repository's, so that an agent may have written it.
        host = self._terminals.host.process if self._terminals else None
        known = {self._own, host, *self._strays.alive}
        ours = self._on_waiting.running if self._on_waiting else ()
        return kin(peer.pid, [each for each in known if each is not None], ours)
