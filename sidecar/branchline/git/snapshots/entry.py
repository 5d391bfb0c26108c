"""What git keeps for one worktree alone (its settings, sparse patterns, reflogs, refs below `refs/worktree` and
`refs/bisect`), as a commit that only Branchline knows: it would go with the worktree, and so would what only they hold.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from branchline.core.session.snapshot import folder_of
from branchline.core.system_errors import tells_system_errors
from branchline.git.git_folders import folders_of, put
from branchline.git.own_folder import IDENTITY
from branchline.git.repository import entry_of, git_of, inspect_known
from branchline.git.runner import Git
from branchline.git.snapshots.refs import update_refs
from branchline.git.together import together
from branchline.machine.deep_folders import walk

LARGEST = 16 * 1024 * 1024
"""Bytes of one file: reflogs and settings have far fewer."""
_MADE_ANEW = re.compile(
    rb"(HEAD|index(?:\.[^/]*)?|gitdir|commondir|locked|branchline\.json|sharedindex\.[^/]*|modules/.*|.*\.lock)"
)
"""What a new worktree has of its own, and what the snapshot or the worktree itself holds."""
_SETTINGS = ("config.worktree", "info/sparse-checkout")
"""A new worktree has a copy of the main checkout's."""
_ID = re.compile(rb"^([0-9a-f]{40,64})\b(?: ([0-9a-f]{40,64}) )?", re.MULTILINE)


@tells_system_errors
async def keep_entry(folder: str, worktree: str, session_id: str, known: str | None) -> None:
    """Keep what the repository at `folder` has in the worktree's entry, and all that its refs and reflogs refer to, but
    for the commit `known` and what led there, which others hold. The worktree itself may be gone. Raises the errors of
    `inspect` and git's."""
    git, entry = git_of(folder), entry_of(str(folders_of(folder).common_dir), worktree)
    if entry is None:
        return
    found = await asyncio.to_thread(_read, entry)
    tree, (tips, others), refs = await together(
        _tree(git, entry, [*found]), _objects(git, found, known), _refs(git, session_id)
    )
    parents = [word for parent in tips for word in ("-p", parent)]
    words = ("commit-tree", tree, *parents, "-m", "What git keeps for a worktree")
    kept = {_name(session_id): (await git.write(*words, env=IDENTITY)).decode().strip()}
    kept |= {_name(session_id, f"object-{number}"): each for number, each in enumerate(others)}
    stale = [ref for ref in refs if ref not in kept]
    changes = [*(f"delete {ref}\n" for ref in stale), *(f"update {ref} {each}\n" for ref, each in kept.items())]
    await update_refs(git, session_id, "".join(changes).encode())


@tells_system_errors
async def put_entry_back(folder: str, worktree: str, session_id: str) -> None:
    """Give a worktree that was made anew what was kept, if anything was. Raises the errors of `inspect` and git's."""
    git, ref = git_of(folder), _name(session_id)
    if ref not in await _refs(git, session_id):
        return
    entry = entry_of((await inspect_known(folder)).common_dir, worktree)
    listing = await git.read("ls-tree", "-z", ref)
    files: dict[bytes, bytes] = {}
    for facts, _, name in (each.partition(b"\t") for each in listing.split(b"\0")[:-1]):
        files[unquote_to_bytes(name)] = await git.read("cat-file", "blob", os.fsdecode(facts.split()[2]))
    if entry is not None:
        await asyncio.to_thread(_write, entry, files)


@tells_system_errors
async def drop_entry(folder: str, session_id: str) -> None:
    """What was kept is in the worktree again. Raises git's errors."""
    git = git_of(folder)
    lines = "".join(f"delete {ref}\n" for ref in await _refs(git, session_id))
    if lines:
        await update_refs(git, session_id, lines.encode())


def not_kept_of(entry: Path) -> list[str]:
    """What is there that cannot be kept, in words."""
    places = [os.fsdecode(name) for name, status in _names(entry) if not _can_be_kept(entry, name, status)]
    return [f"{place}, which git keeps for this worktree" for place in places]


def _name(session_id: str, what: str = "entry") -> str:
    return f"{folder_of(session_id)}entry/{what}"


async def _refs(git: Git, session_id: str) -> list[str]:
    return (await git.text("for-each-ref", "--format=%(refname)", _name(session_id, ""))).split()


