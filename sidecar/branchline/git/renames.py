"""What a branch is called now, that was renamed since it was last seen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.git.branches import LOCAL
from branchline.git.checkouts import link_of
from branchline.git.repository import git_of
from branchline.git.whereabouts import is_reftable

_REF = b"ref: " + LOCAL.encode()


@attrs.frozen
class Name:
    """`is_same`: of the very branch, as git wrote down when it renamed it; else of the one that is checked out in its
    place."""

    branch: str
    is_same: bool


async def name_now(common_dir: str, branch: str, worktree: str | None) -> Name:
    """What the branch is called, that was `branch`. The one that is checked out in `worktree` has its place where it is
    gone without a trace. Raises git's errors."""
    same = Name(branch, True)
    held = await _checked_out(common_dir, worktree) if worktree else None
    if not branch or held == branch or await _is_there(common_dir, branch):
        return same
    found = set(await _named_since(common_dir, branch, held))
    if held is not None and (held in found or not found):
        return Name(held, held in found) if await _is_there(common_dir, held) else same
    return Name(found.pop(), True) if len(found) == 1 else same


async def _checked_out(common_dir: str, worktree: str) -> str | None:
    """None: there is no worktree, or its HEAD is detached."""
    if is_reftable(common_dir):
        try:
            return (await git_of(worktree).text("symbolic-ref", "--quiet", "HEAD")).removeprefix(LOCAL)
        except BranchlineError:
            return None
    entry = link_of(worktree)
    try:
        head = (entry / "HEAD").read_bytes().strip() if entry else b""
    except OSError:
        return None
    return os.fsdecode(head.removeprefix(_REF)) if head.startswith(_REF) else None


async def _is_there(common_dir: str, branch: str) -> bool:
    if is_reftable(common_dir):
        return await git_of(common_dir).ok("rev-parse", "--verify", "--quiet", LOCAL + branch)
    if os.path.isfile(os.path.join(common_dir, LOCAL + branch)):
        return True
    try:
        packed = Path(common_dir, "packed-refs").read_bytes()
    except OSError:
        return False
    return f" {LOCAL}{branch}\n".encode(errors="surrogateescape") in packed


async def _named_since(common_dir: str, branch: str, held: str | None) -> list[str]:
    """The branches whose own reflog says that they were `branch`, and that are there."""
    if not is_reftable(common_dir):
        return [each for each in _logged(common_dir, branch) if await _is_there(common_dir, each)]
    told = f"Branch: renamed {LOCAL}{branch} to "
    if held is None or told not in await git_of(common_dir).text(
        "log", "-g", "--no-show-signature", "--format=%gs", LOCAL + held
    ):
        return []
    return [held]


def _logged(common_dir: str, branch: str) -> Iterator[str]:
    told = f"\tBranch: renamed {LOCAL}{branch} to ".encode(errors="surrogateescape")
    logs = os.path.join(common_dir, "logs", LOCAL)
    for place, _, names in os.walk(logs):
        for name in names:
            path = Path(place, name)
            try:
                content = path.read_bytes()
            except OSError:
                continue
            # A copy of a branch has the reflog of the other one, too.
            if told in content and b"\tBranch: copied " not in content[content.rindex(told) :]:
                yield os.path.relpath(path, logs)
