"""A git folder of our own for a worktree, over the repository's objects: git looks at the files with it, and reads no
setting that could name a program. Filters run only where the user has configured them for all repositories."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.git_folders import GitFolders
from branchline.git.index_checksums import drop_damaged
from branchline.git.runner import Git
from branchline.git.stale_locks import drop_locks

log = logging.getLogger(__name__)

IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Branchline"), ("EMAIL", "branchline@localhost"))
}
"""Of whoever makes the commits: git refuses where the user has configured none."""
_CONVERTING = """[submodule]
	recurse = false
[core]
	bare = false
	safecrlf = false
	splitIndex = false
	untrackedCache = false
	logAllRefUpdates = false
	hooksPath = /dev/null
[index]
	skipHash = false
"""
_COPIED = (
    "autocrlf", "eol", "checkroundtripencoding", "ignorecase", "filemode", "symlinks", "precomposeunicode",
    "protecthfs", "protectntfs", "checkstat", "trustctime", "ignorestat", "bigfilethreshold", "excludesfile",
    "attributesfile", "sparsecheckout", "sparsecheckoutcone", "objectformat",
)  # fmt: skip
"""What a repository may say of its files, none of which runs anything."""
_AS_EVER = re.compile(rb"filemode = true|symlinks = true|ignorecase = false")
"""What `git init` writes, and git takes without it."""
_MATTERS = re.compile(b"|".join([*(word.encode() for word in _COPIED), rb"\[include"]))
_SHARED_INDEX = "sharedindex.*"
Result = TypeVar("Result")


@attrs.frozen
class OwnFolder:
    """`own` is git in the worktree as the user has it, `folders` the ones it is told; `environment` makes it work with
    `path`, our folder, instead."""

    path: Path
    own: Git
    folders: GitFolders
    environment: dict[str, str]

    @property
    def git_dir(self) -> Path:
        return self.folders.git_dir

    @property
    def shared(self) -> Git:
        """For refs, which git looks for where the `commondir` of a worktree's git folder leads, whatever it is told."""
        common_dir = self.folders.common_dir
        return Git(self.folders.checkout, GitFolders(self.folders.checkout, common_dir, common_dir))

    @property
    def index(self) -> Path:
        return self.path / "index"

    async def read(self, *words: str, timeout: float = 120.0) -> bytes:
        return await self.own.read(*words, env=self.environment, timeout=timeout)

    async def write(self, *words: str, stdin: bytes | None = None) -> bytes:
        return await self.own.write(*words, env=self.environment, stdin=stdin)


async def open_converting(folders: GitFolders, path: Path) -> OwnFolder:
    """Our folder at `path`, where files are taken as git takes them: with the repository's line ends, and the user's
    own filters. Its index is made by whoever uses it. To be used by one at a time. Raises git's errors and OSError."""
    settings = await settings_of(folders)
    return await asyncio.to_thread(make, path, folders, _CONVERTING, settings, None)


@contextlib.asynccontextmanager
async def looking(folders: GitFolders, head: str | None = None) -> AsyncIterator[OwnFolder]:
    """A folder of ours for a moment, with the worktree's very index, and `head` as what is checked out. Raises git's
    errors and OSError."""
    place = await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-")
    try:
        opened = await open_converting(folders, Path(place))
        if head:
            (opened.path / "HEAD").write_text(f"{head}\n")
        link_shared_index(opened)
        yield attrs.evolve(opened, environment={**opened.environment, "GIT_INDEX_FILE": str(folders.git_dir / "index")})
    finally:
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)


def link_shared_index(folder: OwnFolder) -> None:
    """Where the user's index is split, git looks for its other half beside ours."""
    for shared in folder.git_dir.glob(_SHARED_INDEX):
        with contextlib.suppress(FileExistsError):
            (folder.path / shared.name).symlink_to(shared)


def without_filters(folder: OwnFolder) -> None:
    """Until it is opened again. Raises OSError."""
    _write(folder.path / "info" / "attributes", "* -filter\n")


