"""Which branches a repository has, and where they are checked out."""

from __future__ import annotations

import asyncio

import attrs

from branchline.host.worktrees import inspect


@attrs.frozen
class Branch:
    """`checked_out` is the worktree that holds it, or None. `remote` is for `origin/main` and the like."""

    name: str
    remote: bool
    checked_out: str | None


@attrs.frozen
class Branches:
    """`current` is that of the folder that was asked about; None on a detached HEAD."""

    current: str | None
    branches: tuple[Branch, ...]


async def list_branches(folder: str) -> Branches:
    """Local ones first, each kind by name. Raises the errors of `worktrees.inspect`."""
    repository = await inspect(folder)
    held = {checkout.branch: checkout.path for checkout in repository.checkouts if checkout.branch}
    current, local, remote = await asyncio.to_thread(_read, folder)
    return Branches(
        current,
        (
            *(Branch(name, False, held.get(name)) for name in sorted(local)),
            *(Branch(name, True, None) for name in sorted(remote)),
        ),
    )


def _read(folder: str) -> tuple[str | None, list[str], list[str]]:
    """GitPython reads loose and packed refs itself, without a process."""
    import git

    with git.Repo(folder, search_parent_directories=True) as repo:
        current = None if repo.head.is_detached else repo.head.ref.name
        local = [head.name for head in repo.heads]
        remote = [ref.name for one in repo.remotes for ref in one.refs if not ref.name.endswith("/HEAD")]
    return current, local, remote
