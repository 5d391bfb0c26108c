"""Two trees held against each other, also in a partial clone: there an object that is only promised by a remote stays
so, and what it would tell is left unknown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.diff_records import OPTIONS
from branchline.git.runner import Git

NO_INDEX = {"GIT_INDEX_FILE": "/nonexistent/index"}
"""For what compares trees: git would read the index all the same."""
READ_TIMEOUT = 120.0
"""Seconds: a listing of a huge worktree on a slow disk."""
_MOST = 64 * 1024
"""Bytes of paths in one call: far less than the system takes."""
_PARTIAL = r"^(extensions\.partialclone|remote\..*\.promisor)$"
_NAMES = ("--raw", "-z", "-M100%", "--no-abbrev")
"""Reads no file."""
_NUMBERS = ("--numstat", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
_LINK = b"160000"


async def is_partial(git: Git) -> bool:
    """Whether objects of this repository may be at a remote alone. Raises git's errors."""
    try:
        return bool(await git.read("config", "--get-regexp", _PARTIAL))
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return False
        raise


async def write_tree(git: Git, env: Mapping[str, str]) -> str:
    """The tree of the index that `env` names, whose files may be promised. Raises git's errors."""
    try:
        return (await git.write("write-tree", env=env)).decode().strip()
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED or not await is_partial(git):
            raise
        return (await git.write("write-tree", "--missing-ok", env=env)).decode().strip()


async def make_tree(git: Git, lines: bytes) -> str:
    """The tree with these entries, which may be promised. Raises git's errors."""
    try:
        return (await git.write("mktree", "-z", stdin=lines)).decode().strip()
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED or not await is_partial(git):
            raise
        return (await git.write("mktree", "-z", "--missing", stdin=lines)).decode().strip()


async def diff_from(git: Git, base: str, right: str, env: Mapping[str, str], instead: str = "HEAD") -> bytes:
    """`diff`; from the commit `instead` where folders of `base` are only promised, as those of what was checked out
    never are. Raises git's errors."""
    try:
        return await diff(git, base, right, env)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED or not await is_partial(git):
            raise
        return await diff(git, instead, right, env)


async def diff(git: Git, left: str, right: str, env: Mapping[str, str]) -> bytes:
    """What `diff-tree` prints for `parse_records`. Where it would have to fetch files, those that changed a little are
    no renames, and what cannot be counted is left out of the numbers. Raises git's errors: a folder that differs is
    only promised."""
    try:
        return await git.read("diff-tree", "-r", *OPTIONS, left, right, "--", env=env, timeout=READ_TIMEOUT)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED or not await is_partial(git):
            raise
    raw = await git.read("diff-tree", "-r", *_NAMES, left, right, "--", env=env, timeout=READ_TIMEOUT)
    pairs = list(_pairs(raw))
    promised = await _promised(git, {object_id for ids, _ in pairs for object_id in ids})
    numbers = b""
    for names in _chunks([name for ids, name in pairs if not promised.intersection(ids)]):
        words = ("--literal-pathspecs", "diff-tree", "-r", *_NUMBERS, left, right, "--", *names)
        numbers += await git.read(*words, env=env, timeout=READ_TIMEOUT)
    return raw + numbers


def _pairs(raw: bytes) -> Iterator[tuple[set[bytes], bytes]]:
    """The objects that a record needs for its numbers, and its path. None for what only moved."""
    words = iter(raw.split(b"\0"))
    for word in words:
        if not word:
            continue
        old_mode, new_mode, old, new, status = word.removeprefix(b":").split()
        path = next(words)
        if status.startswith(b"R"):
            next(words)
        else:
            ids = {each for mode, each in ((old_mode, old), (new_mode, new)) if mode != _LINK and each.strip(b"0")}
            yield ids, path


async def _promised(git: Git, ids: set[bytes]) -> set[bytes]:
    """Those that are not here. `cat-file` would fetch them, or die; a walk that may miss some does not."""
    entries = b"".join(b"100644 blob %s\t%d\0" % (each, place) for place, each in enumerate(sorted(ids)))
    tree = (await git.write("mktree", "-z", "--missing", stdin=entries)).decode().strip()
    listing = await git.read("rev-list", "--objects", "--missing=print", "--no-object-names", tree)
    return {line[1:] for line in listing.splitlines() if line.startswith(b"?")}


def _chunks(names: Sequence[bytes]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for name in names:
        if chunk and size + len(name) > _MOST:
            yield chunk
            chunk, size = [], 0
        chunk.append(os.fsdecode(name))
        size += len(name) + 1
    if chunk:
        yield chunk
