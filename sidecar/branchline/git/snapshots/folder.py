"""A git folder of our own for a worktree's snapshots: an index, excludes, and no conversions, over the repository's
objects."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.git.runner import Git
from branchline.git.stale_locks import drop_locks
from branchline.git.together import together

_RAW = "* -text -eol -filter -ident -working-tree-encoding -diff -merge\n"
_CONFIG = """[submodule]
	recurse = false
[core]
	bare = false
	fileMode = true
	symlinks = true
	autocrlf = false
	safecrlf = false
	splitIndex = true
	sparseCheckout = false
	ignoreStat = false
	checkStat = default
	trustctime = true
	fsmonitor = false
	logAllRefUpdates = false
	hooksPath = /dev/null
[splitIndex]
	maxPercentChange = 20
	sharedIndexExpire = now
"""
"""What the user's configuration must not decide: files are taken and given back as they are on the disk. Our index is
split: git writes the whole of it seldom, which takes a third of a snapshot's time in a large repository."""
_SHARED_INDEX = "sharedindex.*"

_MATTERS = (b"objectformat", b"excludesfile", b"[include")
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Branchline"), ("EMAIL", "branchline@localhost"))
}
"""Of whoever makes the commits: git refuses where the user has configured none."""


@attrs.frozen
class SnapshotFolder:
    """`own` is git in the worktree as the user has it; `environment` makes it work with `path`, our folder, instead.
    `git_dir` is the worktree's own git folder."""

    path: Path
    own: Git
    git_dir: Path
    environment: dict[str, str]

    @property
    def index(self) -> Path:
        return self.path / "index"

    def drop_index(self) -> None:
        """The next snapshot reads every file."""
        for file in (self.index, *self.path.glob(_SHARED_INDEX)):
            file.unlink(missing_ok=True)

    async def read(self, *words: str, timeout: float = 120.0) -> bytes:
        return await self.own.read(*words, env=self.environment, timeout=timeout)

    async def write(self, *words: str, stdin: bytes | None = None) -> bytes:
        return await self.own.write(*words, env=self.environment, stdin=stdin)


async def open_folder(worktree: str, path: Path) -> SnapshotFolder:
    """Our folder at `path` for this worktree; it is made when it is missing. To be used by one at a time. Raises git's
    errors."""
    git = Git(worktree)
    plain = await asyncio.to_thread(_plain, Path(worktree))
    git_dir, kind, excludes = (plain, "sha1", None) if plain else await _asked(git)
    common_dir = await asyncio.to_thread(_make, path, git_dir, kind)
    environment = {
        **IDENTITY,
        "GIT_DIR": str(path),
        "GIT_WORK_TREE": worktree,
        "GIT_OBJECT_DIRECTORY": str(common_dir / "objects"),
        "GIT_INDEX_FILE": str(path / "index"),
    }
    if excludes:
        environment |= configured({"core.excludesFile": excludes})
    return SnapshotFolder(path, git, git_dir, environment)


async def _asked(git: Git) -> tuple[Path, str, str | None]:
    """The worktree's own git folder, the repository's kind of object ids, and the user's file of what is ignored."""
    found, excludes = await together(
        # The path comes last: it may hold line breaks.
        git.read("rev-parse", "--show-object-format", "--absolute-git-dir"),
        optional(git, "config", "--path", "--get", "core.excludesFile"),
    )
    kind, _, place = os.fsdecode(found).removesuffix("\n").partition("\n")
    return Path(place), kind, excludes


def _plain(worktree: Path) -> Path | None:
    """The git folder of a linked worktree whose repository sets nothing that matters here, as nearly all; None: git has
    to be asked, which takes longer than all of this. What the user has set for all repositories git reads anyway."""
    try:
        link = (worktree / ".git").read_bytes()
        git_dir = worktree / os.fsdecode(link.removeprefix(b"gitdir: ").removesuffix(b"\n"))
        common_dir = git_dir / os.fsdecode((git_dir / "commondir").read_bytes().removesuffix(b"\n"))
        config = (common_dir / "config").read_bytes().lower()
        own = git_dir / "config.worktree"
        config += own.read_bytes().lower() if own.exists() else b""
    except OSError:
        return None
    if not link.startswith(b"gitdir: ") or any(word in config for word in _MATTERS):
        return None
    return Path(os.path.realpath(git_dir))


def configured(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment in which git has these settings, whatever the user's are."""
    environment = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return environment


async def optional(git: Git, *words: str) -> str | None:
    """What git prints; None where it has no such thing."""
    try:
        return await git.text(*words)
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return None
        raise


def _make(path: Path, git_dir: Path, kind: str) -> Path:
    """The folder is whole once it has a HEAD. Gives the repository's common folder."""
    drop_locks(path)  # It is used by one at a time: a git that was killed left them.
    common_dir = git_dir
    with contextlib.suppress(FileNotFoundError):
        common_dir = git_dir / os.fsdecode((git_dir / "commondir").read_bytes()).removesuffix("\n")
    (path / "info").mkdir(parents=True, exist_ok=True, mode=0o700)
    exclude, link = os.path.realpath(common_dir / "info" / "exclude"), path / "info" / "exclude"
    if not link.is_symlink() or os.readlink(link) != exclude:
        link.unlink(missing_ok=True)
        link.symlink_to(exclude)
    # Always: a folder of an earlier version has other contents.
    extended = (
        "\trepositoryFormatVersion = 0\n"
        if kind == "sha1"
        else f"\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = {kind}\n"
    )
    _write(path / "info" / "attributes", _RAW)
    _write(path / "config", _CONFIG + extended)
    (path / "refs").mkdir(exist_ok=True)
    _write(path / "HEAD", "ref: refs/heads/none\n")
    return Path(os.path.realpath(common_dir))


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