async def or_anew(path: Path, work: Callable[[], Awaitable[Result]]) -> Result:
    """What `work` gives with our folder (or file) at `path`. It is a cache: where git cannot use what is in it, as when
    it knows objects that are gone, all of it is thrown away, and it is made anew once."""
    try:
        return await work()
    except (BranchlineError, OSError) as error:
        if not _may_be_damaged(error) or not os.path.lexists(path):
            raise
        log.info("%s is made anew: %s", path, error)
        await asyncio.to_thread(throw_away, path)
    return await work()


def throw_away(path: Path) -> None:
    """Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _may_be_damaged(error: BranchlineError | OSError) -> bool:
    if isinstance(error, OSError):
        return isinstance(error, (NotADirectoryError, IsADirectoryError, FileExistsError, FileNotFoundError))
    return error.code in {ErrorCode.GIT_FAILED, ErrorCode.NOT_A_REPO, ErrorCode.PERMISSION_DENIED}


async def settings_of(folders: GitFolders) -> dict[str, str]:
    """What the repository says of its files: full name and value. What the user has set for all repositories git reads
    anyway."""
    files = (folders.common_dir / "config", folders.git_dir / "config.worktree")
    found = await asyncio.to_thread(_contents, *files)
    if not _MATTERS.search(_AS_EVER.sub(b"", found.lower())):
        return {}
    known = _settings.get(folders)
    if known and known[0] == found and b"[include" not in found.lower():
        return known[1]
    git = Git(folders.checkout, folders)
    listing = (await git.read("config", "--show-scope", "--null", "--list")).split(b"\0")
    settings = {}
    for scope, entry in zip(listing[::2], listing[1::2], strict=False):
        key, _, value = os.fsdecode(entry).partition("\n")
        section, _, name = key.rpartition(".")
        if scope in {b"local", b"worktree"} and section in {"core", "extensions"} and name in _COPIED:
            settings[key] = value if "\n" in os.fsdecode(entry) else "true"
    _settings[folders] = (found, settings)
    return settings


_settings: dict[GitFolders, tuple[bytes, dict[str, str]]] = {}


def _contents(*files: Path) -> bytes:
    found = b""
    for file in files:
        with contextlib.suppress(OSError):
            found += file.read_bytes() + b"\0"
    return found


def make(
    path: Path, folders: GitFolders, config: str, settings: Mapping[str, str], attributes: str | None
) -> OwnFolder:
    """`attributes` are instead of the repository's own. The folder is whole once it has a HEAD. Raises OSError."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    drop_locks(path)  # It is used by one at a time: a git that was killed left them.
    drop_damaged(path, settings.get("extensions.objectformat", "sha1"))
    (path / "info").mkdir(exist_ok=True)
    info = path / "info"
    _link(info / "exclude", folders.common_dir / "info" / "exclude")
    if attributes is None:
        _link(info / "attributes", folders.common_dir / "info" / "attributes")
        _link(info / "sparse-checkout", folders.git_dir / "info" / "sparse-checkout")
    else:
        _write(info / "attributes", attributes)
    version = int("extensions.objectformat" in settings)
    lines = [f"[core]\n\trepositoryFormatVersion = {version}"]
    lines += [f"[{key.partition('.')[0]}]\n\t{key.partition('.')[2]} = {_quoted(settings[key])}" for key in settings]
    # Always: a folder of an earlier version has other contents.
    _write(path / "config", config + "\n".join(lines) + "\n")
    (path / "refs").mkdir(exist_ok=True)
    _write(path / "HEAD", "ref: refs/heads/none\n")
    return OwnFolder(
        path,
        Git(folders.checkout, folders),
        folders,
        {
            **IDENTITY,
            "GIT_DIR": str(path),
            "GIT_COMMON_DIR": str(path),
            "GIT_WORK_TREE": folders.checkout,
            "GIT_OBJECT_DIRECTORY": str(folders.common_dir / "objects"),
            "GIT_INDEX_FILE": str(path / "index"),
        },
    )


def _link(place: Path, target: Path) -> None:
    where = os.path.realpath(target)
    if not place.is_symlink() or os.readlink(place) != where:
        place.unlink(missing_ok=True)
        place.symlink_to(where)


def _write(path: Path, text: str) -> None:
    if path.is_symlink() or not path.exists() or path.read_bytes() != text.encode():
        path.unlink(missing_ok=True)
        path.write_text(text)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
