"""What the user changes on a session's record."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.policy.policy import Preset
from branchline.core.session.events import Edited, Looked, Renamed
from branchline.core.session.naming import unique
from branchline.service.base.sessions import Sessions


class Editing:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def update(
        self,
        session_id: str,
        *,
        name: str | None,
        task: str | None,
        auto_yes: Preset | None,
        pinned: bool | None,
        read: bool | None,
    ) -> Session:
        """None leaves a field as it is. Raises NO_SESSION, BAD_NAME; nothing changed then."""
        self._sessions.get(session_id)
        if name is not None:
            if not name.strip():
                raise BranchlineError(ErrorCode.BAD_NAME, "A session's name cannot be empty.")
            taken = {session.name for session in self._sessions.all() if session.id != session_id}
            self._sessions.happened(session_id, Renamed(unique(name.strip(), taken)))
        self._sessions.happened(session_id, Edited(task, auto_yes and auto_yes.value, pinned))
        if read:
            self._sessions.happened(session_id, Looked())
        return self._sessions.get(session_id)
