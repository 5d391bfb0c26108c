"""What a worktree changed against its base, and what files were before.

Measured on an index of our own, in a git folder of our own, which is brought up to the files; then a diff against the
base. Untracked files count too, and the user's own index, which the agent's git commands lock and write, is only ever
read.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.changes import FileChange, FileStatus
from branchline.core.system_errors import tells_system_errors
from branchline.git.diff_records import OPTIONS, parse_records
from branchline.git.git_folders import folders_in
from branchline.git.own_folder import OwnFolder, link_shared_index, open_converting, or_anew, without_filters
from branchline.git.own_index import Seen, bring_up, forget, look
from branchline.git.repository import git_of
from branchline.git.runner import Git, alone
from branchline.git.together import together
from branchline.git.tree_diffs import NO_INDEX, READ_TIMEOUT, diff_from, is_partial, write_tree
from branchline.git.untracked import LARGEST, find_untracked

MAX_TEXT = 5 * 1024 * 1024
"""Bytes: of a larger file it is only said that it is."""
LONGEST_PATH = 4096
_SNIFF = 8000
_FILTERS = {ErrorCode.FILTER_FAILED, ErrorCode.GIT_FAILED}
"""What a filter of the user's that cannot be run may come to."""
OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@attrs.frozen
class FileContent:
    """`text` is None for a binary file, one that is not UTF-8, or one that is too large (`large`)."""

    text: str | None
    large: bool = False


@tells_system_errors
async def read_changes(
    worktree: str, base: str, folder: Path, repo: str | None = None, largest: int = LARGEST
) -> tuple[str, list[FileChange]]:
    """The worktree's state as a tree id, and the files that differ from the commit `base`, by path.

    `folder` is ours and makes the next call quick; it is made when it is missing or damaged. `repo` is the session's
    repository, of which the worktree has to be one (None: whatever its `.git` says). Untracked files over
    `largest` bytes are listed as binary and are not in the tree. What would have to be fetched to be counted, in a
    partial clone, counts as no lines. What git cannot add (files without permission, nested repositories without
    a commit) is left out. Raises WORKTREE_UNLINKED and git's errors.
    """
    async with alone(str(folder)):
        return await or_anew(folder, lambda: _read_changes(worktree, base, folder, repo, largest))


async def _read_changes(
    worktree: str, base: str, folder: Path, repo: str | None, largest: int
) -> tuple[str, list[FileChange]]:
    ours = await open_converting(folders_in(worktree, repo), folder)
    if not ours.index.exists():
        await asyncio.to_thread(copy_index, ours)
    # The walks of all files are the most of it.
    (untracked, huge), seen = await together(find_untracked(ours.folders, largest), _look(ours))
    await forget(ours, huge)  # They may have been smaller before.
    is_filtered = await _bring_up(ours, frozenset(huge), seen)
    raw, tree = await _compared(ours, base)
    if not is_filtered:
        ours.index.unlink()  # The user may mend it, and then it has what no file is.
    changes = parse_records(raw, untracked)
    changes += [FileChange(os.fsdecode(name), FileStatus.UNTRACKED, binary=True) for name in huge]
    return tree, sorted(changes, key=lambda change: change.path)


