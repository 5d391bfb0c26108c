"""What a sparse checkout leaves out: files that a worktree's index has and its disk has not, though nobody deleted
them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from itertools import accumulate, groupby

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.snapshot import Snapshot
from branchline.git.own_folder import OwnFolder
from branchline.git.snapshots.index import HeldIndex, IndexEntry, list_index
from branchline.git.switches import configured

Files = dict[bytes, tuple[bytes, bytes]]
"""Mode and object id, by path."""
_FOLDER = b"040000"
_SLASH = b"/"


async def whole_tree(folder: OwnFolder, held: HeldIndex, files: str) -> str:
    """The tree `files`, which is what is on the disk, with what is left out of it as the worktree's index has it, be it
    only promised by a remote. Raises git's errors."""
    absent = await left_out(folder, held)
    if not absent:
        return files
    async with _index(folder, files) as env:
        lines = b"".join(each.index_line for each in absent if each.mode != _FOLDER)
        await folder.own.write("update-index", "-z", "--index-info", env=env, stdin=lines)
        tree = (await folder.own.write("write-tree", "--missing-ok", env=env)).decode().strip()
    folders = [(each.path.strip(_SLASH).split(_SLASH), each.object_id) for each in absent if each.mode == _FOLDER]
    return (await _grafted(folder, tree.encode(), folders)).decode() if folders else tree


async def left_out(folder: OwnFolder, held: HeldIndex) -> list[IndexEntry]:
    """What the worktree's index, as it was held, has that is not checked out. Raises git's errors."""
    if not held.skips:
        return []
    skipped = [each for each in await list_index(folder, held.listing) if each.is_skipped]
    return await asyncio.to_thread(_absent, os.fsencode(folder.own.folder), skipped)


async def staying(folder: OwnFolder, target: Snapshot, names: Collection[bytes]) -> set[bytes]:
    """Those of `names`, which `target` has not among its files, that nobody had deleted by then: it left them out, or
    could not keep them. Raises git's errors."""
    unkept = {os.fsencode(each) for each in target.missing}
    if target.disk and names:
        unkept |= await _only_in(folder, target.tree, target.disk, names)
    return {name for name in names if any(place in unkept for place in _places(name))}


async def same_left_out(folder: OwnFolder, held: HeldIndex, files: Files) -> list[bytes]:
    """Those of `files` that are not checked out now, and as they were. Raises git's errors."""
    above = {place for name in files for place in _places(name)}
    left: Files = {}
    for each in await left_out(folder, held):
        path = each.path.rstrip(_SLASH)
        if each.mode != _FOLDER:
            left[path] = (each.mode, each.object_id)
        elif path in above:
            left |= await _listed(folder, path, each.object_id) or {}
    return [name for name, file in files.items() if left.get(name) == file]


async def without(folder: OwnFolder, files: str, names: Iterable[bytes]) -> str:
    """The tree but for these files. Raises git's errors."""
    async with _index(folder, files) as env:
        listed = b"".join(name + b"\0" for name in names)
        await folder.own.write("update-index", "--force-remove", "-z", "--stdin", env=env, stdin=listed)
        return (await folder.own.write("write-tree", env=env)).decode().strip()


@contextlib.asynccontextmanager
async def _index(folder: OwnFolder, tree: str) -> AsyncIterator[Mapping[str, str]]:
    """The environment in which git has an index of its own with the files of a tree."""
    path = folder.path / "sparse-index"
    env = {**folder.environment, **configured({"core.splitIndex": "false"}), "GIT_INDEX_FILE": str(path)}
    path.unlink(missing_ok=True)
    try:
        await folder.own.write("read-tree", tree, env=env)
        yield env
    finally:
        path.unlink(missing_ok=True)


