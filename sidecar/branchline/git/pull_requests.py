"""Pull requests as commits: fetched into a ref of ours, so that no branch, HEAD or working tree of the user's moves."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.forge import forge_at
from branchline.git.repository import inspect
from branchline.git.runner import Git, alone

_REF = "refs/branchline/pull/{}"
_HEADS = ("refs/pull/{}/head", "refs/merge-requests/{}/head")
"""Where forges keep them: GitHub, Gitea and Forgejo; GitLab."""
_FIRST = ("upstream", "github", "origin")
"""The remotes that may have them, in `gh`'s order; then any other one."""
_NETWORK = frozenset({"network"})


async def fetch_pull_request(folder: str, number: int) -> str:
    """The commit at the head of pull request `number` of the repository's forge, fetched from there.

    Raises the errors of `inspect`, PULL_REQUEST_NOT_FOUND (no remote gives it; `data` has git's `stderr`), GIT_TIMEOUT.
    """
    repository = await inspect(folder)
    git, ref = repository.git, _REF.format(number)
    said = ""
    async with alone(repository.common_dir):
        for remote in await remotes_of(git):
            for head in _HEADS:
                try:
                    refspec = f"+{head.format(number)}:{ref}"
                    options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
                    await git.write("fetch", *options, "--", remote, refspec, lifted=_NETWORK)
                except BranchlineError as error:
                    if error.code is ErrorCode.GIT_TIMEOUT:
                        raise
                    said = said or str(error.data.get("stderr", error.message))
                    continue
                return await git.text("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    raise BranchlineError(
        ErrorCode.PULL_REQUEST_NOT_FOUND,
        f"Pull request {number} could not be fetched from any remote of this repository. Look at its number, and"
        " whether git can fetch here.",
        stderr=said,
        number=number,
    )


async def remotes_of(git: Git) -> list[str]:
    """By name, the one first that pull requests are probably at. Raises git's errors."""
    names = (await git.text("remote")).split()
    return sorted(names, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))


async def forge_of(folder: str) -> str | None:
    """`HOST/OWNER/NAME` of the repository that has its issues and pull requests; None where no remote's address says.
    Raises the errors of `inspect`."""
    git = (await inspect(folder)).git
    for remote in await remotes_of(git):
        if found := forge_at(await git.text("remote", "get-url", "--", remote)):
            return found
    return None
