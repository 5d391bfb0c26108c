"""A session's files in the main checkout: what would have to be written there, and what stands against it."""

from __future__ import annotations

import os
from collections.abc import Collection

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.session.snapshot import Snapshot
from branchline.core.system_errors import tells_system_errors
from branchline.git.git_folders import folders_in
from branchline.git.own_folder import looking
from branchline.git.snapshots import unkept
from branchline.git.tree_changes import Changes, Entry, is_within, places, sides

_UNTRACKED = b"?? "
_REPOSITORY = b"160000"
_MOST = 20


@attrs.frozen
class Plan:
    """`left`: what of the session's stays out, such as the commits of submodules."""

    changes: Changes
    left: tuple[str, ...]


@tells_system_errors
async def plan(checkout: str, before: Snapshot, session: Snapshot) -> Plan:
    """What makes the checkout, of which `before` was just taken, what the session's snapshot has. Its own untracked
    files stay. Raises CHECKOUT_DIRTY (data: `files`, `count`), NO_DIFFERENCE and git's errors."""
    untracked = await _untracked(checkout, before)
    theirs, ours = await sides(checkout, before.tree, session.tree)
    changes: dict[bytes, Entry | None] = {}
    left: set[str] = {*session.missing}
    for name, entry in ours.items():
        present = theirs[name]
        if _REPOSITORY in {each[0] for each in (entry, present) if each}:
            left.add(os.fsdecode(name))
        elif not is_within(name, session.missing) and not (entry is None and name in untracked):
            changes[name] = entry
    in_the_way = _in_the_way(changes, untracked)
    if in_the_way:
        _refuse(checkout, in_the_way, "It has untracked files in the way")
    if not changes:
        raise BranchlineError(ErrorCode.NO_DIFFERENCE, "The main checkout has the same files already.")
    return Plan(changes, tuple(sorted(left)))


async def _untracked(checkout: str, before: Snapshot) -> set[bytes]:
    """Its untracked files, where nothing else is changed. Of repositories inside git looks at no more than their
    commit."""
    folders = folders_in(checkout, checkout)
    if begun := unkept.under_way(folders.git_dir):
        _refuse(checkout, [], f"It has {begun[0]}")
    async with looking(folders, before.head) as ours:
        words = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=dirty")
        entries = (await ours.read(*words)).split(b"\0")[:-1]
    changed = [entry[3:] for entry in entries if not entry.startswith(_UNTRACKED)]
    if changed:
        _refuse(checkout, changed, "It has changes that are in no commit")
    return {entry[3:] for entry in entries}


def _in_the_way(changes: Changes, untracked: Collection[bytes]) -> list[bytes]:
    """Untracked files at, above or below the places that are to be written."""
    written = {name for name, entry in changes.items() if entry}
    above = {place for name in written for place in places(name)}
    return sorted(name for name in untracked if name in above or not written.isdisjoint(places(name)))


def _refuse(checkout: str, names: Collection[bytes], why: str) -> None:
    files = [os.fsdecode(name) for name in names]
    which = f": {', '.join(map(shown, files[:3]))}{' and others' if len(files) > 3 else ''}" if files else ""
    raise BranchlineError(
        ErrorCode.CHECKOUT_DIRTY,
        f"The main checkout is not free. {why}{which}. Commit, stash or move that, then try again. Nothing was"
        " changed.",
        path=checkout,
        files=files[:_MOST],
        count=len(files),
    )
