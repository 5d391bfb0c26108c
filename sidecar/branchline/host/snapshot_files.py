"""A worktree's files as a tree, and a tree's files in a worktree: byte for byte, through our own index."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterable, Sequence

from branchline.core.errors import BranchlineError
from branchline.host.git import shown
from branchline.host.snapshot_folder import SnapshotFolder

_MOST_TRIES = 5
"""git gives up when a file goes away while it looks at it."""
_REFUSED = re.compile(r"unable to index file '(.*)'")
_GITLINK = re.compile(rb"(?:^|\0)160000 [0-9a-f]+ 0\t([^\0]*)")
_IN_THE_WAY = re.compile(r"(?:would be overwritten|would lose untracked files)[^\n]*\n\t(.*)")
_OF_LIST = ("--pathspec-from-file=-", "--pathspec-file-nul")


async def add_all(folder: SnapshotFolder, include: Sequence[str]) -> list[str]:
    """Bring our index up to the worktree, with the ignored files that match `include`. Gives what git cannot read."""
    refused: list[str] = []
    try:
        await _adding(folder, "add", "--all", "--sparse", "--ignore-errors", "--", ".")
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise
        names = _REFUSED.findall(str(error.data.get("stderr")))
        refused = [name for name in names if os.path.lexists(os.path.join(folder.own.folder, name))]
    if include:
        await add_these(folder, await _ignored(folder, "--others", include))
    return refused


async def add_these(folder: SnapshotFolder, names: Iterable[bytes]) -> None:
    """Also what is ignored."""
    if listed := joined(names):
        await _adding(folder, "--literal-pathspecs", "add", "--force", "--ignore-errors", *_OF_LIST, stdin=listed)


async def tree_of(folder: SnapshotFolder) -> str:
    return (await folder.write("write-tree")).decode().strip()


async def nested(folder: SnapshotFolder) -> list[str]:
    """Repositories in the worktree, of which our index has but the commit."""
    return [os.fsdecode(name) for name in _GITLINK.findall(await folder.read("ls-files", "--stage", "-z"))]


async def write_all(folder: SnapshotFolder, tree: str) -> None:
    """Write every file of `tree` into a worktree that has none."""
    await folder.write("read-tree", tree)
    await folder.write("checkout-index", "--all", "--force")


async def swap(folder: SnapshotFolder, commit: str, include: Sequence[str]) -> None:
    """Make the files that our index has those of `commit`. Files that it has not (ignored ones) stay; so do those that
    match `include` where the commit has none of that name.

    Raises RESTORE_BLOCKED when such a file is in the way, or one was changed since our index was made: nothing was
    changed then; RESTORE_INCOMPLETE when not every file could be written.
    """
    if include:
        kept, theirs = await asyncio.gather(
            _ignored(folder, "--cached", include),
            folder.read("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit),
        )
        names = joined(set(kept) - set(theirs.split(b"\0")))
        await folder.write("update-index", "--force-remove", "-z", "--stdin", stdin=names)
    # `read-tree -m -u` would overwrite ignored files; only `checkout` can be told not to.
    now = await folder.write("commit-tree", await tree_of(folder), "-m", "The files before")
    await folder.write("update-ref", "--no-deref", "HEAD", now.decode().strip())
    try:
        await folder.write("checkout", "--quiet", "--detach", "--no-overwrite-ignore", commit)
    except BranchlineError as error:
        found = _IN_THE_WAY.search(str(error.data.get("stderr")))
        if error.code != "GIT_FAILED" or not found:
            raise
        raise BranchlineError(
            "RESTORE_BLOCKED",
            f"{shown(found[1])} is in the way: it is ignored, or was changed just now. Move it, then try again."
            " Nothing was changed.",
            path=found[1],
        ) from None
    # git says nothing of a file that it could not write.
    different = await folder.read("diff-files", "--name-only", "-z", "--ignore-submodules=all")
    if different:
        name = os.fsdecode(different.split(b"\0")[0])
        raise BranchlineError(
            "RESTORE_INCOMPLETE",
            f"Not every file could be written: {shown(name)} is not as it was. Free some space or mend its"
            " permissions, then try again.",
            path=name,
        )


def joined(names: Iterable[bytes]) -> bytes:
    return b"".join(name + b"\0" for name in names)


async def _ignored(folder: SnapshotFolder, which: str, include: Sequence[str]) -> list[bytes]:
    listing = await folder.read("ls-files", which, "--ignored", "--exclude-standard", "-z", "--", *include)
    return listing.split(b"\0")[:-1]


async def _adding(folder: SnapshotFolder, *words: str, stdin: bytes | None = None) -> None:
    """Tries again where it fails for what passes: a file that went away meanwhile; an index that is damaged or a lock
    that a killed process left, which are ours to throw away."""
    for left in reversed(range(_MOST_TRIES)):
        try:
            await folder.write(*words, stdin=stdin)
            return
        except BranchlineError as error:
            if error.code not in {"GIT_FAILED", "PERMISSION_DENIED"} or error.data.get("status") == 1 or not left:
                raise
            if "index" in str(error.data.get("stderr")):
                for name in ("index", "index.lock"):
                    (folder.path / name).unlink(missing_ok=True)
