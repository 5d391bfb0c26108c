"""The files of a worktree that git has added without any, as plain `git worktree add` writes them: with the user's
filters, and their post-checkout hook once when they are there. Other than there, how far it is can be told."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.runner import Git
from branchline.git.switches import USERS, configured
from branchline.git.version import RUNS_HOOKS, version
from branchline.git.worktrees.failures import hook_printed

FilesTold = Callable[[int, int], None]
"""Called with how many files are written by now, and of how many: at most a hundred times and once."""

_NO_COMMIT = "0" * 40
_DONE = re.compile(rb"Updating files: +\d+% \((\d+)/(\d+)\)")
_AT_ONCE = {"GIT_PROGRESS_DELAY": "0"}
MANY_CORES = 4
"""From so many on git writes files with several processes. With two of them that took 1.4 times the processor time,
which the agents that work there would lack."""


async def is_possible() -> bool:
    """Whether git can run a hook by itself; else files are written by the one command that adds the worktree. Raises
    git's errors."""
    has = await version()
    return has is None or has >= RUNS_HOOKS


async def write_files(git: Git, told: FilesTold | None = None) -> None:
    """In the worktree, which has a HEAD and no index. Raises git's errors, also GIT_KILLED."""

    def said(errors: bytes) -> None:
        if told and (found := [*_DONE.finditer(errors)]):
            told(int(found[-1][1]), int(found[-1][2]))

    env = {**_AT_ONCE, **(await _parallel(git))}
    await git.write("reset", "--hard", "--no-recurse-submodules", env=env, lifted=USERS, said=said)


async def run_hook(path: Path, entry: Path, tip: str) -> str | None:
    """The user's post-checkout hook, with the arguments that it gets for a new worktree; a sentence about what it said
    where it failed, over a worktree that is whole. It has the variables that `git checkout` gives it in a worktree; the
    name of the worktree itself would lead a `git clone` of its own astray. Raises git's errors where it is not the
    hook's."""
    how = ("--ignore-missing", "post-checkout", "--", _NO_COMMIT, tip, "1")
    try:
        await Git(path).write("hook", "run", *how, env={"GIT_DIR": str(entry)}, lifted=USERS)
    except BranchlineError as error:
        status = error.data.get("status")
        if error.code is ErrorCode.DISK_FULL or not isinstance(status, int) or status <= 0:
            raise
        return hook_printed(error)
    return None


async def _parallel(git: Git) -> dict[str, str]:
    """As many processes as there are cores, unless the user has set how many."""
    cores = os.cpu_count() or 1
    if cores < MANY_CORES or await git.ok("config", "--get", "checkout.workers"):
        return {}
    return configured({"checkout.workers": str(cores)})
