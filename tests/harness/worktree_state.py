"""All that a worktree is, to hold two of its moments against each other."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from harness.repositories import Repo


def files_of(work: Repo) -> dict[str, tuple[int, str | bytes]]:
    """Every file and symbolic link by path: whether it can be executed, or its kind; and its content."""
    files: dict[str, tuple[int, str | bytes]] = {}
    root = os.fsencode(work.path)
    for place, folders, names in os.walk(root):
        if place == root:
            for each in (folders, names):
                each[:] = [name for name in each if name != b".git"]
        for name in [*names, *(each for each in folders if os.path.islink(os.path.join(place, each)))]:
            path = os.fsdecode(os.path.join(place, name))
            mode = os.lstat(path).st_mode
            content = os.readlink(path) if stat.S_ISLNK(mode) else Path(path).read_bytes()
            kind = stat.S_IFMT(mode) if stat.S_ISLNK(mode) else mode & 0o100
            files[os.path.relpath(path, work.path)] = (kind, content)
    return files


def fingerprint(work: Repo) -> dict[str, object]:
    """Its files, what git says of them, and the index."""
    return {
        "files": files_of(work),
        "status": work("--no-optional-locks", "status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignored"),
        "index": work("ls-files", "--stage", "-v", "-z"),
        "head": work("symbolic-ref", "HEAD"),
    }
