"""What the user changes on a session's record."""

from __future__ import annotations

from collections.abc import Sequence

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.naming.names import complaint
from branchline.core.naming.title_lines import MAX_TITLE, line
from branchline.core.policy.policy import Preset
from branchline.core.session import own_limits
from branchline.core.session.events import Edited, Looked
from branchline.core.session.name_events import Renamed, Retitled
from branchline.core.session.own_limits import LimitsSet
from branchline.core.session.role_events import PersonaChosen
from branchline.service.base.personas import Personas
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.removed_sessions import RemovedSessions


class Editing:
    def __init__(self, sessions: Sessions, personas: Personas, removed: RemovedSessions) -> None:
        self._sessions = sessions
        self._personas = personas
        self._removed = removed

    def update(
        self,
        session_id: str,
        *,
        name: str | None,
        task: str | None,
        auto_yes: Preset | None,
        pinned: bool | None,
        read: bool | None,
        title: str | None = None,
        persona: str | None = None,
        limits: Sequence[str] | None = None,
        answers: bool | None = None,
    ) -> Session:
        """None leaves a field as it is. Raises NO_SESSION, INVALID_NAME, PERSONA_UNKNOWN, BAD_PERSONA, BAD_LIMITS;
        nothing changed then."""
        before, role = self._sessions.get(session_id), self._personas.find(persona)
        name, title = name and name.strip(), title and title.strip()
        if name is not None and name != before.name:
            self._refuse_name(session_id, name)
        if title is not None and line(title) != " ".join(title.split()):
            raise BranchlineError(
                ErrorCode.INVALID_NAME, f"A title has at most {MAX_TITLE} characters, none of them hidden."
            )
        own = None if limits is None else own_limits.read(limits)
        if own is None and role is not None and role.auto_yes_limits:
            own = own_limits.beside(
                role.auto_yes_limits, before.limits if before.next_limits is None else before.next_limits
            )
        if name is not None:
            self._sessions.happened(session_id, Renamed(name))
        if title is not None:
            self._sessions.happened(session_id, Retitled(line(title)))
        if persona is not None:
            self._sessions.happened(session_id, PersonaChosen(persona, self._personas.preset(role)))
        if own is not None:
            self._sessions.happened(session_id, LimitsSet(own))
        self._sessions.happened(session_id, Edited(task, auto_yes and auto_yes.value, pinned, answers))
        if read:
            self._sessions.happened(session_id, Looked())
        return self._sessions.get(session_id)

    def _refuse_name(self, session_id: str, name: str) -> None:
        """Raises INVALID_NAME where no session can be named so, or another one is."""
        if why := complaint(name):
            raise BranchlineError(ErrorCode.INVALID_NAME, why)
        if name.casefold() in {each.name.casefold() for each in self._sessions.all() if each.id != session_id}:
            raise BranchlineError(ErrorCode.INVALID_NAME, f"Another session is named “{name}”. Choose another name.")
        if name.casefold() in {each.casefold() for each in self._removed.names(session_id)}:
            raise BranchlineError(
                ErrorCode.INVALID_NAME,
                f"A removed session is named “{name}”, and could be restored. Choose another name.",
            )
