"""Pull requests as commits: fetched into a ref of ours, so that no branch, HEAD or working tree of the user's moves.

git fetches with a folder of ours over the repository's objects. What runs for it, such as ssh or a credential helper,
is what the user has for all repositories: an agent can write the settings of this one.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.session.forge import forge_at
from branchline.git.git_folders import folders_of
from branchline.git.own_folder import OwnFolder, open_converting
from branchline.git.repository import inspect
from branchline.git.runner import WRITE_TIMEOUT, Git, alone

_REF = "refs/branchline/pull/{}"
_HEADS = ("refs/pull/{}/head", "refs/merge-requests/{}/head")
"""Where forges keep them: GitHub, Gitea and Forgejo; GitLab."""
_FIRST = ("upstream", "github", "origin")
"""The remotes that may have them, in `gh`'s order; then any other one."""
_NETWORK = frozenset({"network"})
_PROTOCOLS = {"GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh"}
"""A remote's address names a program in any other one."""
_FETCHED = "refs/fetched"


async def fetch_pull_request(folder: str, number: int) -> str:
    """The commit at the head of pull request `number` of the repository's forge, fetched from there.

    Raises the errors of `inspect`, PULL_REQUEST_NOT_FOUND (no remote gives it; `data` has git's `stderr`), GIT_TIMEOUT.
    """
    repository = await inspect(folder)
    git, said = repository.git, ""
    async with alone(repository.common_dir):
        place = await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-")
        try:
            own = await open_converting(folders_of(repository.root), Path(place))
            await knows(own, git)
            for remote in await remotes_of(git):
                address = await git.text("remote", "get-url", "--", remote)
                for head in _HEADS:
                    try:
                        commit = await fetch(own, address, head.format(number))
                    except BranchlineError as error:
                        if error.code is ErrorCode.GIT_TIMEOUT:
                            raise
                        said = said or str(error.data.get("stderr", error.message))
                        continue
                    await git.write("update-ref", _REF.format(number), commit)
                    return commit
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
    raise BranchlineError(
        ErrorCode.PULL_REQUEST_NOT_FOUND,
        f"Pull request {number} could not be fetched from any remote of this repository. Look at its number, and"
        " whether git can fetch here.",
        stderr=said,
        number=number,
    )


async def fetch(own: OwnFolder, address: str, head: str, timeout: float = WRITE_TIMEOUT) -> str:
    """The commit that the ref `head` is at there. Nothing asks for a password. Raises git's errors."""
    options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
    env = {**own.environment, **_PROTOCOLS}
    await own.own.write(
        "fetch", *options, "--", address, f"+{head}:{_FETCHED}", env=env, lifted=_NETWORK, timeout=timeout
    )
    return (await own.read("rev-parse", "--verify", "--quiet", f"{_FETCHED}^{{commit}}")).decode().strip()


async def knows(own: OwnFolder, git: Git) -> None:
    """What the repository has is not fetched again."""
    refs = await git.text(
        "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/remotes", "refs/tags"
    )
    (own.path / "packed-refs").write_text(
        "# pack-refs with: sorted\n" + "".join(f"{line}\n" for line in refs.splitlines())
    )
    shallow = own.folders.common_dir / "shallow"
    if shallow.is_file():
        shutil.copyfile(shallow, own.path / "shallow")


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
