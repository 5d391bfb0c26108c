"""Makes a session out of another one's snapshot."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.policy.auto_yes_settings import preset_of
from branchline.machine.user_environment import Environment
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.create_request import CreateRequest
from branchline.service.sessions.creation import Beginning, Creation
from branchline.service.timeline.timeline import Timeline


class Forking:
    def __init__(self, sessions: Sessions, timeline: Timeline, creation: Creation) -> None:
        self._sessions = sessions
        self._timeline = timeline
        self._creation = creation

    async def fork(
        self,
        session_id: str,
        number: int,
        *,
        agent: str | None,
        instruction: str | None,
        name: str | None,
        environment: Environment | None = None,
    ) -> Session:
        """A new session that begins with the files of a snapshot, from the commit that was checked out then. The rest
        is as in the session that it leaves. Raises NO_SNAPSHOT, NO_COMMIT and the errors of `Creation.create`."""
        session = self._sessions.get(session_id)
        snapshot = await self._timeline.find(session_id, number)
        if snapshot.head is None:
            raise BranchlineError(
                ErrorCode.NO_COMMIT, "There was no commit yet at this snapshot: no branch can start there."
            )
        request = CreateRequest(
            repo=session.repo,
            agent=agent or session.agent,
            instruction=instruction,
            name=name or (None if instruction else session.name),
            task=session.task,
            persona=session.persona,
            title=None if name or instruction else session.title,
            kind=None if instruction else session.kind,
            base=snapshot.head,
            auto_yes=preset_of(session.auto_yes),
        )
        return await self._creation.create(request, Beginning(snapshot.ref), environment)