async def _grafted(folder: OwnFolder, tree: bytes | None, grafts: Sequence[tuple[list[bytes], bytes]]) -> bytes:
    """The tree with other trees at these paths."""
    entries: dict[bytes, bytes] = {}
    if tree:
        for record in (await folder.read("ls-tree", "-z", os.fsdecode(tree))).split(b"\0")[:-1]:
            facts, _, name = record.partition(b"\t")
            entries[name] = facts
    for name, group in groupby(sorted(grafts), key=lambda graft: graft[0][0]):
        inner = [(parts[1:], object_id) for parts, object_id in group]
        if inner[0][0]:
            kind, object_id = entries[name].split()[1:] if name in entries else (b"", b"")
            made = await _grafted(folder, object_id if kind == b"tree" else None, inner)
        else:
            made = inner[0][1]
        entries[name] = b"%s tree %s" % (_FOLDER, made)
    lines = b"".join(b"%s\t%s\0" % (facts, name) for name, facts in entries.items())
    return (await folder.write("mktree", "-z", "--missing", stdin=lines)).strip()


async def _only_in(folder: OwnFolder, whole: str, files: str, names: Collection[bytes]) -> set[bytes]:
    """The paths among and above `names` that the tree `whole` has and `files` has not; of a folder that is only
    promised by a remote just itself."""
    found: set[bytes] = set()
    above = {place for name in names for place in _places(name)}
    pairs = [(b"", whole.encode(), files.encode())]
    while pairs:
        asked = b"".join(b"%s %s\n" % (left, right) for _, left, right in pairs)
        printed = await folder.write("diff-tree", "--stdin", "-z", "--no-renames", stdin=asked)
        places, pairs = iter(pairs), []
        words, prefix = iter(printed.split(b"\0")), b""
        for word in filter(None, words):
            *headers, record = word.split(b"\n")
            for _ in headers:
                prefix = next(places)[0]
            if not record:
                continue
            mode, other, left, right, _ = record.removeprefix(b":").split()
            path = prefix + next(words)
            if mode != _FOLDER or path not in above:
                found |= {path} if not other.strip(b"0") else set()
            elif other == _FOLDER:
                pairs.append((path + _SLASH, left, right))
            else:
                found |= await _below(folder, path, left)
    return found


async def _below(folder: OwnFolder, path: bytes, tree: bytes) -> set[bytes]:
    files = await _listed(folder, path, tree)
    return {path} if files is None else {*files}


async def _listed(folder: OwnFolder, path: bytes, tree: bytes) -> Files | None:
    """What is in a folder; None for one that is only promised."""
    try:
        return parse_tree(await folder.read("ls-tree", "-r", "-z", os.fsdecode(tree)), path + _SLASH)
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        return None


def parse_tree(listing: bytes, prefix: bytes = b"") -> Files:
    """What `ls-tree -r -z` prints."""
    records = [each.partition(b"\t") for each in listing.split(b"\0")[:-1]]
    return {prefix + name: (facts.split()[0], facts.split()[2]) for facts, _, name in records}


def _places(name: bytes) -> Iterable[bytes]:
    """The path itself, and the folders above it."""
    return accumulate(name.split(_SLASH), lambda place, part: place + _SLASH + part)


def _absent(root: bytes, entries: Sequence[IndexEntry]) -> list[IndexEntry]:
    """Those of which nothing is on the disk, and nothing else where they would be."""
    kinds: dict[bytes, str] = {b"": "folder"}

    def kind_of(place: bytes) -> str:
        if place not in kinds:
            above = kind_of(place.rpartition(_SLASH)[0])
            kinds[place] = _kind(os.path.join(root, place)) if above == "folder" else above
        return kinds[place]

    found = []
    for each in entries:
        path = each.path.rstrip(_SLASH)
        above = kind_of(path.rpartition(_SLASH)[0])
        if above == "nothing" or (above == "folder" and _kind(os.path.join(root, path)) == "nothing"):
            found.append(each)
    return found


def _kind(path: bytes) -> str:
    try:
        return "folder" if stat.S_ISDIR(os.lstat(path).st_mode) else "other"
    except FileNotFoundError:
        return "nothing"
