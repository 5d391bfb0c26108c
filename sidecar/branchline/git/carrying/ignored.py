"""Which ignored files and folders of the main checkout a worktree is to be given. git does the matching."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Sequence
from pathlib import Path

from branchline.core.errors import BranchlineError
from branchline.core.session.carrying import CLAUDES, INCLUDE, LARGEST
from branchline.git.git_folders import GitFolders
from branchline.git.own_index import joined
from branchline.git.runner import Git
from branchline.git.tree_diffs import READ_TIMEOUT


async def matching_files(main: Git, patterns: Sequence[str], listed: bool) -> list[bytes]:
    """The ignored files that the patterns fit; these go before those of the checkout's own list, where that is
    `listed`. One that ends in a slash is a repository. Raises git's errors."""
    words = [*(f"--exclude={each}" for each in patterns), *([f"--exclude-from={INCLUDE}"] if listed else [])]
    found = await main.read("ls-files", "--others", "--ignored", *words, "-z", timeout=READ_TIMEOUT)
    names = found.split(b"\0")[:-1]
    ignored = await ignored_of(main, names)
    return [name for name in names if name in ignored]


async def matching_folders(main: Git, patterns: Sequence[str]) -> list[bytes]:
    """The folders, without a tracked file, that the patterns fit; without a slash at their end. Raises git's errors."""
    words = ["--directory", *(f"--exclude={each.rstrip('/')}/" for each in patterns)]
    found = await main.read("ls-files", "--others", "--ignored", *words, "-z", timeout=READ_TIMEOUT)
    return [name[:-1] for name in found.split(b"\0") if name.endswith(b"/")]


async def ignored_of(git: Git, names: Collection[bytes]) -> set[bytes]:
    """Those that are ignored in git's checkout, there or not; one that ends in a slash is taken for a folder. None may
    be beyond a link. Raises git's errors."""
    if not names:
        return set()
    try:
        found = await git.write("check-ignore", "-z", "--stdin", stdin=joined(names), timeout=READ_TIMEOUT)
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return set()  # None is.
        raise
    return {*found.split(b"\0")} - {b""}


def is_listed(main: GitFolders) -> bool:
    """Whether the checkout has a list of its own."""
    return read_plain(Path(main.checkout, INCLUDE)) is not None


def claudes_settings(main: GitFolders) -> bytes:
    """Claude Code's of the repository; empty where there are none."""
    folder = Path(main.checkout, CLAUDES).parent
    if os.path.realpath(folder) != os.path.join(os.path.realpath(main.checkout), folder.name):
        return b""
    return read_plain(Path(main.checkout, CLAUDES)) or b""


def read_plain(path: Path) -> bytes | None:
    """What is in a file of a repository; None where it is none, or a link, or too large."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            return None
        with open(opened, "rb", closefd=False) as file:
            return file.read(LARGEST)
    except OSError:
        return None
    finally:
        os.close(opened)
