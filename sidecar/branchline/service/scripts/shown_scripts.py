"""A repository's script as it is shown and approved: with all files of the repository that it names."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Collection, Iterable, Sequence

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.session.project_scripts import Script, ScriptKind
from branchline.core.session.script_text import called_in, is_script, names_in, shown_text
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
    readable: str = ""
    """The command as people read it, where it differs."""
    file: str = ""
    """The script itself, where it is a file, in the main checkout or in the worktree: shown whatever git makes of it.
    """


@attrs.frozen
class _Named:
    """A file that is named: where it really is, or, where a link leads out of the repository, whereto."""

    path: str
    asked: str
    """What git is asked about: nothing beyond a link."""
    real: str
    place: RepositoryFiles
    outside: str | None = None


async def shown(files: Sequence[RepositoryFiles], ask: Ask) -> Script:
    """With what is in its files now: of the first checkout, or else of the others. Ignored ones are the user's own, and
    may come and go, as does what scripts write: of what is in no commit only what can be run counts. Raises
    UnusableError."""
    readable = ask.readable or ask.command
    contents: dict[str, str] = {}
    todo, called = names_in(readable), {*called_in(readable)}
    if ask.file:
        contents[ask.file] = await asyncio.to_thread(_script, files, ask.file)
        todo += names_in(contents[ask.file], os.path.dirname(ask.file))
        called |= {*called_in(contents[ask.file], os.path.dirname(ask.file))}
    for depth in range(_DEPTH):
        found = await asyncio.to_thread(_existing, files, [each for each in todo if each not in contents])
        uncounted = await _uncounted(found, called)
        todo = []
        for each in found:
            if each in uncounted or each.path in contents or len(contents) >= _MOST:
                continue
            left = LARGEST - sum(map(len, contents.values()))
            contents[each.path], further = await asyncio.to_thread(_content, each, left, depth == 0 and not ask.file)
            todo += further
            if further:
                called |= {*called_in(contents[each.path], os.path.dirname(each.real))}
        if not todo:
            break
    return Script(ask.kind, ask.command, ask.source, shown_text(readable, contents.items()), ask.one_at_a_time)


def first_with(files: Sequence[RepositoryFiles], path: str) -> RepositoryFiles | None:
    return next((each for each in files if each.has(path)), None)


def _script(files: Sequence[RepositoryFiles], path: str) -> str:
    place = first_with(files, path)
    text = place.text(path) if place else None
    if text is None:
        raise UnusableError(f"there is no {path}")
    return text


def _content(named: _Named, left: int, is_called: bool) -> tuple[str, list[str]]:
    """What is shown of it, and what it names in its turn, if it is run. Raises UnusableError."""
    if named.outside is not None:
        return f"(a link to {named.outside})", []
    try:
        found = named.place.read(named.real)
    except UnusableError as error:
        raise UnusableError(f"it names {named.path}, and {error}") from None
    if found.text is None or len(found.text) > left:
        return f"({found.size} bytes, SHA-256 {found.sha256})", []
    more = is_called or is_script(named.real, found.text[:2].encode(), found.executable)
    return found.text, names_in(found.text, os.path.dirname(named.real)) if more else []


def _existing(files: Sequence[RepositoryFiles], paths: Iterable[str]) -> list[_Named]:
    found = []
    for path in dict.fromkeys(paths):
        place = first_with(files, path)
        if place is None:
            continue
        if (outside := place.leads_out(path)) is not None:
            found.append(_Named(path, _first_link(place.top, path), path, place, outside))
        else:
            real = os.path.relpath(os.path.realpath(os.path.join(place.top, path)), place.top)
            if os.path.isfile(os.path.join(place.top, real)) and not real.startswith(".git/"):
                found.append(_Named(path, real, real, place))
    return found


def _first_link(top: str, path: str) -> str:
    parts = path.split("/")
    ways = ("/".join(parts[: at + 1]) for at in range(len(parts)))
    return next((way for way in ways if os.path.islink(os.path.join(top, way))), path)


async def _uncounted(named: list[_Named], called: Collection[str]) -> list[_Named]:
    """Those that are in no commit, and that git ignores or nothing runs."""
    found: list[_Named] = []
    for place in {each.place for each in named}:
        there = [each for each in named if each.place is place]
        try:
            git = git_of(place.top)
            listed = await git.read("--literal-pathspecs", "ls-files", "-z", "--", *{each.asked for each in there})
            tracked = {*map(os.fsdecode, listed.split(b"\0"))}
            rest = [each for each in there if each.asked not in tracked]
            ignored = await ignored_of(git, {os.fsencode(each.asked) for each in rest})
        except BranchlineError as error:  # Then all of them are shown.
            log.warning("it is not known which files are tracked: %s", error.message)
            continue
        for each in rest:
            runs = each.outside is not None or each.path in called or await asyncio.to_thread(_can_run, each)
            if os.fsencode(each.asked) in ignored or not runs:
                found.append(each)
    return found


def _can_run(named: _Named) -> bool:
    try:
        found = named.place.read(named.real)
    except UnusableError:
        return True  # That is said when it is shown.
    return is_script(named.real, (found.text or "")[:2].encode(), found.executable)
