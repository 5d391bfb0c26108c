"""What is kept of a session: refs below `refs/branchline/<session-id>/`, one for each snapshot, one for a tip, and
those of `entry`."""

from __future__ import annotations

from collections.abc import Sequence

from branchline.core.errors import BranchlineError
from branchline.core.session.snapshot import Snapshot, folder_of, parse
from branchline.git.repository import git_of
from branchline.git.runner import Git
from branchline.git.stale_locks import past_stale_locks

_FORMAT = "%(refname)%00%(objectname)%00%(tree)%00%(parent)%00%(committerdate:unix)%00%(contents)%00%01"


async def read_all(repository: str, session_id: str) -> list[Snapshot]:
    """A session's snapshots, oldest first. Raises git's errors."""
    return await read_refs(git_of(repository), session_id)


async def read_refs(git: Git, session_id: str) -> list[Snapshot]:
    """`read_all` with the git that is given."""
    listing = await git.read("for-each-ref", f"--format={_FORMAT}", folder_of(session_id))
    found = []
    for entry in listing.decode("utf-8", "surrogateescape").split("\0\1"):
        fields = entry.strip("\n").split("\0")
        if len(fields) == 6 and fields[4]:  # Else it is no commit, so none of ours.
            ref, commit, tree, parents, at, text = fields
            if "/" in ref.removeprefix(folder_of(session_id)):
                continue  # Of the main checkout, while the session is tried there.
            found.append(parse(ref, commit, tree, parents.split(), float(at), text))
    return sorted((each for each in found if each is not None), key=lambda each: each.number)


async def drop(repository: str, snapshots: Sequence[Snapshot]) -> None:
    """Forget some of one session's; what is in them is git's to collect. One that was changed meanwhile stays. Raises
    git's errors."""
    lines = "".join(f"delete {each.ref} {each.commit}\n" for each in snapshots)
    if lines:
        await update_refs(git_of(repository), snapshots[0].session_id, lines.encode())


async def drop_all(repository: str, session_id: str) -> None:
    """Forget all that is kept for a session, also the tip of its branch. Raises git's errors."""
    git = git_of(repository)

    async def drop_found() -> None:
        listing = await git.read("for-each-ref", "--format=delete %(refname) %(objectname)", folder_of(session_id))
        if listing:
            await _write_refs(git, listing)

    await past_stale_locks(drop_found, repository, folder_of(session_id))


async def keep_tip(repository: str, session_id: str, branch: str) -> str | None:
    """Keep the commit that a branch is at, so that the branch can come back when it was deleted.

    None: there is no such branch. Raises git's errors.
    """
    git = git_of(repository)
    tip = await optional(git, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}^{{commit}}")
    if tip:
        await update_refs(git, session_id, f"update {folder_of(session_id)}tip {tip}\n".encode())
    return tip or None


async def optional(git: Git, *words: str) -> str | None:
    """What git prints; None where it has no such thing."""
    try:
        return await git.text(*words)
    except BranchlineError as error:
        if error.data.get("status") == 1:
            return None
        raise


async def create_ref(git: Git, session_id: str, ref: str, commit: str) -> None:
    """A ref that is not there yet. Raises git's errors."""
    try:
        await update_refs(git, session_id, f"create {ref} {commit}\n".encode())
    except BranchlineError as error:
        # A git that was killed may have made it before.
        if not error.data.get("killed") or await optional(git, "rev-parse", "--verify", "--quiet", ref) != commit:
            raise


async def update_refs(git: Git, session_id: str, lines: bytes) -> None:
    """Refs of one session."""
    await past_stale_locks(lambda: _write_refs(git, lines), git.folder, folder_of(session_id))


async def _write_refs(git: Git, lines: bytes) -> None:
    await git.write("update-ref", "--stdin", stdin=lines)
