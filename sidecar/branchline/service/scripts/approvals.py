"""Asks for the user's approval before a repository's script runs, once for each text."""

from __future__ import annotations

import asyncio
import logging
import os

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.setup_waits import SetupWaits
from branchline.core.session.project_scripts import Approval, ProjectScripts, Script, ScriptKind
from branchline.core.session.setup_events import SetupAsked
from branchline.core.system_errors import tells_system_errors
from branchline.git.checkouts import checkout_of
from branchline.git.git_folders import folders_of
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Sessions
from branchline.service.scripts.approved_texts import ApprovedTexts
from branchline.service.scripts.project import Project

log = logging.getLogger(__name__)


@attrs.frozen
class ShownScript:
    """`before` is the text that was approved last in its place; None: none was, or it is the same."""

    script: Script
    approval: Approval
    before: str | None = None


@attrs.frozen
class ShownScripts:
    """`root` is the checkout that they were read from."""

    root: str
    scripts: tuple[ShownScript, ...]
    complaints: tuple[str, ...]


class Approvals:
    def __init__(self, sessions: Sessions, project: Project, texts: ApprovedTexts) -> None:
        self._sessions = sessions
        self._project = project
        self._texts = texts
        self.approved: Listeners[str] = Listeners()
        """Told the id of each session whose set-up script waited for what was approved just now."""

    async def to_run(self, session_id: str, kind: ScriptKind) -> Script | None:
        """The session's script of this kind, where it may run. None: it has none, or it waits for the user, which the
        session's row says of a set-up. Raises NO_SESSION."""
        session = self._sessions.get(session_id)
        script = (await self._project.scripts(session.worktree)).of(kind)
        may = script is not None and self._project.is_approved(script)
        if kind is ScriptKind.SETUP and self._sessions.has(session_id):
            waits = None
            if script is not None and not may and not await self._is_declined(session.worktree):
                waits = SetupWaits(script.source, script.digest)
            self._sessions.happened(session_id, SetupAsked(waits))
        if script is not None and not may:
            log.info("%s: its %s script is not approved", session_id[:8], kind.value)
        return script if may else None

    @tells_system_errors
    async def look(self, path: str) -> ShownScripts:
        """The scripts of the checkout that `path`, an absolute one, is in. Raises NOT_A_REPO, PATH_MISSING."""
        root, common_dir = await asyncio.to_thread(_checkout, path)
        found = await self._project.scripts(root)
        told = [self._told(common_dir, each) for kind in ScriptKind if (each := found.of(kind))]
        return ShownScripts(root, tuple(told), found.complaints)

    @tells_system_errors
    async def approve(self, path: str, digest: str) -> None:
        """The script of this checkout that the user saw. Raises SCRIPT_CHANGED, NOT_A_REPO, PATH_MISSING."""
        root, common_dir = await asyncio.to_thread(_checkout, path)
        script = _of_digest(await self._project.scripts(root), digest)
        if not script.is_users:
            self._texts.approved(common_dir, script)
            self._project.approve(digest)
            log.info("the %s script of %s is approved: %s", script.kind.value, shown(root), digest[:12])
        for session in self._sessions.all():
            if session.setup_waits is not None and session.setup_waits.digest == digest:
                self._sessions.happened(session.id, SetupAsked())
                self.approved.tell(session.id)

    @tells_system_errors
    async def decline(self, path: str) -> None:
        """Nothing is asked about this repository's scripts, and none of them runs, until one is approved. Raises
        NOT_A_REPO, PATH_MISSING."""
        _, common_dir = await asyncio.to_thread(_checkout, path)
        self._texts.decline(common_dir)
        for session in self._sessions.all():
            if session.setup_waits is not None and session.common_dir == common_dir:
                self._sessions.happened(session.id, SetupAsked())

    def _told(self, common_dir: str, script: Script) -> ShownScript:
        if script.is_users:
            return ShownScript(script, Approval.OWN)
        if self._project.is_approved(script):
            return ShownScript(script, Approval.APPROVED)
        is_declined = self._texts.is_declined(common_dir)
        return ShownScript(
            script, Approval.DECLINED if is_declined else Approval.WAITING, self._texts.before(common_dir, script)
        )

    async def _is_declined(self, worktree: str) -> bool:
        try:
            return self._texts.is_declined((await asyncio.to_thread(_checkout, worktree))[1])
        except BranchlineError as error:
            log.warning("%s: it is not known whose scripts these are: %s", shown(worktree), error.message)
            return False


def _checkout(path: str) -> tuple[str, str]:
    """And its common git folder. Raises NOT_A_REPO, PATH_MISSING."""
    if not os.path.isabs(path) or not os.path.isdir(path):
        raise BranchlineError(ErrorCode.PATH_MISSING, f"There is no folder {shown(path)}.", path=path)
    root = checkout_of(path)
    if root is None:
        raise BranchlineError(ErrorCode.NOT_A_REPO, f"{shown(path)} is in no git repository.", path=path)
    return root, str(folders_of(root).common_dir)


def _of_digest(scripts: ProjectScripts, digest: str) -> Script:
    for kind in ScriptKind:
        if (script := scripts.of(kind)) and script.digest == digest:
            return script
    raise BranchlineError(
        ErrorCode.SCRIPT_CHANGED,
        "The script is another one by now. Look at it again, then approve what it is.",
    )
