"""A repository's script as it is shown and approved: with all files of the repository that it names."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterable

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.session.project_scripts import Script, ScriptKind
from branchline.core.session.script_text import is_script, names_in, shown_text
from branchline.git.carrying.ignored import ignored_of
from branchline.git.repository import git_of
from branchline.service.scripts.repository_files import LARGEST, RepositoryFiles, UnusableError

log = logging.getLogger(__name__)

_DEPTH = 4
"""A script that names a script that names one."""
_MOST = 100


@attrs.frozen
class Ask:
    """What a file says is to be run: see `Script`."""

    kind: ScriptKind
    command: str
    source: str
    one_at_a_time: bool = False


@attrs.frozen
class _Named:
    """A file that is named: where it really is, or, where a link leads out of the repository, whereto."""

    path: str
    asked: str
    """What git is asked about: nothing beyond a link."""
    real: str
    outside: str | None = None


async def shown(checkout: str, ask: Ask) -> Script:
    """With what is in its files now. Ignored ones are the user's own, and may come and go. Raises UnusableError."""
    files = RepositoryFiles(checkout)
    contents: dict[str, str] = {}
    left = LARGEST
    todo = dict.fromkeys(names_in(ask.command), "")
    for depth in range(_DEPTH):
        found = await asyncio.to_thread(_existing, checkout, files, [each for each in todo if each not in contents])
        ignored = await _ignored(checkout, found)
        todo = {}
        for each in found:
            if each.asked in ignored or each.path in contents or len(contents) >= _MOST:
                continue
            contents[each.path], further = await asyncio.to_thread(_content, files, each, left, depth == 0)
            left -= len(contents[each.path])
            todo.update(dict.fromkeys(further, ""))
        if not todo:
            break
    text = shown_text(ask.command, sorted(contents.items()))
    return Script(ask.kind, ask.command, ask.source, text, ask.one_at_a_time)


def _content(files: RepositoryFiles, named: _Named, left: int, is_called: bool) -> tuple[str, list[str]]:
    """What is shown of it, and what it names in its turn, if it is run. Raises UnusableError."""
    if named.outside is not None:
        return f"(a link to {named.outside})", []
    try:
        found = files.read(named.real)
    except UnusableError as error:
        raise UnusableError(f"it names {named.path}, and {error}") from None
    if found.text is None or len(found.text) > left:
        return f"({found.size} bytes, SHA-256 {found.sha256})", []
    beside = os.path.dirname(named.real)
    more = is_called or is_script(named.real, found.text[:2].encode(), found.executable)
    return found.text, names_in(found.text, beside) if more else []


def _existing(checkout: str, files: RepositoryFiles, paths: Iterable[str]) -> list[_Named]:
    top = os.path.realpath(checkout)
    found = []
    for path in paths:
        if not files.has(path):
            continue
        if (outside := files.leads_out(path)) is not None:
            found.append(_Named(path, _first_link(top, path), path, outside))
        else:
            real = os.path.relpath(os.path.realpath(os.path.join(top, path)), top)
            if os.path.isfile(os.path.join(top, real)) and not real.startswith(".git/"):
                found.append(_Named(path, real, real))
    return found


def _first_link(top: str, path: str) -> str:
    parts = path.split("/")
    ways = ("/".join(parts[: at + 1]) for at in range(len(parts)))
    return next((way for way in ways if os.path.islink(os.path.join(top, way))), path)


async def _ignored(checkout: str, named: list[_Named]) -> set[str]:
    if not named:
        return set()
    try:
        found = await ignored_of(git_of(checkout), {os.fsencode(each.asked) for each in named})
    except BranchlineError as error:  # Then all of them are shown.
        log.warning("it is not known which files are ignored: %s", error.message)
        return set()
    return {os.fsdecode(each) for each in found}
