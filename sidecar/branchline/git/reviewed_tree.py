"""The reviewed tree: each of a session's files as the user last looked at it, the others as they were at the base. What
differs from it is new to the user."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.session.snapshot import folder_of
from branchline.core.system_errors import tells_system_errors
from branchline.git.changes import OBJECT_ID, checked_path
from branchline.git.repository import git_of
from branchline.git.snapshots.refs import update_refs
from branchline.git.tree_diffs import NO_INDEX, READ_TIMEOUT, write_tree

_NAME = "reviewed"
_NO_OBJECT = b"0" * 40


async def differing(repository: str, left: str, right: str) -> frozenset[str]:
    """The paths in which two trees or commits differ; of a renamed file both. Raises git's errors."""
    words = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", left, right, "--")
    listing = await git_of(repository).read(*words, env=NO_INDEX, timeout=READ_TIMEOUT)
    return frozenset(os.fsdecode(name) for name in listing.split(b"\0") if name)


@tells_system_errors
async def with_paths(repository: str, reviewed: str, seen: str, paths: Sequence[str]) -> str:
    """The tree of `reviewed` with these paths as they are in `seen`, where they may be gone. Raises BAD_PATH,
    BAD_REVISION and git's errors."""
    names = [checked_path(path) for path in paths]
    await check(repository, seen)
    git = git_of(repository)
    listing = await git.read("ls-tree", "-r", "-z", "--full-tree", seen, timeout=READ_TIMEOUT)
    entries = {line.partition(b"\t")[2]: line.partition(b"\t")[0] for line in listing.split(b"\0") if line}
    lines = b""
    for name in names:
        mode, _, object_id = entries[name].split() if name in entries else (b"0", b"", _NO_OBJECT)
        lines += b"%s %s 0\t%s\0" % (mode, object_id, name)
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-")
    env = {"GIT_INDEX_FILE": os.path.join(folder, "index")}
    try:
        await git.write("read-tree", reviewed, env=env)
        await git.write("update-index", "-z", "--index-info", env=env, stdin=lines)
        return await write_tree(git, env)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def keep(repository: str, session_id: str, tree: str) -> None:
    """git never collects it as long as the session, or what is kept of it, is there. Raises git's errors."""
    await update_refs(git_of(repository), session_id, f"update {folder_of(session_id)}{_NAME} {tree}\n".encode())


async def check(repository: str, tree: str) -> None:
    """Raises BAD_REVISION: it is no tree of this repository."""
    if not OBJECT_ID.fullmatch(tree) or not await git_of(repository).ok("cat-file", "-e", f"{tree}^{{tree}}"):
        raise BranchlineError(ErrorCode.BAD_REVISION, f"There is no tree {shown(tree)} in this repository.")
