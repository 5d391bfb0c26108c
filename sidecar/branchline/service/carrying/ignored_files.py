"""Ignored files and folders of the main checkout that a new worktree is given."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Sequence
from threading import Event
from typing import TypeVar

from branchline.core.session.carrying import (
    IN_THE_WAY,
    NOT_IGNORED,
    REPOSITORY,
    Missed,
    Progress,
    fitting,
    is_git_own,
    plain_folder,
    too_large,
    wanted,
)
from branchline.core.session.settings import Settings
from branchline.git.carrying import files, ignored
from branchline.git.git_folders import GitFolders
from branchline.git.runner import Git

Result = TypeVar("Result")


async def bring(main: GitFolders, tree: GitFolders, settings: Settings, done: Progress) -> list[Missed]:
    """Links first: what is below them is there then. Gives what does not come along. Raises git's errors and
    OSError."""
    claudes = await asyncio.to_thread(ignored.claudes_settings, main)
    own = settings.worktree_include, settings.worktree_symlinks
    want, missed = wanted(*own, settings.git.include, settings.git.symlink, claudes)
    linked = set[bytes]()
    if want.folders:
        linked, unlinked = await _link(main, tree, want.folders)
        missed += unlinked
    listed = await asyncio.to_thread(ignored.is_listed, main)
    if want.patterns or listed:
        missed += await _copy(main, tree, await _names(main, want.patterns, listed, linked), settings, done)
    return missed


async def carried(main: GitFolders, settings: Settings) -> set[str]:
    """The files and folders that a worktree would be given, whether its branch ignores them or not. Raises git's
    errors."""
    claudes = await asyncio.to_thread(ignored.claudes_settings, main)
    own = settings.worktree_include, settings.worktree_symlinks
    want, _ = wanted(*own, settings.git.include, settings.git.symlink, claudes)
    folders = await _folders(main, want.folders) if want.folders else []
    listed = await asyncio.to_thread(ignored.is_listed, main)
    names = await _names(main, want.patterns, listed, ()) if want.patterns or listed else []
    return {*map(os.fsdecode, folders), *map(os.fsdecode, names)}


async def _folders(main: GitFolders, patterns: Sequence[str]) -> list[bytes]:
    """Those that are there."""
    globs = [each for each in patterns if plain_folder(each) is None]
    found = await ignored.matching_folders(Git(main.checkout, main), globs) if globs else []
    named = [os.fsencode(folder) for each in patterns if (folder := plain_folder(each)) is not None]
    return await asyncio.to_thread(_folders_of, main.checkout, {*named, *found})


async def _link(main: GitFolders, tree: GitFolders, patterns: Sequence[str]) -> tuple[set[bytes], list[Missed]]:
    """The folders that are linked now, and what is not."""
    paths, missed = await _reachable(tree, await _folders(main, patterns))
    forms = [form for path in paths for form in (path, path + b"/")]
    hidden = await ignored.ignored_of(Git(tree.checkout, tree), forms)
    linked = set[bytes]()
    for path in paths:
        name = os.fsdecode(path)
        if path + b"/" not in hidden:
            missed.append(Missed(name, NOT_IGNORED))
            continue
        why = await asyncio.to_thread(files.link_folder, main.checkout, tree.checkout, name, path not in hidden)
        if why is None:
            linked.add(path)
        else:
            missed.append(Missed(name, why))
    return linked, missed


async def _names(main: GitFolders, patterns: Sequence[str], listed: bool, linked: Collection[bytes]) -> list[bytes]:
    found = await ignored.matching_files(Git(main.checkout, main), patterns, listed)
    below = tuple(folder + b"/" for folder in linked)
    return [name for name in found if not name.startswith(below) and not is_git_own(name)]


async def _copy(
    main: GitFolders, tree: GitFolders, names: Sequence[bytes], settings: Settings, done: Progress
) -> list[Missed]:
    missed = [Missed(os.fsdecode(name), REPOSITORY) for name in names if name.endswith(b"/")]
    plain, beyond = await _reachable(tree, [name for name in names if not name.endswith(b"/")])
    missed += beyond
    hidden = await ignored.ignored_of(Git(tree.checkout, tree), plain)
    missed += [Missed(os.fsdecode(name), NOT_IGNORED) for name in plain if name not in hidden]
    candidates = await asyncio.to_thread(files.sized, main.checkout, [name for name in plain if name in hidden])
    taken, left = fitting(candidates, settings.worktree_copy_bytes)
    missed += [Missed(os.fsdecode(each.path), too_large(settings.worktree_copy_bytes)) for each in left]
    if taken:
        copied = await _in_thread(
            lambda cancelled: files.copy_all(main.checkout, tree.checkout, taken, done, cancelled)
        )
        missed += copied.missed
    return missed


async def _reachable(tree: GitFolders, names: Sequence[bytes]) -> tuple[list[bytes], list[Missed]]:
    beyond = await asyncio.to_thread(files.beyond_links, tree.checkout, names)
    missed = [Missed(os.fsdecode(name), IN_THE_WAY) for name in names if name in beyond]
    return [name for name in names if name not in beyond], missed


def _folders_of(checkout: str, names: Collection[bytes]) -> list[bytes]:
    top = os.fsencode(checkout)
    return sorted(name for name in names if not is_git_own(name) and os.path.isdir(os.path.join(top, name)))


async def _in_thread(work: Callable[[Event], Result]) -> Result:
    """Whoever is cancelled waits until the work has stopped: what it writes into is about to go."""
    cancelled = Event()
    task = asyncio.ensure_future(asyncio.to_thread(work, cancelled))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        cancelled.set()
        await asyncio.wait({task})
        raise
