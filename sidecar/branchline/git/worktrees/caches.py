"""Ignored folders of a worktree that its tools make anew: found, and taken out of sight to be deleted."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import stat
import uuid
from collections.abc import Collection, Sequence
from pathlib import Path

from branchline.core.session.regenerable import is_regenerable, may_be_regenerable
from branchline.git.carrying.ignored import ignored_of
from branchline.git.carrying.setup import ignored_entries
from branchline.git.git_folders import GitFolders
from branchline.git.runner import Git
from branchline.git.untracked import list_files
from branchline.git.worktrees.places import ASIDE

log = logging.getLogger(__name__)

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}


async def find(folders: GitFolders, kept: Sequence[str] = ()) -> list[str]:
    """Those that git ignores as a whole and tracks no file of, by path from the top; none that holds a file which the
    patterns `kept` fit. Raises git's errors."""
    _, found = await ignored_entries(folders)
    likely = [each for each in found if may_be_regenerable(each)]
    if not likely:
        return []
    likely = await asyncio.to_thread(_regenerable, folders.checkout, likely)
    ignored = await _ignored(folders, likely)
    wanted = await _fitting(folders, kept)
    return [each for each in likely if each in ignored and not any(one.startswith(f"{each}/") for one in wanted)]


async def set_aside(folders: GitFolders, path: str) -> Path | None:
    """Take one of them out of sight, to be deleted by `removal.delete_set_aside`. None where it is none any more: it is
    looked at again, and once more when nothing can get into it. Raises git's errors and OSError."""
    if path not in await find(folders):
        return None
    aside = Path(folders.checkout).parent / f"{ASIDE}{uuid.uuid4().hex[:8]}"
    if not await asyncio.to_thread(_rename_away, folders.checkout, path, aside):
        return None
    try:
        is_tracked = await _is_tracked(folders, path)
    except BaseException:
        _bring_back(aside, Path(folders.checkout, path))
        raise
    if is_tracked:
        _bring_back(aside, Path(folders.checkout, path))
        return None
    return aside


def _regenerable(checkout: str, likely: Collection[str]) -> list[str]:
    found = []
    for each in likely:
        place = os.path.join(checkout, os.path.dirname(each))
        if not os.path.islink(os.path.join(checkout, each)) and is_regenerable(each, os.listdir(place)):
            found.append(each)
    return found


async def _ignored(folders: GitFolders, paths: Collection[str]) -> set[str]:
    """Those that a pattern names themselves: what it does is true of all that comes into them."""
    found = await ignored_of(Git(folders.checkout, folders), [os.fsencode(f"{each}/") for each in paths])
    return {os.fsdecode(each).removesuffix("/") for each in found}


async def _fitting(folders: GitFolders, patterns: Sequence[str]) -> list[str]:
    if not patterns:
        return []
    words = ("--others", "--ignored", "--exclude-standard", "-z", "--", *patterns)
    return [os.fsdecode(each) for each in (await list_files(folders, *words)).split(b"\0")[:-1]]


async def _is_tracked(folders: GitFolders, path: str) -> bool:
    words = ("--literal-pathspecs", "ls-files", "--cached", "-z", "--", path)
    return bool(await Git(folders.checkout, folders).read(*words))


def _rename_away(checkout: str, path: str, aside: Path) -> bool:
    """False where it is no folder of this file system any more, or beyond a link. Raises OSError."""
    *above, name = path.split("/")
    place = os.open(checkout, _FOLDER)
    try:
        for each in above:
            inner = os.open(each, _FOLDER, dir_fd=place)
            os.close(place)
            place = inner
        found = os.lstat(name, dir_fd=place)
        if not stat.S_ISDIR(found.st_mode) or found.st_dev != os.fstat(place).st_dev:
            return False
        os.rename(name, aside, src_dir_fd=place)
    except OSError as error:
        if error.errno not in _GONE:
            raise
        return False
    finally:
        os.close(place)
    return True


def _bring_back(aside: Path, place: Path) -> None:
    """Where something else stands by now, beside that: never over it."""
    while os.path.lexists(place):
        place = place.with_name(f"{place.name}.kept")
    os.rename(aside, place)
    log.info("%s is back", place)
