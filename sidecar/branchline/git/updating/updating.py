"""Plans an update of a worktree from its base, and carries it out: a plan changes nothing, and what is carried out can
be cut off at any point and be finished later."""

from __future__ import annotations

from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.core.model.base import UpdateHow, Updating
from branchline.core.model.merging import Conflict
from branchline.core.system_errors import tells_system_errors
from branchline.git.branches import LOCAL
from branchline.git.git_folders import GitFolders, folders_in, put
from branchline.git.merge_trees import Merger, merging
from branchline.git.own_folder import OwnFolder
from branchline.git.parent_branch import ParentBranch
from branchline.git.runner import Git, alone
from branchline.git.stale_locks import past_stale_locks
from branchline.git.updating import commits, files
from branchline.git.updating.index import index_tree, put_index, unfinished

MOST_NAMED = 3


@tells_system_errors
async def plan(
    worktree: str, repo: str, folder: Path, branch: str, base: ParentBranch, how: UpdateHow, largest: int, markers: bool
) -> Updating | None:
    """None: the branch has all that its base has. `folder` is ours. `markers`: conflicts of a merge are no refusal.

    Raises BASE_CONFLICT, INVALID_STATE (another branch or a merge is under way there), GIT_TOO_OLD, WORKTREE_UNLINKED
    and git's errors.
    """
    folders = folders_in(worktree, repo)
    git = Git(worktree, folders)
    await _refuse(git, folders, branch)
    head = await git.text("rev-parse", "HEAD^{commit}")
    if await git.ok("merge-base", "--is-ancestor", base.tip, head):
        return None
    async with alone(str(folder)), merging(str(folders.common_dir)) as merger:
        _, now = await files.opened(folders, folder, largest)
        index = await index_tree(folders, folder)
        if index is None:
            raise _under_way("a merge")
        if how is UpdateHow.MERGE:
            message = f"Merge branch '{base.name}' into {branch}"
            made = await commits.merge(git, merger, head, base.tip, message, base.landed)
        else:
            made = await commits.rebase(git, merger, head, base.tip, base.landed)
        left = await commits.tree_of(git, head)
        leaves = markers and how is UpdateHow.MERGE
        if made.conflicts and (not leaves or index != left):
            raise conflict(base.name, made.conflicts)
        after = await _carried(merger, left, made.tree, now, base.name)
        index_after = after if index == now else await _carried(merger, left, made.tree, index, base.name)
        fork = await git.text("merge-base", head, base.tip) if made.conflicts else ""
    paths = tuple(each.path for each in made.conflicts)
    return Updating(head, base.tip, made.commit, now, after, index, index_after, paths, fork, base.name)


@tells_system_errors
async def carry_out(worktree: str, repo: str, folder: Path, branch: str, update: Updating, largest: int) -> None:
    """Right after `plan`, in the same folder. Raises BASE_CONFLICT: nothing was changed; and git's errors: `finish` is
    to follow."""
    folders = folders_in(worktree, repo)
    async with alone(str(folder)):
        ours, now = await files.opened(folders, folder, largest)
        if now != update.files:
            raise BranchlineError(
                ErrorCode.AGENT_WORKS, "Files of this session were changed just now. Try again. Nothing was changed."
            )
        await files.swap(ours, now, update.files_after)
        await _end(ours, folder, branch, update, killed=False)


@tells_system_errors
async def finish(worktree: str, repo: str, folder: Path, branch: str, update: Updating, largest: int) -> bool:
    """An update that was cut off. False: something else is checked out by now, so that nothing more is done to it.
    Raises git's errors."""
    folders = folders_in(worktree, repo)
    git = Git(worktree, folders)
    head = await git.text("rev-parse", "HEAD^{commit}")
    if head != update.head or (update.made is None and unfinished(folders)):
        return head == update.made or update.made is None
    async with alone(str(folder)):
        ours, now = await files.opened(folders, folder, largest)
        if now != update.files_after:
            await files.swap(ours, now, await files.finished(ours, now, update.files, update.files_after))
        await _end(ours, folder, branch, update, killed=True)
    return True


async def _end(ours: OwnFolder, folder: Path, branch: str, update: Updating, *, killed: bool) -> None:
    """Index, then branch: only when that moved is it done."""
    await put_index(ours.folders, folder, update, killed=killed)
    git, made = Git(ours.folders.checkout, ours.folders), update.made
    if made is None:
        text = f"Merge branch '{update.base}' into {branch}\n"
        put(ours.git_dir / "MERGE_MSG", text.encode(errors="surrogateescape"))
        put(ours.git_dir / "MERGE_MODE", b"")
        put(ours.git_dir / "MERGE_HEAD", f"{update.onto}\n".encode())
        return
    words = ("update-ref", "-m", "branchline: updated from its base", "HEAD", made, update.head)
    await past_stale_locks(lambda: git.write(*words), ours.folders.checkout, LOCAL + branch, killed=killed)


async def _carried(merger: Merger, before: str, after: str, theirs: str, base: str) -> str:
    """What was done to `before` and is not committed, done to `after`. Raises BASE_CONFLICT."""
    if theirs == before:
        return after
    found = await merger.over(before, after, theirs, keep=True)
    if found.conflicts:
        raise conflict(base, found.conflicts, committed=False)
    return found.tree


def conflict(base: str, found: tuple[Conflict, ...], *, committed: bool = True) -> BranchlineError:
    paths = [each.path for each in found]
    named = ", ".join(map(shown, paths[:MOST_NAMED])) + (f" and {len(paths) - MOST_NAMED} more" if paths[3:] else "")
    whose = "This session’s work" if committed else "What is not committed in this session"
    return BranchlineError(
        ErrorCode.BASE_CONFLICT,
        f"{whose} conflicts with {shown(base)} in {named}. Nothing was changed.",
        base=base,
        files=paths[:100],
        committed=committed,
    )


async def _refuse(git: Git, folders: GitFolders, branch: str) -> None:
    if found := unfinished(folders):
        raise _under_way(found)
    try:
        checked_out = await git.text("symbolic-ref", "--quiet", "HEAD")
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise
        checked_out = ""
    if checked_out != LOCAL + branch:
        raise BranchlineError(
            ErrorCode.INVALID_STATE,
            f"The branch {shown(branch)} is not checked out in this session’s worktree. Check it out, then try again.",
        )
    if await git.ok("config", "--type=bool", "--get-regexp", "^core\\.sparsecheckout$"):
        raise BranchlineError(
            ErrorCode.INVALID_STATE,
            "This worktree has a part of the files alone (a sparse checkout). Update it with git in a terminal.",
        )


def _under_way(what: str) -> BranchlineError:
    return BranchlineError(
        ErrorCode.INVALID_STATE,
        f"A merge or rebase is under way in this session’s worktree ({what}). Finish or abort it, then try again.",
    )
