"""What a worktree changed against its base, and what files were before.

Measured on an index of our own (`GIT_INDEX_FILE`): `git add -A` into it, then a diff against the base. Untracked
files count too, and the user's own index, which the agent's git commands lock and write, is only ever read.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model import FileChange, FileStatus
from branchline.host.git import Git, shown

HUGE = 50 * 1024 * 1024
"""Bytes: an untracked file beyond this is listed, but not counted nor copied into the repository's objects."""
MAX_TEXT = 10 * 1024 * 1024
"""Bytes: a larger file is shown as binary."""
_SNIFF = 8000
_OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_STATUS = {
    "A": FileStatus.ADDED,
    "M": FileStatus.MODIFIED,
    "T": FileStatus.MODIFIED,
    "D": FileStatus.DELETED,
    "R": FileStatus.RENAMED,
}


@attrs.frozen
class FileContent:
    """`text` is None for a binary file, one that is not UTF-8, or one that is too large."""

    text: str | None


async def read_changes(worktree: str, base: str, index: Path) -> tuple[str, list[FileChange]]:
    """The worktree's state as a tree id, and the files that differ from the commit `base`, by path.

    `index` is a file of ours that makes the next call quick; it is made when it is missing. Raises git's errors.
    """
    git = Git(worktree)
    untracked = {
        os.fsdecode(name)
        for name in (await git.read("ls-files", "--others", "--exclude-standard", "-z")).split(b"\0")
        if name
    }
    huge = sorted(name for name in untracked if _size(os.path.join(worktree, name)) > HUGE)
    env = {"GIT_INDEX_FILE": str(index), "GIT_LITERAL_PATHSPECS": "0"}
    await _fill(git, index, env, huge)
    raw = await git.read("diff-index", "--cached", "--raw", "--numstat", "-z", "-M", "--no-abbrev", base, "--", env=env)
    tree = (await git.write("write-tree", env=env)).decode().strip()
    changes = _parse(raw, untracked)
    changes += [FileChange(name, FileStatus.UNTRACKED, binary=True) for name in huge]
    return tree, sorted(changes, key=lambda change: change.path)


async def read_file(folder: str, commit: str, path: str) -> FileContent | None:
    """A file as it is in a commit or tree. None: it is not there. Raises BAD_PATH, BAD_REVISION and git's errors.

    A symbolic link is not followed: its text is its target.
    """
    if not _OBJECT_ID.fullmatch(commit):
        raise BranchlineError("BAD_REVISION", f"“{shown(commit)}” is not the id of a commit or tree.")
    parts = path.split("/")
    if not path or "\0" in path or path.startswith("/") or any(part in {"", ".", ".."} for part in parts):
        raise BranchlineError("BAD_PATH", f"“{shown(path)}” is not a path inside the worktree.")
    git = Git(folder)
    listing = await git.read("--literal-pathspecs", "ls-tree", "-z", "--long", "--full-tree", commit, "--", path)
    entries = [entry for entry in listing.split(b"\0") if entry.partition(b"\t")[2] == os.fsencode(path)]
    if not entries:
        return None
    _, kind, object_id, size = entries[0].partition(b"\t")[0].split()
    if kind == b"commit":
        return FileContent(f"Subproject commit {object_id.decode()}\n")
    if kind != b"blob":
        return None
    if int(size) > MAX_TEXT:
        return FileContent(None)
    return _decode(await git.read("cat-file", "blob", object_id.decode()))


async def _fill(git: Git, index: Path, env: dict[str, str], huge: list[str]) -> None:
    """Bring our index up to the worktree. One that git cannot read is made anew."""
    if not index.exists():
        own = await git.text("rev-parse", "--path-format=absolute", "--git-path", "index")
        await asyncio.to_thread(_copy, own, index)
    pathspecs = [".", *(f":(top,exclude,literal){name}" for name in huge)]
    try:
        await git.write("add", "-A", "--", *pathspecs, env=env)
    except BranchlineError as error:
        if error.code != "GIT_FAILED":
            raise
        # A damaged index, or a lock that a killed process left: ours to throw away. What still cannot be read then
        # (a nested repository without a commit, a file without permission) is left out, the rest counts.
        for path in (index, index.with_name(f"{index.name}.lock")):
            path.unlink(missing_ok=True)
        await git.write("read-tree", "HEAD", env=env)
        try:
            await git.write("add", "-A", "--ignore-errors", "--", *pathspecs, env=env)
        except BranchlineError as again:
            if again.code != "GIT_FAILED":
                raise


def _copy(own: str, index: Path) -> None:
    """Start from the worktree's index: its times spare git the reading of every file."""
    index.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = index.with_name(f"{index.name}.new")
    try:
        shutil.copyfile(own, aside)
    except FileNotFoundError:
        return  # Nothing is checked out: git makes an empty one.
    os.replace(aside, index)


def _parse(raw: bytes, untracked: set[str]) -> list[FileChange]:
    """`--raw` records, then `--numstat` records, NUL-terminated; a rename has two paths in both."""
    words = iter(raw.split(b"\0"))
    found: dict[str, FileChange] = {}
    for word in words:
        if word.startswith(b":"):
            letter = word.rpartition(b" ")[2][:1].decode()
            path = os.fsdecode(next(words))
            old = None
            if letter in {"R", "C"}:
                old, path = path, os.fsdecode(next(words))
            status = _STATUS.get(letter, FileStatus.MODIFIED)
            if path in untracked and status in {FileStatus.ADDED, FileStatus.RENAMED}:
                status = FileStatus.UNTRACKED if status is FileStatus.ADDED else status
            found[path] = FileChange(path, status, old)
        elif word:
            added, removed, name = word.split(b"\t", 2)
            if not name:
                next(words)
                name = next(words)
            path = os.fsdecode(name)
            binary = added == b"-"
            found[path] = attrs.evolve(
                found[path], added=0 if binary else int(added), removed=0 if binary else int(removed), binary=binary
            )
    return list(found.values())


def _decode(data: bytes) -> FileContent:
    if b"\0" in data[:_SNIFF]:
        return FileContent(None)
    try:
        return FileContent(data.decode())
    except UnicodeDecodeError:
        return FileContent(None)


def _size(path: str) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0  # It vanished meanwhile.
