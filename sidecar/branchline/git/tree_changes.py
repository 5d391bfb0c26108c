"""Single files of a tree held against each other, and a tree made of another one with some files changed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.merging import Conflict
from branchline.git.merge_trees import merged
from branchline.git.repository import git_of
from branchline.git.runner import Git
from branchline.git.switches import configured
from branchline.git.together import together
from branchline.git.tree_diffs import NO_INDEX, write_tree

Entry = tuple[bytes, bytes]
"""Mode and object id."""
Changes = Mapping[bytes, Entry | None]
"""What is at each path; None: nothing."""
_NONE = b"000000"


@attrs.frozen
class Back:
    """What has to become of which files; or what cannot be told, and then nothing is to be changed."""

    changes: Changes
    conflicts: tuple[Conflict, ...] = ()


async def taken_back(
    repository: str, before: str, after: str, now: str, folder: Path, unknown: Collection[str] = ()
) -> Back:
    """What makes the tree `now` what it would be without what led from the tree `before` to the tree `after`, which say
    nothing of what is `unknown` or below. `folder` is ours.

    Files that nobody changed since become what they were, whatever is in them; others are merged. Raises GIT_TOO_OLD
    where these are, and git's errors.
    """
    git = git_of(repository)
    (undone, done), (_, since) = await together(_between(git, before, after), _between(git, after, now))
    if unseen := [name for name in done if is_within(name, unknown)]:
        before = await with_changes(repository, before, {name: done[name] for name in unseen}, folder)
        undone, done = await _between(git, before, after)
    if not done:
        return Back({})
    if not _meet(done, since):
        return Back(undone)
    result = await merged(repository, after, now, before, keep=True)
    if result.conflicts:
        return Back({}, result.conflicts)
    return Back((await _between(git, now, result.tree))[1])


async def changed(repository: str, left: str, right: str) -> Changes:
    """The files that differ, as the right tree has them. Raises git's errors."""
    return (await _between(git_of(repository), left, right))[1]


async def sides(repository: str, left: str, right: str) -> tuple[Changes, Changes]:
    """The files that differ, as each of the two trees has them. Raises git's errors."""
    return await _between(git_of(repository), left, right)


async def entry_at(repository: str, tree: str, path: str) -> Entry | None:
    """What a tree or commit has at a path; None: nothing, or a folder. Raises git's errors."""
    words = ("--literal-pathspecs", "ls-tree", "-z", "--full-tree", tree, "--", path)
    for record in (await git_of(repository).read(*words)).split(b"\0")[:-1]:
        facts, _, name = record.partition(b"\t")
        mode, kind, object_id = facts.split()
        if name == os.fsencode(path) and kind != b"tree":
            return mode, object_id
    return None


async def with_changes(repository: str, tree: str, changes: Changes, folder: Path) -> str:
    """The tree with these files as they say; `folder` is ours, for an index of a moment. Raises git's errors."""
    git, path = git_of(repository), folder / "changes-index"
    env = {**configured({"core.splitIndex": "false", "index.skipHash": "false"}), "GIT_INDEX_FILE": str(path)}
    path.unlink(missing_ok=True)
    nothing = (b"0", b"0" * len(tree))
    gone = sorted(name for name, entry in changes.items() if entry is None)  # A folder may come in a file's place.
    listed = [*((name, nothing) for name in gone), *((name, entry) for name, entry in changes.items() if entry)]
    lines = b"".join(b"%s %s\t%s\0" % (*entry, name) for name, entry in listed)
    try:
        await git.write("read-tree", tree, env=env)
        await git.write("update-index", "-z", "--index-info", env=env, stdin=lines)
        return await write_tree(git, env)
    finally:
        path.unlink(missing_ok=True)


def refuse_repositories(changes: Changes) -> None:
    """Raises NOT_UNDOABLE: what a submodule has checked out is not in a tree."""
    for name, entry in changes.items():
        if entry and entry[0] == b"160000":
            path = os.fsdecode(name)
            raise BranchlineError(
                ErrorCode.NOT_UNDOABLE,
                "A repository inside the worktree has another commit now, which only git in a terminal can take back."
                " Nothing was changed.",
                path=path,
            )


def is_within(name: bytes, places: Collection[str]) -> bool:
    """It is one of the places, or below one."""
    return any(name == each or name.startswith(each + b"/") for each in map(os.fsencode, places))


def places(name: bytes) -> Iterable[bytes]:
    """The path itself, and the folders above it."""
    return accumulate(name.split(b"/"), lambda above, part: above + b"/" + part)


async def _between(git: Git, left: str, right: str) -> tuple[Changes, Changes]:
    """The files that differ, as the left has them and as the right has them."""
    printed = await git.read("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", left, right, env=NO_INDEX)
    lefts: dict[bytes, Entry | None] = {}
    rights: dict[bytes, Entry | None] = {}
    words = iter(printed.split(b"\0")[:-1])
    for word in words:
        old_mode, mode, old, new, _ = word.removeprefix(b":").split()
        name = next(words)
        lefts[name] = None if old_mode == _NONE else (old_mode, old)
        rights[name] = None if mode == _NONE else (mode, new)
    return lefts, rights


def _meet(one: Collection[bytes], other: Collection[bytes]) -> bool:
    """A path is in both, or one has a file where the other has a folder."""
    return any(
        place in right
        for left, right in ((one, set(other)), (other, set(one)))
        for name in left
        for place in places(name)
    )
