"""Files of a session as they were: the left side of a diff."""

from __future__ import annotations

from branchline.git.changes import FileContent, read_file
from branchline.service.base.whereabouts import Whereabouts

BASE = "base"


class Files:
    def __init__(self, whereabouts: Whereabouts) -> None:
        self._whereabouts = whereabouts

    async def read(self, session_id: str, path: str, at: str) -> FileContent | None:
        """A file as it was at `base`, or at a commit or tree id. None: it is not there. Raises NO_SESSION,
        REPO_GONE."""
        session = await self._whereabouts.now(session_id)
        return await read_file(session.repo, session.base if at == BASE else at, path)
