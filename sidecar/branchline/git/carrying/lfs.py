"""Files that Git LFS keeps elsewhere, and that are not what they stand for in a new worktree."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from branchline.core.session.carrying import Missed
from branchline.git.carrying.ignored import read_plain
from branchline.git.git_folders import GitFolders
from branchline.git.runner import Git, environment
from branchline.git.tree_diffs import READ_TIMEOUT

_POINTER = b"version https://git-lfs.github.com/spec/v1\n"
_FILTER = b"filter=lfs"
LEAVES_POINTERS = {"GIT_LFS_SKIP_DOWNLOAD_ERRORS": "1"}
"""With it in git's environment, a content that cannot be had does not fail the files of a worktree: see `pointers`."""
NO_PROGRAM = "there are only Git LFS's pointers to the contents, as git-lfs is not installed"
NO_CONTENT = "there are only Git LFS's pointers to the contents; run git lfs install and git lfs pull in the worktree"


def has_program() -> bool:
    return shutil.which("git-lfs", path=environment().get("PATH")) is not None


async def pointers(tree: GitFolders) -> list[Missed]:
    """The files that are pointers still. Raises git's errors."""
    if not await asyncio.to_thread(_uses_it, tree):
        return []
    found = await Git(tree.checkout, tree).read("ls-files", "-z", "--", ":(attr:filter=lfs)", timeout=READ_TIMEOUT)
    names = await asyncio.to_thread(_pointers, tree.checkout, found.split(b"\0")[:-1])
    why = NO_CONTENT if has_program() else NO_PROGRAM
    return [Missed(os.fsdecode(name), why) for name in names]


def _uses_it(tree: GitFolders) -> bool:
    files = (Path(tree.checkout, ".gitattributes"), tree.common_dir / "info" / "attributes")
    return any(_FILTER in (read_plain(file) or b"") for file in files)


def _pointers(checkout: str, names: Sequence[bytes]) -> list[bytes]:
    return [name for name in names if _is_pointer(os.path.join(os.fsencode(checkout), name))]


def _is_pointer(path: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(_POINTER)) == _POINTER
    except OSError:
        return False
