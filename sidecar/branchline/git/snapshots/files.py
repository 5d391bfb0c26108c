"""A worktree's files as a tree, and a tree's files in a worktree: byte for byte, through our own index."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.snapshots.folder import SnapshotFolder
from branchline.git.together import together

_MOST_TRIES = 5
"""git gives up when a file goes away while it looks at it."""
_REFUSED = re.compile(r"unable to index file '(.*)'")
_GITLINK = re.compile(rb"(?:^|\0)160000 [0-9a-f]+ 0\t([^\0]*)")
_IN_THE_WAY = re.compile(r"(?:would be overwritten|would lose untracked files)[^\n]*\n\t(.*)")
_UPDATE = ("update-index", "--add", "--remove", "--replace", "-z", "--stdin")


async def read_all(folder: SnapshotFolder, include: Sequence[str]) -> tuple[str, list[str]]:
    """The tree of what is on the disk, with the ignored files that match `include`; and what git cannot read."""
    try:
        return await _read_all(folder, include)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        # What our index has is no root for git's garbage collection: it may know objects that are gone.
        folder.drop_index()
        return await _read_all(folder, include)


async def _read_all(folder: SnapshotFolder, include: Sequence[str]) -> tuple[str, list[str]]:
    refused = [] if await _add_changed(folder) else await _add_every(folder)
    if include:
        refused += await add_these(folder, await _ignored(folder, "--others", include))
    return await tree_of(folder), refused


async def _add_changed(folder: SnapshotFolder) -> bool:
    """`add --all` in about half its time, where our index is there already. False: it could not be done so."""
    if not folder.index.exists():
        return False
    try:
        changed, others = await together(
            folder.read("diff-files", "--name-only", "-z", "--ignore-submodules=dirty"),
            folder.read("ls-files", "--others", "--exclude-standard", "-z"),
        )
        names = {*changed.split(b"\0"), *others.split(b"\0")} - {b""}
        if any(name.endswith(b"/") for name in names):
            return False  # A repository inside.
        if names:
            await folder.write(*_UPDATE, stdin=joined(sorted(names)))
    except BranchlineError as error:
        if error.code not in {ErrorCode.GIT_FAILED, ErrorCode.PERMISSION_DENIED}:
            raise
        return False
    return True


async def _add_every(folder: SnapshotFolder) -> list[str]:
    """Tries again where git fails for what passes: a file that went away meanwhile; an index that is damaged or a lock
    that a killed process left, which are ours to throw away."""
    for left in reversed(range(_MOST_TRIES)):
        try:
            await folder.write("add", "--all", "--sparse", "--ignore-errors", "--", ".")
        except BranchlineError as error:
            said = str(error.data.get("stderr"))
            if error.data.get("status") == 1:
                names = _REFUSED.findall(said)
                return [name for name in names if os.path.lexists(os.path.join(folder.own.folder, name))]
            if error.code not in {ErrorCode.GIT_FAILED, ErrorCode.PERMISSION_DENIED} or not left:
                raise
            if "index" in said:
                (folder.path / "index.lock").unlink(missing_ok=True)
                folder.drop_index()
        else:
            break
    return []


async def add_these(folder: SnapshotFolder, names: Collection[bytes]) -> list[str]:
    """Also what is ignored. Gives what may not be read."""
    root = os.fsencode(folder.own.folder)
    closed = [name for name in names if not _can_be_read(os.path.join(root, name))]
    if listed := joined(sorted({*names} - {*closed})):
        await folder.write(*_UPDATE, stdin=listed)
    return [os.fsdecode(name) for name in closed]


def _can_be_read(path: bytes) -> bool:
    """What is gone can be: git takes it out."""
    return os.path.islink(path) or not os.path.exists(path) or os.access(path, os.R_OK)


async def tree_of(folder: SnapshotFolder) -> str:
    return (await folder.write("write-tree")).decode().strip()


async def nested(folder: SnapshotFolder) -> list[str]:
    """Repositories in the worktree, of which our index has but the commit."""
    listing = await folder.read("ls-files", "--stage", "-z")
    if b"160000 " not in listing:
        return []  # The expression is slow.
    return [os.fsdecode(name) for name in _GITLINK.findall(listing)]


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
        kept, theirs = await together(
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
        if error.code is not ErrorCode.GIT_FAILED or not found:
            raise
        raise BranchlineError(
            ErrorCode.RESTORE_BLOCKED,
            f"{shown(found[1])} is in the way: it is ignored, or was changed just now. Move it, then try again."
            " Nothing was changed.",
            path=found[1],
        ) from None
    # git says nothing of a file that it could not write.
    different = await folder.read("diff-files", "--name-only", "-z", "--ignore-submodules=all")
    if different:
        name = os.fsdecode(different.split(b"\0")[0])
        raise BranchlineError(
            ErrorCode.RESTORE_INCOMPLETE,
            f"Not every file could be written: {shown(name)} is not as it was. Free some space or mend its"
            " permissions, then try again.",
            path=name,
        )


def joined(names: Iterable[bytes]) -> bytes:
    return b"".join(name + b"\0" for name in names)


async def _ignored(folder: SnapshotFolder, which: str, include: Sequence[str]) -> list[bytes]:
    listing = await folder.read("ls-files", which, "--ignored", "--exclude-standard", "-z", "--", *include)
    return listing.split(b"\0")[:-1]
