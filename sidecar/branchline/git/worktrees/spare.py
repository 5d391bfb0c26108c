"""A spare: a worktree with all its files that no session has yet. A session takes it over by a rename.

It is detached, locked, and has a marker with all that must still hold when it is taken. Whatever is done to it begins
with the marker going away, so that what was cut off is never taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import re
import shutil
import uuid
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.git.branches import LOCAL
from branchline.git.check_out import check_out
from branchline.git.checkouts import LINK
from branchline.git.git_folders import GitFolders, fault_of, folders_in, put
from branchline.git.own_folder import OwnFolder, looking
from branchline.git.repository import entry_of, inspect_known
from branchline.git.runner import Git, alone
from branchline.git.switches import USERS
from branchline.git.worktrees import checkout
from branchline.git.worktrees.entries import SPARE, SPARED, UNFINISHED, locked_because
from branchline.git.worktrees.places import ASIDE, SPARES, claim, default_parent, drop_if_empty, drop_spares
from branchline.git.worktrees.removal import delete_set_aside, out_of_sight

RACY = 1.1
_FILTERED = ":(top,exclude,attr:!filter)"
"""Files that a filter makes."""
_ATTRIBUTES = ":(top,glob)**/.gitattributes"
_BRANCHES = re.compile(rb"^\[branch [^\n]*\n(?:[^\[\n][^\n]*\n?|\n)*", re.MULTILINE)


@attrs.frozen
class Spare:
    """`commit` is the one whose files it has."""

    path: Path
    entry: Path
    common_dir: Path
    commit: str

    @property
    def git(self) -> Git:
        return Git(self.path, GitFolders(str(self.path), self.entry, self.common_dir))


async def folder_for(folder: str, worktrees_folder: str | None) -> str:
    """Where a repository's spares are: beside its worktrees, so that they can be renamed. Raises the errors of
    `inspect_known`."""
    repository = await inspect_known(folder)
    parent = Path(os.path.realpath(worktrees_folder)) if worktrees_folder else await default_parent(repository)
    return str(parent / SPARES)


def find(path: str, common_dir: str) -> Spare | None:
    """The spare at this path, if it is whole, and what its files depend on is as it was. None: it must not be taken."""
    entry = fault_of(path, Path(common_dir))
    if not isinstance(entry, Path) or entry == Path(common_dir) or _is_locked_by_others(entry):
        return None
    try:
        noted = json.loads((entry / SPARE).read_bytes())
        is_whole = noted == _noted(entry, Path(common_dir), noted["commit"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Spare(Path(path), entry, Path(common_dir), noted["commit"]) if is_whole else None


async def make(folder: str, path: str, commit: str) -> bool:
    """One at `path`, with the files of `commit`; nobody else's program runs for it. False: filters make files here,
    which only the user's own action may run. Raises git's errors and OSError; nothing is left then."""
    repository = await inspect_known(folder)
    try:
        async with alone(repository.common_dir), contextlib.AsyncExitStack() as undo:
            claim(Path(path).parent, iter([Path(path).name]), undo)
            how = ("--no-checkout", "--detach", "--lock", "--reason", SPARED)
            await repository.git.write("worktree", "add", "--quiet", *how, path, commit)
            undo.pop_all()
        folders = folders_in(path, repository.root)
        async with looking(folders, commit) as own:
            await own.write("read-tree", "--reset", "-u", commit)
            made = await _mark(own, commit)
    except BaseException:
        await drop(path, repository.common_dir)
        raise
    if not made:
        await drop(path, repository.common_dir)
    return made


async def refresh(spare: Spare, commit: str) -> bool:
    """Bring its files to another commit. False as for `make`, or something was in the way. Raises git's errors and
    OSError. It is not to be taken then, but dropped."""
    async with alone(str(spare.common_dir)):
        if find(str(spare.path), str(spare.common_dir)) != spare:
            return False
        (spare.entry / SPARE).unlink()
    folders = GitFolders(str(spare.path), spare.entry, spare.common_dir)
    async with looking(folders, spare.commit) as own:
        if await check_out(own, spare.commit, commit) is not None:
            return False
        await spare.git.write("update-ref", "--no-deref", "HEAD", commit)
        return await _mark(own, commit)


async def settle(path: str, common_dir: str) -> None:
    """To be called `RACY` seconds after its files were written: git cannot tell of one that was written in the second
    in which the index was, and reads it again each time. Raises git's errors and OSError."""
    async with alone(common_dir):
        spare = find(path, common_dir)
        if spare is None:
            return
        (spare.entry / SPARE).unlink()
        async with looking(GitFolders(path, spare.entry, spare.common_dir), spare.commit) as own:
            if not await own.read("diff-files", "--name-only", "-z"):
                os.utime(spare.entry / "index")
                await _mark(own, spare.commit)


