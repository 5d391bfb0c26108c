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
from branchline.service.scripts.script_files import find
from branchline.service.scripts.shown_scripts import shown


class Project:
    def __init__(self, settings: LiveSettings, sealing: Sealing) -> None:
        self._settings = settings
        self._sealing = sealing

    async def scripts(self, checkout: str) -> ProjectScripts:
        """As they are in this worktree now. Raises nothing of what is wrong with a file: that is among the
        complaints."""
        main = await asyncio.to_thread(_main_checkout, checkout)
        scripts = self._set(checkout, main)
        files = [RepositoryFiles(each) for each in dict.fromkeys((checkout, main))]
        found = await asyncio.to_thread(find, files, dict.fromkeys(scripts, "the setting"))
        complaints = list(found.complaints)
        for kind, ask in found.asks.items():
            try:
                scripts[kind] = await shown(files, ask)
            except UnusableError as error:
                complaints.append(f"{ask.source} is not used: {error}.")
        setup, run, teardown = (scripts.get(kind) for kind in (ScriptKind.SETUP, ScriptKind.RUN, ScriptKind.TEARDOWN))
        return ProjectScripts(setup, run, teardown, tuple(complaints))

    def is_approved(self, script: Script) -> bool:
        """What the user wrote in their settings is; the repository's by what it is now."""
        return script.is_users or script.digest in self._sealing.approved

    def approve(self, digest: str) -> None:
        """The user saw the text that it is of."""
        self._sealing.approve(digest)

    def _set(self, checkout: str, main: str) -> dict[ScriptKind, Script | None]:
        """What the settings say; None where they say that nothing is to be run."""
        now = self._settings.now
        texts = {
            ScriptKind.SETUP: now.setup_script,
            ScriptKind.RUN: now.run_command,
            ScriptKind.TEARDOWN: now.teardown_script,
        }
        found: dict[ScriptKind, Script | None] = {}
        for kind, by_path in texts.items():
            text = script_of(by_path, {checkout, os.path.realpath(checkout), main})
            if text is not None:
                found[kind] = Script(kind, text, SETTINGS, shown_text(text, ())) if text.strip() else None
        return found


def _main_checkout(checkout: str) -> str:
    """By which the user names the repository; the checkout itself where there is no other."""
    try:
        common_dir = folders_of(checkout).common_dir
    except BranchlineError:
        return checkout
    return str(common_dir.parent) if common_dir.name == ".git" else checkout
