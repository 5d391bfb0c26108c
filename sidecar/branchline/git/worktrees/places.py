"""Where a worktree is put: beside its repository, under a name that nothing else has."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.checkouts import link_of
from branchline.git.git_folders import put
from branchline.git.repository import Repository, outermost
from branchline.git.runner import Git
from branchline.git.worktrees.failures import not_made
from branchline.machine.unsafe_folders import refuse_unsafe

MOST_TRIES = 200
"""Names tried with a suffix before giving up."""


_SUFFIX = ".worktrees"
_LABEL = 46
"""Bytes of the longest name of a worktree, with slashes around it."""
_GITS, _ROOMY = 48, 768
"""Bytes that git itself needs below a worktree's path; with more than the second any files have room."""
_IGNORE = ".gitignore"
_ALL_IGNORED = b"# Branchline's worktrees are no files of the repository around them.\n*\n"
ASIDE = ".branchline-removed-"
"""What the name of a removed worktree begins with until its files are deleted."""
SPARES = ".branchline-spares"
"""Beside worktrees, the folder of those that are ready before a session asks for one."""
_WAY_OUT = "Make it yours alone, or set branchline.worktreesFolder to a folder that is."


async def default_parent(repository: Repository) -> Path:
    """Beside the repository; for a submodule beside the one that it is in, which would see worktrees as untracked
    files. Raises git's errors."""
    return beside(await outermost(repository.root))


def beside(checkout: str) -> Path:
    return Path(checkout + _SUFFIX)


def is_for_worktrees(parent: Path) -> bool:
    """Whether the folder was made by us, beside a checkout."""
    return parent.name.endswith(_SUFFIX) and os.path.isdir(str(parent).removesuffix(_SUFFIX))


def free_labels(stem: str, parent: Path, repository: Repository, reserved: Collection[str] = ()) -> Iterator[str]:
    """`stem`, `stem-2`, … but those that are on the disk, or known to git although they are not, or `reserved`."""
    known = {each.casefold() for each in (*reserved, *(checkout.path for checkout in repository.checkouts))}
    for number in range(1, MOST_TRIES):
        label = stem if number == 1 else f"{stem}-{number}"
        path = parent / label
        if not os.path.lexists(path) and str(path).casefold() not in known:
            yield label


async def refuse_too_deep(git: Git, parent: Path, tip: str) -> None:
    """Raises NOT_MADE: paths of the commit's files would be longer there than the system takes; git's errors."""
    room = os.pathconf("/", "PC_PATH_MAX") - len(os.fsencode(parent)) - _LABEL
    if room > _ROOMY:
        return
    longest = 0
    if room > _GITS:
        names = await git.read("ls-tree", "-r", "-z", "--name-only", tip)
        longest = max(map(len, names.split(b"\0")))
    if room <= max(longest + 1, _GITS):
        raise BranchlineError(
            ErrorCode.NOT_MADE,
            f"The worktree cannot be made in {shown(str(parent))}: paths of its files would be too long. Choose a"
            " shorter one as branchline.worktreesFolder.",
        )


def claim(parent: Path, labels: Iterator[str], undo: contextlib.AsyncExitStack) -> Path:
    """An empty folder that nobody but us made, with the first of `labels` that is free. Raises UNSAFE_FOLDER,
    NAME_TAKEN, and the errors of `not_made`."""
    try:
        refuse_unsafe(parent, _WAY_OUT)
        for folder in reversed([each for each in (parent, *parent.parents) if not each.exists()]):
            folder.mkdir(exist_ok=True)
            undo.callback(drop_if_empty, folder)
        _hide(parent, undo)
        for label in labels:
            path = parent / label
            with contextlib.suppress(FileExistsError):
                path.mkdir()
                undo.callback(drop_if_empty, path)
                return path
    except OSError as error:
        raise not_made(error, parent) from error
    raise BranchlineError(
        ErrorCode.NAME_TAKEN, "Every name like this is taken. Choose another one.", branch=None, wanted=""
    )


def _hide(parent: Path, undo: contextlib.AsyncExitStack) -> None:
    """From a repository around the folder, which would see worktrees as untracked files: a nested one, or one's home,
    say. Not where the folder has other things in it: these are the user's. Raises OSError."""
    if not any(os.path.lexists(above / ".git") for above in parent.parents):
        return
    others = (each for each in os.listdir(parent) if not each.startswith(ASIDE) and each != SPARES)
    if all(link_of(str(parent / each)) is not None for each in others):  # Not where there is an ignore file, either.
        put(parent / _IGNORE, _ALL_IGNORED)
        undo.callback(_show, parent)


def _show(parent: Path) -> None:
    with contextlib.suppress(OSError):
        if (parent / _IGNORE).read_bytes() == _ALL_IGNORED:
            (parent / _IGNORE).unlink()


def drop_unused(parent: Path) -> None:
    """The folder for worktrees, if we made it and the last one is gone."""
    if is_for_worktrees(parent) and os.path.isdir(parent):
        if os.listdir(parent) == [_IGNORE]:
            _show(parent)
        drop_if_empty(parent)


def drop_empty(parent: Path, known: Collection[str]) -> None:
    """What is left of a creation that was killed before its names were written down: empty folders, where we made the
    one around them for worktrees; but those at the paths `known`. Raises OSError."""
    if is_for_worktrees(parent) and os.path.isdir(parent):
        for each in parent.iterdir():
            if str(each) not in known and each.name != SPARES and each.is_dir() and not each.is_symlink():
                drop_if_empty(each)
        drop_unused(parent)


def drop_spares(folder: Path) -> None:
    """The folder of spares, with the last one gone."""
    if folder.name == SPARES and os.path.isdir(folder) and os.listdir(folder) in ([], [_IGNORE]):
        _show(folder)
        drop_if_empty(folder)


def drop_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
