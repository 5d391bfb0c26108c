"""Commits all that is in a worktree, with the user's own hooks and signing, so that a commit that is refused leaves
nothing: it is made from an index of ours, and the worktree's own one follows when all is done."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git.changes import copy_index
from branchline.git.git_folders import GitFolders
from branchline.git.own_folder import OwnFolder, open_converting
from branchline.git.own_index import bring_up
from branchline.git.runner import Git
from branchline.git.switches import USERS
from branchline.git.tree_diffs import write_tree

NO_TERMINAL = {"GPG_TTY": "", "GIT_EDITOR": "false", "GIT_SEQUENCE_EDITOR": "false"}
"""Whoever asks for a passphrase there would wait for ever."""
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
_SIGNING = ("gpg failed to sign", "failed to write commit object", "ssh-keygen", "gpg: ", "Load key", "signing failed")
_NOT_THE_COMMIT = {ErrorCode.GIT_TIMEOUT, ErrorCode.GIT_KILLED, ErrorCode.GIT_MISSING, ErrorCode.DISK_FULL}


def refuse_unfinished(folders: GitFolders) -> None:
    """Raises INVALID_STATE: a merge, or what else takes several commands, is under way there."""
    if found := [each for each in _UNFINISHED if (folders.git_dir / each).exists()]:
        raise BranchlineError(
            ErrorCode.INVALID_STATE,
            f"A merge or rebase is under way in {shown(folders.checkout)} ({found[0]}). Finish it or abort it first.",
            path=folders.checkout,
        )


async def staged(folders: GitFolders, place: Path) -> OwnFolder:
    """Our folder at `place`, with an index that has all of the worktree but repositories inside that it does not know
    yet. Raises git's errors and OSError."""
    if place.exists():
        await asyncio.to_thread(shutil.rmtree, place)
    ours = await open_converting(folders, place)
    await asyncio.to_thread(copy_index, ours)
    await bring_up(ours, lambda name: name.endswith(b"/"))
    return ours


async def at_commit(folders: GitFolders, place: Path, commit: str) -> OwnFolder:
    """The same, with an index that has what the commit has. Raises git's errors and OSError."""
    ours = await open_converting(folders, place)
    await ours.write("read-tree", commit)
    return ours


async def uncommitted(ours: OwnFolder, head: str) -> list[str]:
    """The paths in which our index differs from a commit. Raises git's errors."""
    words = ("diff-index", "--cached", "--name-only", "-z", "--no-renames", "--ignore-submodules=none", head, "--")
    return [os.fsdecode(name) for name in (await ours.read(*words)).split(b"\0") if name]


async def commit(ours: OwnFolder, message: str) -> str:
    """On what is checked out. Raises COMMIT_REFUSED and git's errors."""
    git = Git(ours.folders.checkout, ours.folders)
    await written(git, "commit", "--quiet", "--file=-", stdin=message, env={"GIT_INDEX_FILE": str(ours.index)})
    return await git.text("rev-parse", "HEAD")


async def written(git: Git, *words: str, stdin: str | None = None, env: Mapping[str, str] | None = None) -> None:
    """A command that makes commits for the user, with their hooks and signing. Raises COMMIT_REFUSED where these say
    no, or git has no name for who commits; and git's errors that are about something else."""
    given = None if stdin is None else os.fsencode(stdin)
    try:
        await git.write(*words, env={**NO_TERMINAL, **(env or {})}, stdin=given, lifted=USERS)
    except BranchlineError as error:
        if error.code in _NOT_THE_COMMIT or "status" not in error.data:
            raise
        raise refused(error) from None


def refused(error: BranchlineError) -> BranchlineError:
    said = str(error.data.get("stderr") or "").strip()
    signing = any(word in said for word in _SIGNING)
    last = said.splitlines()[-1] if said else f"it ended with {error.data.get('status')} and said nothing"
    first = "The commit could not be signed" if signing else "The commit was refused by a hook or by git"
    way = (
        "See whether a commit can be signed in a terminal; a passphrase cannot be asked for here."
        if signing
        else "Mend that, or have the agent do it, then land again."
    )
    return BranchlineError(
        ErrorCode.COMMIT_REFUSED,
        f"{first}: {shown(last).rstrip('.')}. {way} Nothing was changed.",
        said=said,
        signing=signing,
    )


async def take_back(ours: OwnFolder, head: str) -> None:
    """Where what is checked out is the commit that was made of our index upon `head`, it is at `head` again. Raises
    git's errors."""
    git = Git(ours.folders.checkout, ours.folders)
    found = (await git.text("rev-parse", "HEAD", "HEAD^{tree}")).split()
    if found[0] == head or not ours.index.exists():
        return
    parents = (await git.text("rev-list", "--parents", "-n", "1", found[0])).split()[1:]
    if parents == [head] and found[1] == await write_tree(ours.own, ours.environment):
        await git.write("update-ref", "-m", "branchline: taken back", "HEAD", head, found[0])


async def put_index(ours: OwnFolder) -> None:
    """The worktree's own index has what was committed, where it is still what ours was made of. Raises OSError."""
    if ours.index.exists():
        await asyncio.to_thread(_put, ours)


def _put(ours: OwnFolder) -> None:
    target, lock = ours.git_dir / "index", ours.git_dir / "index.lock"
    with contextlib.suppress(FileExistsError):  # Somebody's git writes it just now, and then looks at the files itself.
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        try:
            shutil.copyfile(ours.index, lock)
            os.replace(lock, target)
        except BaseException:
            lock.unlink(missing_ok=True)
            raise


async def is_ancestor(git: Git, commit: str, of: str) -> bool:
    """Raises git's errors but for commits that are not there."""
    return await git.ok("merge-base", "--is-ancestor", commit, of, "--")
