"""What a session changed in some files, upon what another checkout has of them: as trees, before a file is touched."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.session.landing import named
from branchline.git.git_folders import GitFolders
from branchline.git.hunks import FILES, Lines, chosen_hunks, is_binary, with_alone
from branchline.git.own_folder import looking, open_converting
from branchline.git.own_index import joined
from branchline.git.repository import git_of
from branchline.git.runner import Git
from branchline.git.tree_changes import entry_at, with_changes
from branchline.git.tree_diffs import NO_INDEX, write_tree

LITERAL = "--literal-pathspecs"


async def changed_among(checkout: GitFolders, paths: Sequence[str]) -> list[str]:
    """Those of the paths that are not as they were committed there: changed, staged, or not known to git. Raises git's
    errors."""
    head = await Git(checkout.checkout, checkout).text("rev-parse", "HEAD^{commit}")
    options = ("-z", "--no-renames", "--untracked-files=all", "--ignored=matching", "--ignore-submodules=dirty")
    async with looking(checkout, head) as ours:
        status = await ours.read(LITERAL, "status", "--porcelain", *options, "--", *paths)
    return [os.fsdecode(entry[3:]) for entry in status.split(b"\0") if entry]


async def hunks_alone(repository: str, base: str, tree: str, paths: Sequence[str], lines: Lines, place: Path) -> str:
    """The tree of the commit `base` with those hunks of a file that have some of `lines` in `tree`. `paths` are its
    path there and, where it was renamed, the one before: it keeps that. Raises BAD_PATH, INVALID_STATE (no change is
    there), NOT_UNDOABLE (it has no lines) and git's errors."""
    path, before = paths[0], paths[-1]
    old, new = await entry_at(repository, base, before), await entry_at(repository, tree, path)
    if new is None:
        raise BranchlineError(ErrorCode.BAD_PATH, f"There is no file {shown(path)} there.", path=path)
    git = git_of(repository)
    if old is not None:
        left, right = [await git.read("cat-file", "blob", each[1].decode()) for each in (old, new)]
        if not {old[0], new[0]} <= FILES or is_binary(left) or is_binary(right):
            raise BranchlineError(ErrorCode.NOT_UNDOABLE, f"{shown(path)} has no lines: apply all of it.", path=path)
        chosen = await chosen_hunks(git, old[1].decode(), new[1].decode(), lines)
        if not chosen:
            raise BranchlineError(ErrorCode.INVALID_STATE, "There is no change in these lines. Nothing was applied.")
        content = with_alone(left, right, chosen)
        blob = await git.write("hash-object", "-w", "--no-filters", "--stdin", stdin=content)
        new = (old[0], blob.strip())
    await asyncio.to_thread(place.mkdir, parents=True, exist_ok=True)
    return await with_changes(repository, base, {os.fsencode(before): new}, place)


async def applied(
    checkout: GitFolders, place: Path, base: str, tree: str, paths: Sequence[str], *, changed: bool = False
) -> tuple[str, str]:
    """The tree of what is checked out, and the one with what these paths became from `base` to `tree`; `changed`: upon
    what the files at these paths are now, whoever changed them. Raises LAND_CONFLICT and git's errors."""
    git = Git(checkout.checkout, checkout)
    options = ("--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--no-renames")
    patch = await git.read(LITERAL, "diff", *options, base, tree, "--", *paths, env=NO_INDEX)
    before = await git.text("rev-parse", "HEAD^{tree}")
    ours = await open_converting(checkout, place)
    await ours.write("read-tree", before)
    if changed:
        await ours.write("update-index", "--add", "--remove", "-z", "--stdin", stdin=joined(map(os.fsencode, paths)))
        before = await write_tree(ours.own, ours.environment)
    try:
        await ours.write("apply", "--cached", "--3way", "--whitespace=nowarn", "-", stdin=patch)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        listing = await ours.read("ls-files", "--unmerged", "-z")
        found = sorted({os.fsdecode(entry.partition(b"\t")[2]) for entry in listing.split(b"\0") if entry})
        raise _conflict(found or list(paths), checkout.checkout, before) from None
    return before, await write_tree(ours.own, ours.environment)


def _conflict(files: list[str], checkout: str, commit: str) -> BranchlineError:
    return BranchlineError(
        ErrorCode.LAND_CONFLICT,
        f"What the session changed does not fit what {shown(checkout)} has in {named(files)}. Bring the session up from"
        " its base first, or apply other parts. Nothing was changed.",
        onto=checkout,
        commit=commit,
        files=files[:100],
    )