async def may_take(spare: Spare, tip: str) -> bool:
    """Whether the files of another commit come of it as they would anew: attributes that differ say otherwise of files
    that do not. Raises git's errors."""
    if spare.commit == tip:
        return True
    return not await spare.git.read("diff-tree", "-r", "--name-only", "-z", spare.commit, tip, "--", _ATTRIBUTES)


async def take(spare: Spare, path: Path, branch: str, tip: str) -> str | None:
    """Make it the worktree at `path`, an empty folder, on `branch`, which is at `tip`; what the user's hook said where
    it failed, as for a worktree that is made anew. To be called where nothing else changes the repository's worktrees.
    At any moment what there is at `path` can be unmade as one whose making was cut off. Raises git's errors and
    OSError."""
    entry = spare.entry
    (entry / SPARE).unlink()
    put(entry / "locked", UNFINISHED.encode())
    _relink(spare.path / ".git", LINK, entry, path)
    _relink(entry / "gitdir", b"", path / ".git", entry)
    os.rename(spare.path, path)
    drop_spares(spare.path.parent)
    git = attrs.evolve(spare, path=path).git
    hook_failed = None
    if await checkout.is_possible():
        if spare.commit == tip:
            await git.write("symbolic-ref", "-m", f"checkout: moving from {tip} to {branch}", "HEAD", LOCAL + branch)
        else:
            await git.write("checkout", "--quiet", branch, "--", lifted=USERS - {"hooks"})
        hook_failed = await checkout.run_hook(path, entry, tip)
    else:
        await git.write("checkout", "--quiet", branch, "--", lifted=USERS)
    (entry / "locked").unlink()
    return hook_failed


async def drop(path: str, common_dir: str) -> None:
    """Delete it, or what there is of it; one that somebody has locked, or where they have checked out something else,
    is left to them instead. Raises OSError."""
    place = Path(path)
    if place.parent.name != SPARES:
        return
    async with alone(common_dir):
        entry = entry_of(common_dir, path)
        if entry is not None and await _is_somebodys(entry):
            if locked_because(entry) == SPARED:
                (entry / "locked").unlink()
            (entry / SPARE).unlink(missing_ok=True)
            return
        aside = place.parent.parent / f"{ASIDE}{uuid.uuid4().hex[:8]}"
        if os.path.lexists(place):
            await out_of_sight(place, aside)
        if entry is not None:
            await asyncio.to_thread(shutil.rmtree, entry)
            drop_if_empty(entry.parent)
    drop_spares(place.parent)
    await delete_set_aside(place.parent.parent)


async def _mark(own: OwnFolder, commit: str) -> bool:
    if await own.read("ls-files", "-z", "--", _FILTERED):
        return False
    put(own.git_dir / SPARE, json.dumps(_noted(own.git_dir, own.folders.common_dir, commit)).encode())
    return True


def _noted(entry: Path, common_dir: Path, commit: str) -> dict[str, object]:
    """What must be the same when it is taken. Raises OSError."""
    index = (entry / "index").stat()
    times = [index.st_size, index.st_mtime_ns]
    return {"commit": commit, "head": _head(entry), "index": times, "settings": _settings(common_dir)}


def _head(entry: Path) -> str:
    """The commit that is checked out; where refs are kept in tables, which of these there are. Raises OSError."""
    tables = entry / "reftable" / "tables.list"
    return (tables if tables.exists() else entry / "HEAD").read_text().strip()


def _settings(common_dir: Path) -> str:
    """Of the repository, all that may say how its files look."""
    told = hashlib.sha256()
    for name in ("config", "config.worktree", "info/sparse-checkout", "info/attributes"):
        try:
            content = (common_dir / name).read_bytes()
        except FileNotFoundError:
            content = b""
        told.update(_BRANCHES.sub(b"", content) + b"\0")  # Each new branch may come with a section.
    return told.hexdigest()


def _is_locked_by_others(entry: Path) -> bool:
    return locked_because(entry) not in {None, SPARED, UNFINISHED}


async def _is_somebodys(entry: Path) -> bool:
    if _is_locked_by_others(entry):
        return True
    try:
        noted = json.loads((entry / SPARE).read_bytes())
        if noted["head"] == _head(entry) or not (entry / "reftable").exists():
            return bool(noted["head"] != _head(entry))
        git = Git(entry, GitFolders(str(entry), entry, entry.parent.parent))  # Tables are written anew without a move.
        return noted["commit"] != await git.text("rev-parse", "HEAD") or await git.ok("symbolic-ref", "-q", "HEAD")
    except (BranchlineError, OSError, ValueError, KeyError, TypeError):
        return False


def _relink(file: Path, prefix: bytes, target: Path, beside: Path) -> None:
    """Have the file name its target, from `beside` where it named one from where it stands (git 2.48 can do so)."""
    is_absolute = os.path.isabs(os.fsdecode(file.read_bytes().strip().removeprefix(prefix)))
    put(file, prefix + os.fsencode(target if is_absolute else os.path.relpath(target, beside)) + b"\n")
