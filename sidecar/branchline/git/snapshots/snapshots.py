"""Snapshots: a worktree's full state as a commit that only Branchline knows, `refs/branchline/<session-id>/<n>`.

Its tree is what is on the disk, byte for byte, untracked files included; its parents are HEAD and a commit that holds
the index. It is made with a git folder of our own (index, excludes, and attributes that switch every conversion off)
over the repository's objects: the user's index, HEAD, stash and files are only ever read.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.reasons import SnapshotReason
from branchline.core.session.snapshot import MOST_INSTRUCTION, Snapshot, folder_of, message
from branchline.core.system_errors import tells_system_errors
from branchline.git.diff_records import parse_records, parse_repositories
from branchline.git.git_folders import GitFolders, folders_in
from branchline.git.losses import submodule_commits
from branchline.git.own_folder import IDENTITY, OwnFolder, or_anew, throw_away
from branchline.git.runner import Git, alone
from branchline.git.snapshots import files as snapshot_files
from branchline.git.snapshots import unkept
from branchline.git.snapshots.changes import count, first_changes, kept_on_both, since
from branchline.git.snapshots.entry import not_kept_of
from branchline.git.snapshots.folder import open_folder
from branchline.git.snapshots.index import HeldIndex, fill_index, hold_index, list_index
from branchline.git.snapshots.refs import create_ref, optional, read_refs
from branchline.git.snapshots.sparse import whole_tree
from branchline.git.together import together
from branchline.git.tree_diffs import NO_INDEX, make_tree
from branchline.git.untracked import list_files


@tells_system_errors
async def take(
    worktree: str,
    session_id: str,
    reason: SnapshotReason,
    folder: Path,
    at: float,
    include: Sequence[str] = (),
    *,
    repo: str | None = None,
    stand_in: GitFolders | None = None,
    base: str | None = None,
    instruction: str | None = None,
    largest: int | None = None,
) -> Snapshot:
    """The worktree as it is now. The latest snapshot itself when nothing is different.

    `repo` is the session's repository, of which the worktree has to be one (None: whatever its `.git` says); `stand_in`
    are the git folders that are taken for its own where these are lost.
    `folder` is ours and makes the next one quick; `include` are patterns of ignored files to be kept as well; `at` is
    in seconds since the epoch; `base` is the commit that the first snapshot's changes are counted against (default: no
    file at all); `instruction` is what the user asked last; files that git does not track are left out where
    they have more than `largest` bytes. Raises WORKTREE_UNLINKED and git's errors.
    """

    async def take_it() -> Snapshot:
        folders = stand_in or folders_in(worktree, repo)
        return await _take(folders, session_id, reason, folder, at, include, base, instruction, largest)

    async with alone(str(folder)):
        return await or_anew(folder, take_it)


async def _take(
    folders: GitFolders,
    session_id: str,
    reason: SnapshotReason,
    folder: Path,
    at: float,
    include: Sequence[str],
    base: str | None,
    instruction: str | None,
    largest: int | None,
) -> Snapshot:
    ours = await open_folder(folders, folder)
    git = ours.own
    (last, index), (files, refused), (head, branch) = await together(
        _last_and_index(ours, session_id), snapshot_files.read_all(ours, include, largest), _head(git)
    )
    forgotten, changed = await together(_forgotten(ours, index, files), since(git, last, files))
    if forgotten:
        refused += await snapshot_files.add_these(ours, forgotten)
        files = await snapshot_files.tree_of(ours)
    tree = await whole_tree(ours, index, files)
    disk = None if tree == files else files
    if forgotten or disk:
        changed = await since(git, last, tree)
    is_known = last is not None and not last.missing and changed is not None
    nested = parse_repositories(changed or b"") if is_known else await snapshot_files.nested(ours)
    missing = tuple(sorted({*refused, *nested}))
    now = (tree, disk, head, branch, missing, index.tree)
    if last and (last.tree, last.disk, last.head, last.branch, last.missing, last.index_tree) == now:
        return last
    parents = [head] if head else []
    dated = {**IDENTITY, "GIT_AUTHOR_DATE": f"@{int(at)} +0000", "GIT_COMMITTER_DATE": f"@{int(at)} +0000"}
    if last and (last.head, last.index_tree, last.disk) == (head, index.tree, disk):
        held = last.index
    else:
        content = await _with_disk(git, index.tree, disk)
        held = await _commit(git, content, parents, "The index of a snapshot\n", dated)
    if last:
        changes = count(kept_on_both(parse_records(changed or b""), last.missing, missing))
    else:
        changes = await first_changes(ours, base, tree)
    number = last.number + 1 if last else 1
    instruction = instruction and instruction[:MOST_INSTRUCTION]
    text = message(session_id, reason, branch, index.is_file, missing, changes, instruction, index.tree, disk)
    commit = await _commit(git, tree, [*parents, held], text, dated)
    await create_ref(ours.shared, session_id, f"{folder_of(session_id)}{number}", commit)
    return Snapshot(
        session_id, number, commit, tree, head, branch, held, index.is_file, float(int(at)), reason, missing, changes,
        instruction, index.tree, disk,
    )  # fmt: skip


@tells_system_errors
async def restore(worktree: str, snapshot: Snapshot, folder: Path, repo: str | None = None) -> None:
    """Write every file of the snapshot, and the index as it was, into a worktree that has nothing yet but its HEAD.

    Raises git's errors.
    """
    async with alone(str(folder)):
        await asyncio.to_thread(throw_away, folder)
        ours = await open_folder(folders_in(worktree, repo), folder)
        await snapshot_files.write_all(ours, snapshot.files)
        await fill_index(ours.folders, snapshot)


@tells_system_errors
async def put_index(worktree: str, snapshot: Snapshot, repo: str | None = None) -> None:
    """Make the worktree's index the one of the snapshot. Raises git's errors."""
    await fill_index(folders_in(worktree, repo), snapshot)


@tells_system_errors
async def reset_index(worktree: str, repo: str) -> None:
    """Make the worktree's index the one of its HEAD. Raises git's errors."""
    await Git(worktree, folders_in(worktree, repo)).write("read-tree", "HEAD")


@tells_system_errors
async def put_back(
    worktree: str, target: Snapshot, folder: Path, include: Sequence[str] = (), repo: str | None = None
) -> None:
    """Make a worktree's files those of `target`, right after a snapshot of it was taken with the same `folder`. HEAD
    and the index stay; so do ignored files, but for those that both snapshots have, and what `target` left out.

    Raises RESTORE_BLOCKED (data: `path`) where an ignored file is in the way or one was changed meanwhile: nothing was
    changed then; RESTORE_INCOMPLETE and git's errors: some files may have been written.
    """
    async with alone(str(folder)):
        await snapshot_files.swap(await open_folder(folders_in(worktree, repo), folder), target, include)


@tells_system_errors
async def bring(
    worktree: str, now: str, wanted: str, paths: Collection[bytes], folder: Path, repo: str | None = None
) -> None:
    """Write the files that differ between two trees, `paths`, right after a snapshot with the tree `now` was taken with
    the same `folder`. HEAD and the index stay, and so does what was changed in other files meanwhile. Raises as
    `put_back`."""
    async with alone(str(folder)):
        await snapshot_files.bring(await open_folder(folders_in(worktree, repo), folder), now, wanted, paths)


@tells_system_errors
async def not_kept(worktree: str, repo: str | None = None) -> list[str]:
    """What would be lost with the worktree although a snapshot of it was taken: repositories inside it, what cannot be
    read, operations under way (“a rebase under way”), and what `keep_entry` cannot keep. Ignored files do not count.
    Raises git's errors."""
    folders = folders_in(worktree, repo)
    listing = await list_files(folders, "--others", "--ignored", "--exclude-standard", "--directory", "-z")
    ignored = {os.fsdecode(name.rstrip(b"/")) for name in listing.split(b"\0")}
    closed = await asyncio.to_thread(unkept.closed, worktree, ignored)
    lost = await asyncio.to_thread(not_kept_of, folders.git_dir)
    gone = [name for name, commits in (await submodule_commits(folders)).items() if commits and name not in closed]
    lost += [f"commits of the submodule {name}" for name in gone]
    return [*closed, *unkept.under_way(folders.git_dir), *lost]


