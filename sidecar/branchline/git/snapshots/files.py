"""A worktree's files as a tree, and a tree's files in a worktree: byte for byte, through our own index."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.session.snapshot import Snapshot
from branchline.git.check_out import check_out
from branchline.git.own_folder import OwnFolder
from branchline.git.own_index import add_readable, bring_up, forget
from branchline.git.snapshots.index import hold_index
from branchline.git.snapshots.sparse import parse_tree, same_left_out, staying, without
from branchline.git.together import together
from branchline.git.untracked import size_of

_GITLINK = re.compile(rb"(?:^|\0)160000 [0-9a-f]+ 0\t([^\0]*)")


async def read_all(folder: OwnFolder, include: Sequence[str], largest: int | None) -> tuple[str, list[str]]:
    """The tree of what is on the disk, with the ignored files that match `include`; and what git cannot read, and files
    that it does not track and that have more than `largest` bytes."""
    root, large = os.fsencode(folder.own.folder), set[bytes]()

    def is_large(name: bytes) -> bool:
        if largest is None or size_of(os.path.join(root, name)) <= largest:
            return False
        large.add(name)
        return True

    refused = await bring_up(folder, is_large)
    if include:
        names = await _ignored(folder, "--others", include)
        refused += await add_these(folder, [name for name in names if not is_large(name)])
    if large:  # What the worktree's index has, git holds anyway.
        words = ("--literal-pathspecs", "ls-files", "-z", "--", *map(os.fsdecode, large))
        tracked = large.intersection((await folder.own.read(*words)).split(b"\0"))
        refused += [*map(os.fsdecode, large - tracked), *await add_these(folder, tracked)]
    return await tree_of(folder), refused


async def add_these(folder: OwnFolder, names: Collection[bytes]) -> list[str]:
    """Also what is ignored. Gives what may not be read."""
    return [os.fsdecode(name) for name in await add_readable(folder, names)]


async def tree_of(folder: OwnFolder) -> str:
    return (await folder.write("write-tree")).decode().strip()


async def nested(folder: OwnFolder) -> list[str]:
    """Repositories in the worktree, of which our index has but the commit."""
    listing = await folder.read("ls-files", "--stage", "-z")
    if b"160000 " not in listing:
        return []  # The expression is slow.
    return [os.fsdecode(name) for name in _GITLINK.findall(listing)]


async def write_all(folder: OwnFolder, tree: str) -> None:
    """Write every file of `tree` into a worktree that has none."""
    await folder.write("read-tree", tree)
    await folder.write("checkout-index", "--all", "--force")


async def swap(folder: OwnFolder, target: Snapshot, include: Sequence[str]) -> None:
    """Make the files that our index has those of `target`. Files that it has not (ignored ones, too large ones) stay;
    so do those that match `include` where the target has none of that name, and what the target left out or could not
    keep. What is not checked out now, and was the same then, stays out.

    Raises RESTORE_BLOCKED when such a file is in the way, or one was changed since our index was made: nothing was
    changed then; RESTORE_INCOMPLETE when not every file could be written.
    """
    ours, theirs = await together(
        folder.read("ls-files", "-z"), folder.read("ls-tree", "-r", "-z", "--full-tree", target.files)
    )
    there = parse_tree(theirs)
    going = {*ours.split(b"\0")[:-1]}.difference(there)
    kept = await staying(folder, target, going)
    if include:
        kept |= going.intersection(await _ignored(folder, "--cached", include))
    await forget(folder, kept)
    out = await same_left_out(folder, await hold_index(folder, None), there)
    commit = target.commit
    if out or target.disk:
        files = await without(folder, target.files, out) if out else target.files
        commit = (await folder.write("commit-tree", files, "-m", "The files then")).decode().strip()
    now = (await folder.write("commit-tree", await tree_of(folder), "-m", "The files before")).decode().strip()
    await _check_out(folder, now, commit)
    await _refuse_unwritten(folder, None)


async def bring(folder: OwnFolder, now: str, wanted: str, paths: Collection[bytes]) -> None:
    """Write what differs between two trees, which are these `paths`, where the first is what our index had: what was
    changed elsewhere since stays. Raises as `swap`."""
    commits = await together(*(folder.write("commit-tree", tree, "-m", "The files") for tree in (now, wanted)))
    await _check_out(folder, *(each.decode().strip() for each in commits))
    await _refuse_unwritten(folder, paths)


async def _check_out(folder: OwnFolder, now: str, wanted: str) -> None:
    """From one commit to another. Raises RESTORE_BLOCKED and git's errors."""
    if in_the_way := await check_out(folder, now, wanted):
        raise BranchlineError(
            ErrorCode.RESTORE_BLOCKED,
            f"{shown(in_the_way)} is in the way: it is ignored, or too large for snapshots, or was changed just now."
            " Move it, then try again. Nothing was changed.",
            path=in_the_way,
        )


async def _refuse_unwritten(folder: OwnFolder, paths: Collection[bytes] | None) -> None:
    """git says nothing of a file that it could not write. None: all of them."""
    different = (await folder.read("diff-files", "--name-only", "-z", "--ignore-submodules=all")).split(b"\0")[:-1]
    names = different if paths is None else [name for name in different if name in paths]
    if names:
        name = os.fsdecode(names[0])
        raise BranchlineError(
            ErrorCode.RESTORE_INCOMPLETE,
            f"Not every file could be written: {shown(name)} is not as it was. Free some space or mend its"
            " permissions, then try again.",
            path=name,
        )


async def _ignored(folder: OwnFolder, which: str, include: Sequence[str]) -> list[bytes]:
    listing = await folder.read("ls-files", which, "--ignored", "--exclude-standard", "-z", "--", *include)
    return listing.split(b"\0")[:-1]
