"""Says what a fresh session would lack here, and writes down what the user wants brought along."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.setup_check import (
    INSTALLED,
    WITH_PORTS,
    Finding,
    SetupKind,
    folder_pattern,
    is_cache,
    is_dependencies,
    is_needed,
    pattern_of,
    ports_in,
)
from branchline.core.system_errors import tells_system_errors
from branchline.git.carrying import lfs, setup
from branchline.git.carrying.ignored import read_plain
from branchline.git.git_folders import GitFolders, folders_of
from branchline.git.repository import inspect
from branchline.service.base.settings import LiveSettings
from branchline.service.carrying.ignored_files import carried

_MOST = 200
"""Findings: what has more has a pattern of its own making."""
_MOST_PATTERNS, _LONGEST = 1000, 1000


class Checking:
    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings

    @tells_system_errors
    async def check(self, repo: str) -> tuple[str, list[Finding]]:
        """The main checkout, and what a worktree made of it now would lack. Raises the errors of `inspect`, and
        git's."""
        main = await main_checkout(repo)
        files, folders = await setup.ignored_entries(main)
        have = await carried(main, self._settings.now)
        found = await asyncio.to_thread(_ignored, main.checkout, files, folders, have)
        if hooks := await setup.loose_hooks(main):
            found.append(Finding(SetupKind.HOOKS, hooks))
        found += [Finding(SetupKind.SUBMODULE, path) for path in await setup.absent_submodules(main)]
        detail = "" if lfs.has_program() else "program"
        found += [Finding(SetupKind.LFS, missed.path, detail) for missed in await lfs.pointers(main)]
        found += await asyncio.to_thread(_outdated_and_ports, main.checkout)
        return main.checkout, found[:_MOST]

    @tells_system_errors
    async def include(self, repo: str, patterns: list[str]) -> str:
        """Adds lines to the main checkout's `.worktreeinclude`, and gives its path; nothing is committed. Raises
        BAD_PATH, and the errors of `inspect`."""
        odd = [each for each in patterns if not each.strip() or len(each) > _LONGEST or set(each) & set("\0\n\r")]
        if odd or len(patterns) > _MOST_PATTERNS:
            raise BranchlineError(ErrorCode.BAD_PATH, "These are no lines of .worktreeinclude.", path="")
        main = await main_checkout(repo)
        return str(await asyncio.to_thread(setup.append_to_list, main.checkout, patterns))


async def main_checkout(repo: str) -> GitFolders:
    """Of the repository that a folder is in. Raises BARE_REPO where it has none, and the errors of `inspect`."""
    root = (await inspect(repo)).root
    if not os.path.lexists(os.path.join(root, ".git")):
        raise BranchlineError(ErrorCode.BARE_REPO, "This repository has no main checkout.", path=root)
    return folders_of(root)


def _ignored(checkout: str, files: Iterable[str], folders: Iterable[str], have: Collection[str]) -> list[Finding]:
    needed, dependencies = set(files), []
    for folder in folders:
        above, _, name = folder.rpartition("/")
        if is_dependencies(folder, os.listdir(os.path.join(checkout, above))):
            if not any(each == folder or each.startswith(f"{folder}/") for each in have):
                dependencies.append(Finding(SetupKind.DEPENDENCIES, folder, pattern=folder_pattern(folder)))
        elif not is_cache(name):
            needed.update(setup.files_inside(checkout, folder))
    found = sorted(each for each in needed if is_needed(each) and each not in have)
    return [*(Finding(SetupKind.FILE, each, pattern=pattern_of(each)) for each in found), *dependencies]


def _outdated_and_ports(checkout: str) -> list[Finding]:
    found = []
    for lock, state in INSTALLED:
        locked, installed = (_changed_at(os.path.join(checkout, each)) for each in (lock, state))
        if locked is not None and installed is not None and locked > installed:
            found.append(Finding(SetupKind.OUTDATED, lock, state.partition("/")[0]))
    for name in WITH_PORTS:
        content = (read_plain(Path(checkout, name)) or b"").decode("utf-8", "replace")
        found += [Finding(SetupKind.PORT, name, port) for port in ports_in(content)]
    return found


def _changed_at(path: str) -> float | None:
    try:
        return os.lstat(path).st_mtime
    except OSError:
        return None
