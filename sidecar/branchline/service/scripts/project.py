"""Which scripts a project has, and whether the user approved them: those of the settings go before a repository's."""

from __future__ import annotations

import asyncio
import os

from branchline.core.errors import BranchlineError
from branchline.core.session.project_scripts import SETTINGS, ProjectScripts, Script, ScriptKind
from branchline.core.session.script_setting import script_of
from branchline.core.session.script_text import shown_text
from branchline.git.git_folders import folders_of
from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.settings import LiveSettings
from branchline.service.scripts.repository_files import RepositoryFiles, UnusableError
from branchline.service.scripts.shown_scripts import Ask, shown


class Project:
    def __init__(self, settings: LiveSettings, sealing: Sealing) -> None:
        self._settings = settings
        self._sealing = sealing

    async def scripts(self, checkout: str) -> ProjectScripts:
        """As they are in this worktree now. Raises nothing of what is wrong with a file: that is among the
        complaints."""
        complaints: list[str] = []
        setup, run, teardown = [await self._script(checkout, kind, complaints) for kind in ScriptKind]
        return ProjectScripts(setup, run, teardown, tuple(complaints))

    def is_approved(self, script: Script) -> bool:
        """What the user wrote in their settings is; the repository's by what it is now."""
        return script.is_users or script.digest in self._sealing.approved

    def approve(self, digest: str) -> None:
        """The user saw the text that it is of."""
        self._sealing.approve(digest)

    async def _script(self, checkout: str, kind: ScriptKind, complaints: list[str]) -> Script | None:
        now = self._settings.now
        set_ = {
            ScriptKind.SETUP: now.setup_script,
            ScriptKind.RUN: now.run_command,
            ScriptKind.TEARDOWN: now.teardown_script,
        }
        text = script_of(set_[kind], await asyncio.to_thread(_paths, checkout))
        if text is not None:
            return Script(kind, text, SETTINGS, shown_text(text, ())) if text.strip() else None
        path = f".branchline/{kind.value}"
        try:
            ask = await asyncio.to_thread(_own, checkout, kind, path)
            return await shown(checkout, ask) if ask else None
        except UnusableError as error:
            complaints.append(f"{path} is not used: {error}.")
            return None


def _own(checkout: str, kind: ScriptKind, path: str) -> Ask | None:
    files = RepositoryFiles(checkout)
    if files.text(path) is None:
        return None
    return Ask(kind, f"./{path}" if files.read(path).executable else f"sh ./{path}", path)


def _paths(checkout: str) -> set[str]:
    """By which the user may have named the repository."""
    try:
        common_dir = folders_of(checkout).common_dir
    except BranchlineError:
        return {checkout}
    main = common_dir.parent if common_dir.name == ".git" else common_dir
    return {checkout, os.path.realpath(checkout), str(main)}
