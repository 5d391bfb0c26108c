"""What the remote has of the branch that is checked out, fetched for a session that starts from it."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.branches import LOCAL, REMOTE
from branchline.git.git_folders import folders_of
from branchline.git.own_folder import open_converting
from branchline.git.pull_requests import fetch, knows
from branchline.git.repository import Repository
from branchline.git.runner import Git, alone

PATIENCE = 20.0
"""Seconds for the fetch: somebody waits for the session."""


async def fetch_upstream(repository: Repository, folder: str) -> str:
    """The commit that the upstream of the branch that `folder` has checked out is at by now; its remote-tracking branch
    is there too then. Raises BRANCH_NOT_FOUND (there is no upstream), GIT_TIMEOUT and git's errors."""
    git = repository.git
    held = {os.path.realpath(each.path): each.branch for each in repository.checkouts}
    branch = held.get(os.path.realpath(folder)) or held.get(os.path.realpath(repository.root))
    tracked = await git.text("for-each-ref", "--format=%(upstream)", f"{LOCAL}{branch}") if branch else ""
    remote = await _setting(git, f"branch.{branch}.remote")
    head = await _setting(git, f"branch.{branch}.merge")
    if not tracked.startswith(REMOTE) or not remote or not head:
        raise BranchlineError(ErrorCode.BRANCH_NOT_FOUND, "The branch that is checked out has no upstream.", branch="")
    place = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="branchline-"))
    try:
        async with alone(repository.common_dir):
            own = await open_converting(folders_of(repository.root), place)
            await knows(own, git)
            commit = await fetch(own, await git.text("remote", "get-url", "--", remote), head, PATIENCE)
            await git.write("update-ref", "-m", "branchline: fetched", tracked, commit)
            return commit
    finally:
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)


async def _setting(git: Git, name: str) -> str:
    try:
        return await git.text("config", "--get", name)
    except BranchlineError as error:
        if error.data.get("status") != 1:
            raise
        return ""
