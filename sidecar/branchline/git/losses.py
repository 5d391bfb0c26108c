"""What would be lost with a worktree and its branch."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.model.landing import Landed
from branchline.git.git_folders import GitFolders, folders_in
from branchline.git.own_folder import looking
from branchline.git.runner import Git
from branchline.git.together import together
from branchline.git.untracked import list_files

_IGNORED = b"!! "


@attrs.frozen
class Loss:
    """`files`: changed, staged or untracked ones that are in no commit. `commits`: those that no other branch, remote
    or tag has, and those of submodules that no remote has. `ignored`: ignored files that snapshots do not keep; a
    folder counts as one."""

    files: int
    commits: int
    ignored: int = 0


async def loss(
    worktree: str,
    branch: str | None = None,
    include: Sequence[str] = (),
    repo: str | None = None,
    landed: Landed | None = None,
) -> Loss:
    """What removing the worktree and `branch` (default: the one checked out there) would lose. Snapshots keep the
    ignored files that match `include`. What was `landed` in another branch is no loss as long as that has it, though
    squashed. `repo` is the repository of which the worktree has to be one. Raises
    WORKTREE_UNLINKED and git's errors."""
    folders = folders_in(worktree, repo)
    git = Git(worktree, folders)
    status, current = await together(_status(folders), _current(git))
    entries = status.split(b"\0")[:-1]
    ignored = [entry.removeprefix(_IGNORED) for entry in entries if entry.startswith(_IGNORED)]
    branch = branch or current
    tips = ["HEAD"]
    if branch and await git.ok("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"):
        tips.append(f"refs/heads/{branch}")
    others = ["--not", f"--exclude={branch or ''}", "--branches", "--remotes", "--tags"]
    if landed and await _has_landed(git, landed, others):
        others.append(landed.tip)
    count = await git.text("rev-list", "--count", *tips, *others)
    return Loss(
        files=len(entries) - len(ignored),
        commits=int(count) + sum((await submodule_commits(folders)).values()),
        ignored=await _count_not_kept(folders, ignored, include),
    )


async def _has_landed(git: Git, landed: Landed, others: Sequence[str]) -> bool:
    """Whether both commits are still there, and another branch has the one that was made."""
    for commit in (landed.tip, landed.commit):
        if not await git.ok("cat-file", "-e", f"{commit}^{{commit}}"):
            return False
    return await git.text("rev-list", "--count", landed.commit, *others) == "0"


async def _count_not_kept(folders: GitFolders, ignored: Sequence[bytes], include: Sequence[str]) -> int:
    """Of these entries, those with a file that does not match `include`. A folder ends with a slash."""
    if not ignored or not include:
        return len(ignored)
    listing = ("--others", "--ignored", "--exclude-standard", "-z", "--")
    kept = set((await list_files(folders, *listing, *include)).split(b"\0")[:-1])
    count = 0
    for entry in ignored:
        if not entry.endswith(b"/"):
            count += entry not in kept
        elif not any(name.startswith(entry) for name in kept):
            count += 1
        else:
            inside = await list_files(folders, *listing, f":(literal){os.fsdecode(entry)}")
            count += not set(inside.split(b"\0")[:-1]) <= kept
    return count


async def _current(git: Git) -> str | None:
    try:
        # In full: the short form has more before it where a tag has the same name.
        return (await git.text("symbolic-ref", "--quiet", "HEAD")).removeprefix("refs/heads/")
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return None
        raise


async def submodule_commits(folders: GitFolders) -> dict[str, int]:
    """How many commits no remote has, by submodule: a linked worktree has submodule repositories of its own, in its git
    folder, which go with it. Raises git's errors."""
    counts: dict[str, int] = {}
    modules = folders.git_dir / "modules"
    for module in await asyncio.to_thread(lambda: list(_git_folders(modules))):
        git = Git(module, GitFolders(str(module), module, module))
        count = await git.text("rev-list", "--count", "--all", "HEAD", "--not", "--remotes", "--")
        counts[os.path.relpath(module, modules)] = int(count)
    return counts


async def _status(folders: GitFolders) -> bytes:
    """Of repositories inside git looks at no more than their commit: else it would run with their settings."""
    git = Git(folders.checkout, folders)
    options = ("-z", "--no-renames", "--untracked-files=all", "--ignored=matching", "--ignore-submodules=dirty")
    async with looking(folders, await git.text("rev-parse", "HEAD^{commit}")) as ours:
        return await ours.read("status", "--porcelain", *options)


def _git_folders(folder: Path) -> Iterator[Path]:
    for place, names, _ in os.walk(folder):
        if "objects" in names:
            yield Path(place)
            names[:] = [name for name in names if name == "modules"]