async def _last_and_index(ours: OwnFolder, session_id: str) -> tuple[Snapshot | None, HeldIndex]:
    """The latest snapshot, and the worktree's index now."""
    before = await read_refs(ours.shared, session_id)
    last = before[-1] if before else None
    return last, await hold_index(ours, last)


async def _with_disk(git: Git, index: str, disk: str | None) -> str:
    if disk is None:
        return index
    lines = (b"040000 tree %s\t%s\0" % (tree.encode(), name) for tree, name in ((disk, b"disk"), (index, b"index")))
    return await make_tree(git, b"".join(lines))


async def _forgotten(ours: OwnFolder, index: HeldIndex, tree: str) -> list[bytes]:
    """Files of the worktree's index that are not in the tree: they are ignored all the same."""
    if index.is_file:
        theirs, known = await together(list_index(ours, index.listing), ours.read("ls-files", "-z"))
        absent = {each.path for each in theirs}.difference(known.split(b"\0"))
    else:
        only = ("--name-only", "-z", "--no-renames", "--diff-filter=D")
        printed = await ours.own.read("diff-tree", "-r", *only, index.tree, tree, env=NO_INDEX)
        absent = {*printed.split(b"\0")[:-1]}
    root = os.path.realpath(os.fsencode(ours.own.folder))
    return [name for name in absent if _is_file(root, name)]


def _is_file(root: bytes, name: bytes) -> bool:
    """Not where a link leads elsewhere: git takes nothing beyond one."""
    path = os.path.join(root, name)
    there = os.path.islink(path) or os.path.isfile(path)
    return there and os.path.realpath(os.path.dirname(path)) == os.path.dirname(path)


async def _head(git: Git) -> tuple[str | None, str | None]:
    """The commit and the branch that are checked out."""
    try:
        head, _, name = (await git.text("rev-parse", "HEAD^{commit}", "--symbolic-full-name", "HEAD")).partition("\n")
    except BranchlineError as error:
        if error.code is not ErrorCode.GIT_FAILED:
            raise
        head, name = "", await optional(git, "symbolic-ref", "--quiet", "HEAD") or ""  # There is no commit yet.
    prefix = "refs/heads/"
    return head or None, name.removeprefix(prefix) if name.startswith(prefix) else None


async def _commit(git: Git, tree: str, parents: Sequence[str], text: str, env: dict[str, str]) -> str:
    words = [word for parent in parents for word in ("-p", parent)]
    return (await git.write("commit-tree", tree, *words, "-F", "-", env=env, stdin=text.encode())).decode().strip()
