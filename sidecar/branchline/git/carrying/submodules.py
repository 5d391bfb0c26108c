"""Submodules of a new worktree, out of the git folders of those that the main checkout has, without a network."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.session.carrying import Missed
from branchline.git.git_folders import GitFolders, folders_of
from branchline.git.runner import Git
from branchline.git.switches import configured

_FROM_DISK = {"GIT_ALLOW_PROTOCOL": "file"}
_DEEPEST = 10
"""Submodules within submodules."""
NOT_HAD = "the main checkout has not the commit of this submodule; run git submodule update --init in the worktree"


@attrs.frozen
class _Submodule:
    name: str
    path: str


async def bring(main: GitFolders, tree: GitFolders) -> list[Missed]:
    """Give the worktree each submodule that the main checkout has, and those in them. Gives what cannot be had. Raises
    git's errors and OSError where nothing can be told of them."""
    return await _bring(main.common_dir, tree, "", _DEEPEST) if _lists(tree.checkout) else []


async def _bring(theirs: Path, tree: GitFolders, above: str, deepest: int) -> list[Missed]:
    """`theirs` is the git folder that has the submodules to begin with."""
    missed = []
    for each in await listed(Git(tree.checkout, tree)):
        source = theirs / "modules" / each.name
        if not (source / "HEAD").is_file() or os.path.realpath(source) != str(source):
            continue  # The main checkout has it not, either.
        place = Path(tree.checkout, each.path)
        shown = f"{above}{each.path}"
        try:
            await _fill(Git(tree.checkout, tree), each, source)
            inner = folders_of(str(place))
            await _name_remote(source, inner)
            if deepest > 1 and _lists(inner.checkout):
                missed += await _bring(source, inner, f"{shown}/", deepest - 1)
        except BranchlineError:
            missed.append(Missed(shown, NOT_HAD))
    return missed


async def listed(git: Git) -> list[_Submodule]:
    """Those that the commit names that is checked out. Raises git's errors."""
    words = ("--blob", "HEAD:.gitmodules", "-z", "--get-regexp", r"^submodule\..*\.path$")
    try:
        found = (await git.read("config", *words)).decode("utf-8", "surrogateescape").split("\0")[:-1]
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return []
        raise
    entries = [entry.partition("\n") for entry in found]
    all_of_them = [_Submodule(key[len("submodule.") : -len(".path")], path) for key, _, path in entries]
    return [each for each in all_of_them if _is_inside(each.name) and _is_inside(each.path)]


async def _fill(git: Git, submodule: _Submodule, source: Path) -> None:
    """A clone that shares the objects' files; nothing else than the disk is asked, and no program named by settings
    runs."""
    env = configured({f"submodule.{submodule.name}.url": str(source)})
    words = ("--init", "--checkout", "--no-recommend-shallow", "--", submodule.path)
    await git.write("submodule", "--quiet", "update", *words, env={**env, **_FROM_DISK})


async def _name_remote(source: Path, inner: GitFolders) -> None:
    """What is fetched later comes from where the main checkout has it from; what that remote had is known here too, so
    that its commits do not count as nobody's."""
    refs = "+refs/remotes/origin/*:refs/remotes/origin/*"
    git = Git(inner.checkout, inner)
    await git.write("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", str(source), refs, env=_FROM_DISK)
    theirs = Git(source, GitFolders(str(source), source, source))
    try:
        url = await theirs.text("config", "--get", "remote.origin.url")
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return
        raise
    await git.write("config", "remote.origin.url", url)


def _lists(checkout: str) -> bool:
    return os.path.lexists(os.path.join(checkout, ".gitmodules"))


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and ".git" not in parts