def _names(entry: Path) -> Iterator[tuple[bytes, os.stat_result]]:
    """The files that are kept where they can be, by path from the entry. Somebody's git may be at work there."""
    root = os.fsencode(entry)
    for place, folders, files in walk(root):
        for name in [*files, *(each for each in folders if os.path.islink(os.path.join(place, each)))]:
            path = os.path.join(place, name)
            inner = os.path.relpath(path, root)
            if _MADE_ANEW.fullmatch(inner):
                continue
            try:
                status = os.lstat(path)
            except FileNotFoundError:
                continue
            if not stat.S_ISSOCK(status.st_mode):
                yield inner, status


def _can_be_kept(entry: Path, name: bytes, status: os.stat_result) -> bool:
    is_plain = stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST and b"\n" not in name
    path = os.path.join(os.fsencode(entry), name)
    return is_plain and (os.access(path, os.R_OK) or not os.path.lexists(path))


def _read(entry: Path) -> dict[bytes, bytes]:
    found = {}
    for name in sorted(name for name, status in _names(entry) if _can_be_kept(entry, name, status)):
        with contextlib.suppress(FileNotFoundError):
            found[name] = Path(entry, os.fsdecode(name)).read_bytes()
    return found


def _write(entry: Path, files: Mapping[bytes, bytes]) -> None:
    for name in _SETTINGS:
        (entry / name).unlink(missing_ok=True)
    for inner, content in files.items():
        if _MADE_ANEW.fullmatch(inner) or not {b"", b".", b".."}.isdisjoint(inner.split(b"/")):
            continue  # Whoever can write the ref must not write elsewhere by it.
        path = entry / os.fsdecode(inner)
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, content)


def _quoted(name: bytes) -> bytes:
    """A tree's entry has no slash."""
    return quote(name, safe="").encode()


def _line(path: bytes) -> bytes:
    """The path on one line, as git reads it: any byte may be in that of a repository."""
    return b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"\n'


def _ids(name: bytes, content: bytes) -> Iterator[bytes]:
    """The objects that a ref, a reflog or a file such as ORIG_HEAD refers to."""
    if name.startswith((b"refs/", b"logs/")) or re.fullmatch(rb"[A-Z_]+", name):
        for found in _ID.finditer(content):
            yield from (each for each in found.groups() if each and each.strip(b"0"))


async def _tree(git: Git, entry: Path, names: Sequence[bytes]) -> str:
    """One with these files of the entry."""
    paths = b"".join(_line(os.fsencode(entry) + b"/" + name) for name in names)
    blobs = (await git.write("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=paths)).split()
    lines = b"".join(b"100644 blob %s\t%s\0" % (blob, _quoted(name)) for name, blob in zip(names, blobs, strict=True))
    return (await git.write("mktree", "-z", stdin=lines)).decode().strip()


async def _objects(git: Git, found: Mapping[bytes, bytes], known: str | None) -> tuple[list[str], list[str]]:
    """What these files refer to: the commits that lead to all others, and what are no commits."""
    commits, others = await _kinds(
        git, sorted({each for name, content in found.items() for each in _ids(name, content)})
    )
    return await _tips(git, commits, known), others


async def _kinds(git: Git, ids: Sequence[bytes]) -> tuple[list[str], list[str]]:
    """The commits, and the other objects, of these that are here."""
    asked = b"".join(each + b"\n" for each in ids)
    listing = await git.write("cat-file", "--batch-check=%(objecttype) %(objectname)", stdin=asked) if ids else b""
    found = [line.split() for line in listing.decode().splitlines()]
    commits = [object_id for kind, object_id in found if kind == "commit"]
    return commits, [object_id for kind, object_id in found if kind in {"tag", "tree", "blob"}]


async def _tips(git: Git, commits: Sequence[str], known: str | None) -> list[str]:
    """Those that no other one of them comes after, nor `known`."""
    if not commits:
        return []
    asked = "".join(f"{each}\n" for each in commits) + (f"^{known}\n" if known else "")
    listing = (await git.write("rev-list", "--parents", "--stdin", stdin=asked.encode())).decode()
    walked = [line.split() for line in listing.splitlines()]
    led = {parent for _, *parents in walked for parent in parents}
    return [commit for commit, *_ in walked if commit not in led]
