"""What a checkout has checked out and how that came about, from git's own files: no process where these say it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.head import Head, HeadMove
from branchline.core.model.landing import Landed, on_parent
from branchline.git.branches import LOCAL, parents_of, refs_of
from branchline.git.git_folders import GitFolders
from branchline.git.runner import Git
from branchline.git.whereabouts import is_reftable

_REF = b"ref: "
_LONGEST = 256 * 1024
"""Bytes of the reflog's end: some two thousand moves."""
_MOVES = (
    (b"rebase", HeadMove.REBASED),
    (b"pull --rebase", HeadMove.REBASED),
    (b"reset:", HeadMove.RESET),
    (b"checkout:", HeadMove.SWITCHED),
    (b"merge ", HeadMove.MERGED),
    (b"pull", HeadMove.MERGED),
    (b"commit", HeadMove.COMMITTED),
    (b"cherry-pick", HeadMove.COMMITTED),
    (b"revert", HeadMove.COMMITTED),
    (b"am", HeadMove.COMMITTED),
)
_TELLING = tuple(HeadMove)
"""The later says more."""


@attrs.frozen
class _Logged:
    """The reflog since a commit: what moved HEAD, whether the last of it made a commit here, and what the last rebase
    began at."""

    moved: HeadMove | None = None
    made: bool = False
    onto: str | None = None


async def look(
    folders: GitFolders, base: str, before: Head | None, landed: Landed | None = None
) -> tuple[str, Head | None]:
    """Where the branch left its parent, or what of it `landed` last, and HEAD; `before` is HEAD at the last look, with
    `base` as it was found then. None: nothing is checked out. Where HEAD has not moved nothing is asked of git. Raises
    git's errors."""
    git = Git(folders.checkout, folders)
    branch, commit = await asyncio.to_thread(checked_out, folders)
    if not commit:
        branch, commit = await _ask(git)
    if not commit:
        return base, None
    if before is not None and before.commit == commit:
        return base, attrs.evolve(before, branch=branch)
    if before is None and commit == base:
        return base, Head(branch, commit)
    logged = await asyncio.to_thread(_logged, folders, before.commit if before else base)
    found = await _forked(git, base, commit, branch or "", logged, on_parent(base, landed))
    commits = int(await git.text("rev-list", "--count", commit, f"^{found}"))
    return found, Head(branch, commit, commits, logged.moved or (before.moved if before else None))


async def _forked(git: Git, base: str, tip: str, branch: str, logged: _Logged, known: str) -> str:
    """The commit that what the branch has of its own stands on. It moves forward with what is merged into the branch or
    what it is rebased onto, never to a tip that was made here: that one landed only where somebody says so. `known` is
    what its parent has of the base."""
    if not base:
        return base
    parents = await parents_of(git, branch, await refs_of(git))
    try:
        found = await git.text("merge-base", tip, *parents) if parents else base
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise
        return base  # They share no history.
    if found == base or (found == tip and logged.made):
        return logged.onto or base
    # It may have begun at a commit that the default branch does not have.
    is_on_it = await git.ok("merge-base", "--is-ancestor", base, tip)
    if is_on_it and not await git.ok("merge-base", "--is-ancestor", known, found):
        return base
    return found


def checked_out(folders: GitFolders) -> tuple[str | None, str]:
    """(branch, commit), the commit "" where the files do not say it. In the midst of a rebase the branch is the
    one that is rebased."""
    try:
        head = (folders.git_dir / "HEAD").read_bytes().strip()
    except OSError:
        return None, ""
    if not head.startswith(_REF):
        return _rebased(folders.git_dir), head.decode(errors="replace")
    ref = os.fsdecode(head.removeprefix(_REF))
    if is_reftable(str(folders.common_dir)):
        return None, ""
    try:
        commit = (folders.common_dir / ref).read_bytes().strip()
    except OSError:
        commit = _packed(folders.common_dir, ref)
    return ref.removeprefix(LOCAL), commit.decode(errors="replace")


def _packed(common_dir: Path, ref: str) -> bytes:
    try:
        lines = (common_dir / "packed-refs").read_bytes().splitlines()
    except OSError:
        return b""
    wanted = b" " + os.fsencode(ref)
    return next((line.partition(b" ")[0] for line in lines if line.endswith(wanted) and line[40:] != b""), b"")


def _rebased(git_dir: Path) -> str | None:
    for place in ("rebase-merge", "rebase-apply"):
        try:
            return os.fsdecode((git_dir / place / "head-name").read_bytes().strip()).removeprefix(LOCAL)
        except OSError:
            continue
    return None


async def _ask(git: Git) -> tuple[str | None, str]:
    try:
        commit = await git.text("rev-parse", "--verify", "--quiet", "HEAD")
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        return None, ""
    try:
        return (await git.text("symbolic-ref", "--quiet", "HEAD")).removeprefix(LOCAL), commit
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        return None, commit


def _logged(folders: GitFolders, since: str) -> _Logged:
    try:
        with (folders.git_dir / "logs" / "HEAD").open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _LONGEST))
            lines = file.read().splitlines()
    except OSError:
        return _Logged()
    found: list[HeadMove] = []
    made: bool | None = None
    onto: str | None = None
    for line in reversed(lines):
        said, _, message = line.partition(b"\t")
        new = said.split(b" ")[1:2]
        if new == [since.encode()]:
            break
        move = next((move for word, move in _MOVES if message.startswith(word)), None)
        if move is not None:
            found.append(move)
        if move is HeadMove.REBASED and onto is None and b"(start)" in message:
            onto = new[0].decode(errors="replace")
        if made is None:
            made = move is HeadMove.COMMITTED or (
                move in (HeadMove.MERGED, HeadMove.REBASED) and b"Fast-forward" not in message
            )
    return _Logged(max(found, key=_TELLING.index, default=None), bool(made), onto)
