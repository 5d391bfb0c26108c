"""Gives sessions a better name once it is known what their agents are told. Branches and folders stay."""

from __future__ import annotations

import logging

from branchline.core.session.name_events import BetterNamed, ReconsiderName
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.removed_sessions import RemovedSessions

log = logging.getLogger(__name__)


class BetterNames:
    def __init__(self, sessions: Sessions, removed: RemovedSessions) -> None:
        self._sessions = sessions
        self._removed = removed
        sessions.does(ReconsiderName, self._reconsider)

    def _reconsider(self, session_id: str, _effect: ReconsiderName) -> None:
        from branchline.core.naming.better import better
        from branchline.core.naming.names import unique

        session = self._sessions.get(session_id)
        found = better(session.naming, session.kind) if session.naming else None
        if found is None:
            return
        name, title = found
        log.info("%s: a better name was found", session_id[:8])
        self._sessions.happened(session_id, BetterNamed(unique(name, self._removed.names(session_id)), title))
