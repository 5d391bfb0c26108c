"""Files of a checkout are brought from one commit's to another's, and only those that are one or the other: what
somebody else made of one stays."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import attrs

from branchline.git.git_folders import GitFolders
from branchline.git.own_folder import OwnFolder, open_converting
from branchline.git.own_index import joined
from branchline.git.tree_diffs import NO_INDEX

_NOTHING = b"000000"
_LINK = b"120000"
_MODULE = b"160000"


@attrs.frozen
class _Entry:
    mode: bytes
    blob: str


async def bring(checkout: GitFolders, before: str, after: str, place: Path) -> list[str]:
    """`before` and `after` are commits or trees; `place` is for a folder of ours. A file that is as it was before, not
    there, or begins as it is to be (whoever wrote it was killed), becomes what it is to be. Gives the paths that stay
    as somebody made them. The index is left alone. Raises git's errors and OSError."""
    ours = await open_converting(checkout, place / "bringing")
    await ours.write("read-tree", after)
    words = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", before, after, "--")
    raw = await ours.own.read(*words, env=NO_INDEX)
    written: list[bytes] = []
    kept: list[str] = []
    root = os.fsencode(checkout.checkout)
    for name, old, new in _records(raw):
        if _MODULE in {old.mode, new.mode}:
            continue
        path = os.path.join(root, name)
        if not await _is_ours(ours, path, name, old, new):
            kept.append(os.fsdecode(name))
        elif new.mode == _NOTHING:
            await asyncio.to_thread(_drop, path, root)
        else:
            written.append(name)
    if written:
        await ours.write("checkout-index", "-f", "-q", "-z", "--stdin", stdin=joined(written))
    return kept


def _records(raw: bytes) -> list[tuple[bytes, _Entry, _Entry]]:
    words = raw.split(b"\0")[:-1]
    found = []
    for about, name in zip(words[::2], words[1::2], strict=True):
        old_mode, new_mode, old, new, _ = about.removeprefix(b":").split()
        found.append((name, _Entry(old_mode, old.decode()), _Entry(new_mode, new.decode())))
    return found


async def _is_ours(ours: OwnFolder, path: bytes, name: bytes, old: _Entry, new: _Entry) -> bool:
    if not os.path.lexists(path):
        return True
    if os.path.isdir(path) and not os.path.islink(path):
        return False
    if os.path.islink(path):
        target = os.readlink(path)
        links = [each.blob for each in (old, new) if each.mode == _LINK]
        return target in [await ours.own.read("cat-file", "blob", each) for each in links]
    there = (await ours.write("hash-object", "--", os.fsdecode(name))).decode().strip()
    if there in {old.blob, new.blob}:
        return True
    if new.mode in {_NOTHING, _LINK}:
        return False
    content = await asyncio.to_thread(Path(os.fsdecode(path)).read_bytes)
    return (await ours.own.read("cat-file", "blob", new.blob)).startswith(content)


def _drop(path: bytes, root: bytes) -> None:
    """With the folders that are empty by that."""
    if os.path.lexists(path):
        os.unlink(path)
    folder = os.path.dirname(path)
    while folder != root:
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)
