"""Three trees, or the history of two commits, merged without a checkout: by `git merge-tree --write-tree`.

It is done in a git folder of our own, over the repository's objects: the repository's settings could name a program
that merges, and only those count that the user has set for all repositories. What comes of it goes to a folder for
objects that is thrown away, but where a caller keeps it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.merging import Conflict, ConflictKind
from branchline.git.changes import OBJECT_ID
from branchline.git.git_folders import folders_of
from branchline.git.own_folder import open_converting
from branchline.git.repository import git_of
from branchline.git.runner import Git
from branchline.git.switches import configured
from branchline.git.together import together
from branchline.git.tree_diffs import is_partial
from branchline.git.version import MERGES_TREES, needs

_ATTRIBUTES = b".gitattributes"
_FILES = {b"100644", b"100755"}
_KINDS = {
    "contents": ConflictKind.CONTENTS,
    "binary": ConflictKind.BINARY,
    "modify/delete": ConflictKind.DELETED,
    "distinct modes": ConflictKind.TYPES,
    "file/directory": ConflictKind.FOLDER,
}
"""By what git calls a conflict. Besides, there are several of renames, and of submodules."""
_CONFLICT = re.compile(r"CONFLICT ?\(([^)]*)\)?")
_UNKNOWN = re.compile(
    r"not a valid|bad object|not something we can merge|could not parse|unable to read", re.IGNORECASE
)
_MOST_ATTRIBUTES = 64


@attrs.frozen
class Merged:
    """`tree` has the files, with markers where there are conflicts; it can be read only where it was kept, or as long
    as the `Merger` is there. `conflicts` are by path."""

    tree: str
    conflicts: tuple[Conflict, ...]


async def merged(repository: str, base: str, ours: str, theirs: str, *, keep: bool = False) -> Merged:
    """What `theirs` did since `base`, done to `ours`; each is the id of a tree or a commit. `repository` is a checkout
    or a common git folder. With `keep` the tree is in the repository's own objects, else nothing of it stays.

    Raises GIT_TOO_OLD, BAD_REVISION, NOT_FETCHED, NOT_A_REPO, PATH_MISSING and git's errors.
    """
    async with merging(repository) as merger:
        return await merger.over(base, ours, theirs, keep=keep)


@contextlib.asynccontextmanager
async def merging(repository: str) -> AsyncIterator[Merger]:
    """For several merges, and to read what came of them. Raises GIT_TOO_OLD, NOT_A_REPO, PATH_MISSING, git's errors."""
    await needs(MERGES_TREES)
    place = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-"))
    try:
        ours = await open_converting(folders_of(repository), place / "git")
        objects = place / "objects"
        objects.mkdir()
        yield Merger(repository, place, ours.environment, objects, Path(ours.environment["GIT_OBJECT_DIRECTORY"]))
    finally:
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)


