"""What of a checkout is not in its commits: facts for the check of what a fresh worktree would lack."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.carrying import INCLUDE
from branchline.core.session.setup_check import is_cache
from branchline.git.carrying.submodules import listed
from branchline.git.git_folders import GitFolders
from branchline.git.runner import Git
from branchline.git.untracked import list_files
from branchline.machine.deep_folders import walk

_APPENDING = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MOST_INSIDE = 500
"""Entries of one ignored folder that are looked at."""


async def ignored_entries(main: GitFolders) -> tuple[list[str], list[str]]:
    """Ignored files and folders; of a folder that is ignored as a whole just itself. Raises git's errors."""
    words = ("--others", "--ignored", "--exclude-standard", "--directory", "-z")
    names = [os.fsdecode(name) for name in (await list_files(main, *words)).split(b"\0")[:-1]]
    return [name for name in names if not name.endswith("/")], [name[:-1] for name in names if name.endswith("/")]


def files_inside(checkout: str, folder: str) -> list[str]:
    """The first files of an ignored folder, by path from the checkout: no caches, no links, no repositories."""
    found = _files(checkout, folder)
    return [name for name, _ in zip(found, range(_MOST_INSIDE), strict=False)]


def _files(checkout: str, folder: str) -> Iterator[str]:
    for place, folders, names in walk(os.path.join(checkout, folder)):
        folders[:] = [] if ".git" in (*folders, *names) else [each for each in folders if not is_cache(each)]
        yield from (os.path.relpath(os.path.join(place, name), checkout) for name in sorted(names))


async def loose_hooks(main: GitFolders) -> str | None:
    """The folder of hooks that the repository's settings name below the checkout, of which no file is tracked: a
    worktree has it not. Raises git's errors."""
    git = Git(main.checkout, main)
    try:
        path = (await git.text("config", "--local", "--type=path", "--get", "core.hooksPath")).strip()
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return None
        raise
    if not path or os.path.isabs(path) or not os.path.isdir(os.path.join(main.checkout, path)):
        return None
    tracked = await git.read("--literal-pathspecs", "ls-files", "-z", "--", path)
    return None if tracked else path


async def absent_submodules(main: GitFolders) -> list[str]:
    """Those that were never initialised. Raises git's errors."""
    if not os.path.lexists(os.path.join(main.checkout, ".gitmodules")):
        return []
    modules = main.common_dir / "modules"
    found = await listed(Git(main.checkout, main))
    return [each.path for each in found if not (modules / each.name / "HEAD").is_file()]


def append_to_list(checkout: str, patterns: list[str]) -> Path:
    """Write these lines into the checkout's `.worktreeinclude`, but for those that stand there. Raises BAD_PATH where
    that is no plain file, and OSError."""
    path = Path(checkout, INCLUDE)
    try:
        with open(os.open(path, _APPENDING, 0o644), "r+b", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            there = file.read()
            lines = there.decode("utf-8", "surrogateescape").splitlines()
            new = [each for each in patterns if each not in lines]
            text = ("" if not there or there.endswith(b"\n") else "\n") + "".join(f"{each}\n" for each in new)
            file.write(text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        if os.path.islink(path) or (os.path.lexists(path) and not path.is_file()):
            raise BranchlineError(
                ErrorCode.BAD_PATH, f"{INCLUDE} is a link or a folder here; make it a file first.", path=str(path)
            ) from error
        raise
    return path
