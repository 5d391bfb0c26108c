"""Makes a session that begins with the uncommitted changes of the main checkout, which stays as it is."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.reasons import SnapshotReason
from branchline.core.session.carrying import Missed, sentences
from branchline.git.repository import git_of, inspect, resolve
from branchline.git.snapshots import refs, snapshots
from branchline.machine.user_environment import Environment
from branchline.service.base.settings import LiveSettings
from branchline.service.sessions.create_request import CreateRequest
from branchline.service.sessions.creation import Beginning, Creation

_NOT_KEPT = "a snapshot cannot hold it: it cannot be read, or is larger than branchline.snapshotFileMegabytes"


class WithChanges:
    def __init__(self, settings: LiveSettings, creation: Creation) -> None:
        self._settings = settings
        self._creation = creation

    async def create(self, request: CreateRequest, environment: Environment | None = None) -> Session:
        """As `Creation.create`, from the commit that the main checkout has; what is staged there, changed or new is so
        in the worktree. It is as of now, however long the session is queued: a snapshot of the session's own holds it.

        Raises BAD_BASE where it is to start elsewhere, the errors of `Creation.create`, and git's."""
        root = (await inspect(request.repo)).root
        head = await _head(root, request)
        session_id = self._creation.chosen(request.id)
        place = await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-")
        try:
            taken = await snapshots.take(
                root,
                session_id,
                SnapshotReason.START,
                Path(place, "snapshot"),
                time.time(),
                self._settings.now.snapshot_include,
                repo=root,
                base=head,
                largest=self._settings.now.snapshot_largest,
            )
            inner = [name for name in taken.missing if not os.path.isdir(os.path.join(root, name))]
            beginning = Beginning(taken.ref, session_id, sentences(Missed(name, _NOT_KEPT) for name in inner))
            request = attrs.evolve(request, base=head)
            return await self._creation.create(request, beginning, environment=environment)
        except BaseException:
            await refs.drop_all(root, session_id)
            raise
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)


async def _head(root: str, request: CreateRequest) -> str:
    """The commit that is checked out at the root."""
    if os.path.lexists(os.path.join(root, ".git")):
        head = await git_of(root).text("rev-parse", "HEAD^{commit}")
        if request.branch is None and (request.base is None or await resolve(request.repo, request.base) == head):
            return head
    raise BranchlineError(
        ErrorCode.BAD_BASE,
        "Uncommitted changes come along only to a new branch that starts from the commit of the main checkout.",
    )
