"""Offers to write the set-up script of a repository that has none."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.setup_check import WITH_PORTS, ports_in
from branchline.core.session.setup_offer import ENV, LONGEST, offered_script
from branchline.core.system_errors import tells_system_errors
from branchline.git.carrying.ignored import read_plain
from branchline.git.git_folders import GitFolders
from branchline.service.base.settings import LiveSettings
from branchline.service.carrying.checking import main_checkout
from branchline.service.carrying.ignored_files import carried
from branchline.service.scripts.script_files import OWN

_PATH = OWN[ScriptKind.SETUP]
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Offering:
    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings

    @tells_system_errors
    async def offer(self, repo: str) -> str:
        """What the script could be; "" where there is one, or nothing is known to be done. Raises the errors of
        `inspect`, and git's."""
        main = await main_checkout(repo)
        if os.path.lexists(os.path.join(main.checkout, _PATH)):
            return ""
        return await asyncio.to_thread(_offered, main, await carried(main, self._settings.now))

    @tells_system_errors
    async def write(self, repo: str, text: str) -> str:
        """Into the main checkout, uncommitted; gives its path. What is there is never written over. Raises BAD_PATH,
        and the errors of `inspect`."""
        if not text.strip() or len(text) > LONGEST or "\0" in text:
            raise BranchlineError(ErrorCode.BAD_PATH, "This is no script.", path=_PATH)
        main = await main_checkout(repo)
        return str(await asyncio.to_thread(_write, main.checkout, text))


def _offered(main: GitFolders, have: set[str]) -> str:
    def read(name: str) -> str | None:
        content = read_plain(Path(main.checkout, name))
        return None if content is None else content.decode("utf-8", "replace")

    names = set(os.listdir(main.checkout))
    examples = {name: text for name in names if name.startswith(".env.") and (text := read(name)) is not None}
    fixed = {name: ports_in(read(name) or "") for name in WITH_PORTS if name in names and not name.startswith(ENV)}
    return offered_script(names, have, examples, fixed)


def _write(checkout: str, text: str) -> Path:
    folder, path = Path(checkout, _PATH).parent, Path(checkout, _PATH)
    try:
        folder.mkdir(exist_ok=True)
        if folder.is_symlink():
            raise FileExistsError
        with open(os.open(path, _NEW, 0o755), "w") as file:
            file.write(text)
    except (FileExistsError, NotADirectoryError):
        raise BranchlineError(
            ErrorCode.BAD_PATH, f"{shown(str(path))} is there already, and was left as it is.", path=str(path)
        ) from None
    return path
