"""The one way in which git is run: argv lists, a timeout, no prompts, nothing inherited that points elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Collection, Mapping
from functools import partial
from pathlib import Path
from weakref import WeakValueDictionary

from branchline.core.errors import BranchlineError, ErrorCode, shown
from branchline.git import configured_hooks
from branchline.git.failures import failure
from branchline.git.git_folders import GitFolders
from branchline.git.git_process import GitProcess, Said, end_started, feed
from branchline.git.shared_reads import SharedReads
from branchline.git.switches import switched_off
from branchline.machine import priority
from branchline.machine.git_settings import with_git_settings
from branchline.machine.user_environment import current

READ_TIMEOUT = 30.0
WRITE_TIMEOUT = 600.0
"""Seconds: a worktree of a huge repository takes minutes to check out."""
PIPE_PATIENCE = 0.5
"""Seconds that output may still come after git's exit: something that a hook left running may hold the pipes open."""

_TELLING = {"merge-tree": 1}
"""A status of these commands that is no failure: there are conflicts."""
_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")


class Git:
    """git in one folder. Equal reads at the same time are one process. Nothing runs that the repository names, but
    what a call lifts (`switches`).

    `folders` are named to git, which looks for a repository itself only without them: where the user says one.
    A failure is a BranchlineError: a code of `failures`, PATH_MISSING, GIT_MISSING, GIT_TIMEOUT, GIT_KILLED
    (a signal ended it, and it said nothing about what was asked), or else GIT_FAILED.
    Its data hold `stderr` and git's exit `status`.
    """

    def __init__(self, folder: str | Path, folders: GitFolders | None = None) -> None:
        self.folder = str(folder)
        self._named = folders.environment if folders else {}

    async def read(self, *args: str, env: Mapping[str, str] | None = None, timeout: float = READ_TIMEOUT) -> bytes:
        """What git prints. Takes no lock, writes nothing."""
        env = {**self._named, **(env or {})}
        key = (self.folder, args, tuple(sorted(env.items())))
        return await _reads.read(key, partial(self._run, ["--no-optional-locks", *args], env, (), None, timeout))

    async def write(
        self,
        *args: str,
        env: Mapping[str, str] | None = None,
        timeout: float = WRITE_TIMEOUT,
        stdin: bytes | None = None,
        lifted: Collection[str] = (),
        said: Said | None = None,
    ) -> bytes:
        """What git prints, for a command that changes something. See `alone` for what must not meet another change.
        `lifted` are the switches that the user's own action needs; `said` is called with what it prints as errors."""
        try:
            return await self._run(list(args), {**self._named, **(env or {})}, lifted, stdin, timeout, said)
        finally:
            _reads.forget()

    async def text(self, *args: str) -> str:
        """A read's output as one stripped text."""
        return os.fsdecode(await self.read(*args)).strip()

    async def ok(self, *args: str) -> bool:
        """Whether a read ends with 0."""
        try:
            await self.read(*args)
        except BranchlineError as error:
            if error.code is ErrorCode.GIT_FAILED:
                return False
            raise
        return True

    async def _run(
        self,
        args: list[str],
        env: Mapping[str, str],
        lifted: Collection[str],
        stdin: bytes | None,
        timeout: float,
        said: Said | None = None,
    ) -> bytes:
        if not os.path.isdir(self.folder):
            raise BranchlineError(ErrorCode.PATH_MISSING, f"There is no folder {shown(self.folder)}.", path=self.folder)
        if "hooks" not in lifted and configured_hooks.may_name_some(env):
            env = with_git_settings(env, configured_hooks.by_name(await self._configured_hooks(env)))
        pipe, none = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        starting = asyncio.ensure_future(
            asyncio.get_running_loop().subprocess_exec(
                partial(GitProcess, said),
                "git",
                *args,
                cwd=self.folder,
                env={**environment(), **switched_off(lifted, env)},
                stdin=none if stdin is None else pipe,
                stdout=pipe,
                stderr=pipe,
                start_new_session=True,
            )
        )
        try:
            transport, process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            await end_started(starting)
            raise
        except FileNotFoundError:
            raise BranchlineError(ErrorCode.GIT_MISSING, "git was not found on PATH. Install git.") from None
        except (OSError, ValueError) as error:
            # An argument with a NUL in it, or longer than the system takes: no name in a repository is like that.
            raise BranchlineError(ErrorCode.GIT_FAILED, f"git {_verb(args)} could not be started: {error}.") from None
        try:
            priority.follow(transport.get_pid())
            if stdin is not None:
                feed(transport, stdin)
            await asyncio.wait({process.exited}, timeout=timeout)
            if not process.exited.done():
                await process.end(transport.get_pid())
                raise BranchlineError(
                    ErrorCode.GIT_TIMEOUT, f"git {_verb(args)} took longer than {timeout:.0f} s and was ended."
                )
            await asyncio.wait({process.closed}, timeout=PIPE_PATIENCE)
        except asyncio.CancelledError:
            await process.end(transport.get_pid())
            raise
        finally:
            transport.close()
        status = transport.get_returncode() or 0
        if status and status != _TELLING.get(args[0]):
            raise failure(_verb(args), self.folder, env.values(), status, process.text(2))
        return bytes(process.output[1])

    async def _configured_hooks(self, env: Mapping[str, str]) -> bytes:
        """What `configured_hooks.by_name` is made of. Reading settings runs no hook."""
        try:
            return await self._run([*configured_hooks.LISTING], env, {"hooks"}, None, READ_TIMEOUT)
        except BranchlineError as error:
            if error.data.get("status") == 1:
                return b""  # There are none.
            raise


def environment() -> dict[str, str]:
    """The user's, without what would point git at another repository or make it ask."""
    kept = {name: value for name, value in current().items() if not name.startswith("GIT_") or name in _KEPT}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat", "LC_ALL": "C"}


@contextlib.asynccontextmanager
async def alone(key: str) -> AsyncIterator[None]:
    """While no other block with the same key runs: the common git folder for changes of a repository's refs and
    worktrees, an index for changes of that index."""
    lock = _locks.get(key)
    if lock is None:
        lock = _locks[key] = asyncio.Lock()
    async with lock:
        try:
            yield
        finally:
            _reads.forget()  # As after `Git.write`: files may have been changed without git.


_reads = SharedReads()
_locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


def _verb(args: list[str]) -> str:
    return " ".join([word for word in args if not word.startswith("-")][:2])[:80]