async def read_file(folder: str, commit: str, path: str) -> FileContent | None:
    """A file as it is in a commit or tree. None: it is not there. Raises BAD_PATH, BAD_REVISION, NOT_FETCHED and git's
    errors.

    A symbolic link is not followed: its text is its target. Content is as git stores it, so large files kept by Git
    LFS are pointers.
    """
    if not OBJECT_ID.fullmatch(commit):
        raise BranchlineError(ErrorCode.BAD_REVISION, f"“{shown(commit)}” is not the id of a commit or tree.")
    name = checked_path(path)
    git = git_of(folder)
    try:
        listing = await git.read("--literal-pathspecs", "ls-tree", "-z", "--long", "--full-tree", commit, "--", path)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED or await git.ok("cat-file", "-e", commit):
            await _refuse_promised(git, error, path)
        raise BranchlineError(
            ErrorCode.BAD_REVISION, f"There is no commit or tree {commit} in this repository."
        ) from None
    entries = [entry for entry in listing.split(b"\0") if entry.partition(b"\t")[2] == name]
    if not entries:
        return None
    _, kind, object_id, size = entries[0].partition(b"\t")[0].split()
    if kind == b"commit":
        return FileContent(f"Subproject commit {object_id.decode()}\n")
    if kind != b"blob":
        return None
    if size.isdigit() and int(size) > MAX_TEXT:  # Of what only a remote has, newer gits say “BAD”.
        return FileContent(None, large=True)
    try:
        return content_of(await git.read("cat-file", "blob", object_id.decode()))
    except BranchlineError as error:
        await _refuse_promised(git, error, path)
        raise


async def _refuse_promised(git: Git, error: BranchlineError, path: str) -> None:
    """Nothing is fetched: whose program that runs, the repository says. Raises NOT_FETCHED, and what is no failure of
    git's to find it."""
    if error.code is not ErrorCode.GIT_FAILED:
        raise error
    if await is_partial(git):
        raise BranchlineError(
            ErrorCode.NOT_FETCHED,
            f"{shown(path)} as it was is not in this partial clone: only its remote has it. Look at it with git in a"
            " terminal, which fetches it.",
            path=path,
        ) from None


async def _look(ours: OwnFolder) -> Seen | None:
    """None: `_bring_up` has to look itself, where it can do something about it."""
    try:
        return await look(ours)
    except BranchlineError as error:
        if error.code not in _FILTERS:
            raise
        return None


async def _bring_up(ours: OwnFolder, huge: frozenset[bytes], seen: Seen | None) -> bool:
    """False: a filter of the user's cannot be run, so the files were taken as they are."""
    try:
        await bring_up(ours, huge.__contains__, seen)
    except BranchlineError as error:
        if error.code not in _FILTERS:
            raise
        await asyncio.to_thread(without_filters, ours)
        await bring_up(ours, huge.__contains__)
        return False
    return True


async def _compared(ours: OwnFolder, base: str) -> tuple[bytes, str]:
    """What our index has that differs from the base, for `parse_records`, and the tree of it."""
    words = ("diff-index", *OPTIONS, "--cached", "--ignore-submodules=none", base, "--")
    try:
        raw, tree = await together(ours.read(*words, timeout=READ_TIMEOUT), write_tree(ours.own, ours.environment))
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED or not await is_partial(ours.own):
            raise
        tree = await write_tree(ours.own, ours.environment)
        raw = await diff_from(ours.own, base, tree, NO_INDEX)
    return raw, tree


def copy_index(ours: OwnFolder) -> None:
    """Copy the worktree's own index: its times spare git the reading of every file."""
    link_shared_index(ours)
    aside = ours.path / "index.new"
    try:
        # With its time: git looks again at files that changed in the instant in which the index was written.
        shutil.copy2(ours.git_dir / "index", aside)
    except FileNotFoundError:
        return  # Nothing is checked out: git makes an empty one.
    os.replace(aside, ours.index)


def checked_path(path: str) -> bytes:
    """The path as git has it. Raises BAD_PATH."""
    try:
        name = os.fsencode(path)
    except UnicodeEncodeError:
        name = b""
    inside = not any(part in {b"", b".", b".."} for part in name.split(b"/"))
    if not inside or b"\0" in name or len(name) > LONGEST_PATH:
        raise BranchlineError(ErrorCode.BAD_PATH, f"“{shown(path)}” is not a path inside the worktree.", path=path)
    return name


def content_of(data: bytes) -> FileContent:
    """A file with these bytes."""
    if len(data) > MAX_TEXT or b"\0" in data[:_SNIFF]:
        return FileContent(None)
    try:
        return FileContent(data.decode())
    except UnicodeDecodeError:
        return FileContent(None)
