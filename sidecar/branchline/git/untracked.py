"""Files that git does not know, and those of them that are too large to be copied into a repository's objects."""

from __future__ import annotations

import os

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.git_folders import GitFolders
from branchline.git.own_folder import looking
from branchline.git.runner import Git
from branchline.git.tree_diffs import READ_TIMEOUT, is_partial

LARGEST = 50 * 1024 * 1024
"""Bytes."""


async def find_untracked(folders: GitFolders, largest: int) -> tuple[set[str], list[bytes]]:
    """What git does not track, but for what is ignored; and those of over `largest` bytes, in order. Raises git's
    errors."""
    listing = await list_files(folders, "--others", "--exclude-standard", "-z")
    # A nested repository is listed with a slash at its end.
    names = {name.removesuffix(b"/") for name in listing.split(b"\0") if name}
    root = os.fsencode(folders.checkout)
    return {*map(os.fsdecode, names)}, sorted(name for name in names if size_of(os.path.join(root, name)) > largest)


async def list_files(folders: GitFolders, *words: str) -> bytes:
    """What `ls-files` prints of a worktree. An ignore file that is not checked out, and only promised by a remote,
    ignores nothing. Raises git's errors."""
    git = Git(folders.checkout, folders)
    try:
        return await git.read("ls-files", *words, timeout=READ_TIMEOUT)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED or not await is_partial(git):
            raise
    async with looking(folders) as ours:
        return await ours.read("ls-files", *words)


def size_of(path: bytes) -> int:
    """In bytes."""
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0  # It vanished meanwhile.