@attrs.define(eq=False)
class Merger:
    """Commits and trees that it makes can be used with it alone; one merge is done after the other. All raise
    BAD_REVISION, NOT_FETCHED and git's errors."""

    repository: str
    _place: Path
    _environment: Mapping[str, str]
    _objects: Path
    _theirs: Path
    _contents: dict[str, str] = attrs.field(factory=dict)

    @property
    def objects(self) -> tuple[Path, Path]:
        """The folders with those that were made here, and with the repository's."""
        return self._objects, self._theirs

    async def commit(self, content: str, *parents: str) -> str:
        """One with the files of a tree or a commit."""
        words = [word for parent in parents for word in ("-p", _checked(parent))]
        git, env = await self._git()
        printed = await self._run(git, "commit-tree", f"{_checked(content)}^{{tree}}", *words, env=env)
        made = printed.decode().strip()
        self._contents[made] = content
        return made

    async def over(self, base: str, ours: str, theirs: str, *, keep: bool = False) -> Merged:
        """As `merged`."""
        root = await self.commit(base)
        left, right = await together(self.commit(ours, root), self.commit(theirs, root))
        return await self.joined(left, right, keep=keep)

    async def joined(self, ours: str, theirs: str, *, keep: bool = False, with_base: bool = False) -> Merged:
        """Two commits, over what their histories have in common. `with_base`: markers show that, too."""
        git, env = await self._git(self._contents.get(ours) or _checked(ours), keep)
        env |= configured({"merge.conflictStyle": "diff3"} if with_base else {})
        words = ("merge-tree", "--write-tree", "-z", "--allow-unrelated-histories", ours, _checked(theirs))
        printed = await self._run(git, *words, env=env)
        tree, _, rest = printed.partition(b"\0")
        return Merged(os.fsdecode(tree), tuple(_conflicts(rest, (ours, theirs))))

    async def read(self, tree: str, path: str) -> bytes | None:
        """A file of what was merged. None: it has none there."""
        git, env = await self._git()
        listing = await git.read("--literal-pathspecs", "ls-tree", "-z", "--full-tree", tree, "--", path, env=env)
        for entry in listing.split(b"\0"):
            about, _, name = entry.partition(b"\t")
            if name == os.fsencode(path) and about.split()[1] == b"blob":
                return await git.read("cat-file", "blob", about.split()[2].decode(), env=env)
        return None

    async def _git(self, attributes_of: str | None = None, keep: bool = False) -> tuple[Git, dict[str, str]]:
        """git in a folder that has nothing but the attributes of a tree, where it looks for them."""
        folder = self._place / "files" / (attributes_of or "none")
        if not folder.is_dir():
            found = await self._attributes(attributes_of) if attributes_of else ()
            await asyncio.to_thread(_write, folder, found)
        into, beside = (self._theirs, self._objects) if keep else (self._objects, self._theirs)
        return Git(folder), {
            **self._environment,
            "GIT_WORK_TREE": str(folder),
            "GIT_OBJECT_DIRECTORY": str(into),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(beside),
        }

    async def _attributes(self, content: str) -> tuple[tuple[bytes, bytes], ...]:
        """Those of its files, which git reads from the disk alone."""
        if content not in _attributes:
            git, env = await self._git()
            listing = await self._run(git, "ls-tree", "-r", "-z", "--full-tree", content, env=env)
            entries = [entry.partition(b"\t") for entry in listing.split(b"\0") if entry.endswith(_ATTRIBUTES)]
            named = [(name, *about.split()) for about, _, name in entries if name.rpartition(b"/")[2] == _ATTRIBUTES]
            blobs = [(name, blob.decode()) for name, mode, _, blob in named if mode in _FILES and _is_inside(name)]
            found = [(name, await self._run(git, "cat-file", "blob", blob, env=env)) for name, blob in blobs]
            while len(_attributes) >= _MOST_ATTRIBUTES:
                del _attributes[next(iter(_attributes))]
            _attributes[content] = tuple(found)
        return _attributes[content]

    async def _run(self, git: Git, *words: str, env: Mapping[str, str]) -> bytes:
        try:
            return await git.write(*words, env=env, stdin=b"")
        except BranchlineError as error:
            if error.code is not ErrorCode.GIT_FAILED:
                raise
            if await is_partial(git_of(self.repository)):
                raise BranchlineError(
                    ErrorCode.NOT_FETCHED,
                    "What is to be merged is not all in this partial clone: only its remote has it. Merge it with git"
                    " in a terminal, which fetches it.",
                    path=self.repository,
                ) from None
            if not _UNKNOWN.search(str(error.data.get("stderr"))):
                raise
            raise BranchlineError(
                ErrorCode.BAD_REVISION, f"What is to be merged is not in this repository: {error.message}"
            ) from None


_attributes: dict[str, tuple[tuple[bytes, bytes], ...]] = {}
"""Of trees and commits, which never alter; the oldest go first."""


def _conflicts(printed: bytes, sides: Iterable[str]) -> list[Conflict]:
    """What `merge-tree -z` prints after the tree: entries of an index, and messages, each with its paths and kind. One
    conflict for each file, named as git names it first; a file that had to give way to a folder has the side that it
    is of in its name."""
    aside = re.compile(b"~(?:%s)(?:_\\d+)?$" % b"|".join(side.encode() for side in sides))
    entries, _, messages = printed.partition(b"\0\0")
    words = iter(messages.split(b"\0"))
    found: dict[bytes, ConflictKind] = {}
    named: set[bytes] = set()
    for word in words:
        if not word.isdigit():
            break  # What is to be done about submodules.
        paths = [next(words) for _ in range(int(word))]
        kind = _CONFLICT.fullmatch(next(words).decode("ascii", "replace"))
        next(words)  # The sentence.
        if kind:
            named.update(paths)
            found.setdefault(aside.sub(b"", paths[0]), _kind_of(kind[1]))
    for entry in entries.split(b"\0"):
        path = entry.partition(b"\t")[2]
        if path and path not in named:
            found[path] = ConflictKind.OTHER
    return [Conflict(os.fsdecode(path), found[path]) for path in sorted(found)]


def _kind_of(word: str) -> ConflictKind:
    if "submodule" in word:
        return ConflictKind.SUBMODULE
    return _KINDS.get(word, ConflictKind.RENAMED if "rename" in word else ConflictKind.OTHER)


def _write(folder: Path, files: Iterable[tuple[bytes, bytes]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        path = Path(os.path.join(folder, os.fsdecode(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _is_inside(name: bytes) -> bool:
    """A tree can be made in which it is not."""
    return not {b"", b".", b".."}.intersection(name.split(b"/"))


def _checked(revision: str) -> str:
    if not OBJECT_ID.fullmatch(revision):
        raise BranchlineError(ErrorCode.BAD_REVISION, f"“{shown(revision)}” is not the id of a commit or tree.")
    return revision


def _quoted(path: Path) -> str:
    """For a list of paths with colons between them."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
