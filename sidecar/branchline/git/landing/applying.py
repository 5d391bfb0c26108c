"""What a session changed in some files, upon what another checkout has of them: as trees, before a file is touched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.git_folders import GitFolders
from branchline.git.landing.merging import conflict
from branchline.git.own_folder import looking, open_converting
from branchline.git.runner import Git
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


async def applied(
    checkout: GitFolders, place: Path, base: str, tree: str, paths: Sequence[str], name: str
) -> tuple[str, str]:
    """The tree of what is checked out, and the one with what these paths became from `base` to `tree`. `name` is what
    the checkout is called in a sentence. Raises LAND_CONFLICT and git's errors."""
    git = Git(checkout.checkout, checkout)
    options = ("--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--no-renames")
    patch = await git.read(LITERAL, "diff", *options, base, tree, "--", *paths, env=NO_INDEX)
    before = await git.text("rev-parse", "HEAD^{tree}")
    ours = await open_converting(checkout, place)
    await ours.write("read-tree", before)
    try:
        await ours.write("apply", "--cached", "--3way", "--whitespace=nowarn", "-", stdin=patch)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        listing = await ours.read("ls-files", "--unmerged", "-z")
        found = sorted({os.fsdecode(entry.partition(b"\t")[2]) for entry in listing.split(b"\0") if entry})
        raise conflict(found or list(paths), name, before) from None
    return before, await write_tree(ours.own, ours.environment)
