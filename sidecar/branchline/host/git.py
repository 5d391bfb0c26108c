"""The one way in which git is run: argv lists, a timeout, no prompts, nothing inherited that points elsewhere."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from branchline.core.errors import BranchlineError

READ_TIMEOUT = 30.0
WRITE_TIMEOUT = 600.0
"""Seconds: a worktree of a huge repository takes minutes to check out."""

_KNOWN: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"not a git repository"), "NOT_A_REPO", "{where} is not a git repository."),
    (
        re.compile(r"dubious ownership"),
        "UNSAFE_REPO",
        "git does not trust {where}, because another user owns it. Add it to git's safe.directory.",
    ),
    (re.compile(r"No space left on device|disk quota exceeded", re.IGNORECASE), "DISK_FULL", "The disk is full."),
    (
        re.compile(r"(?:checked out|used by worktree) at '?(?P<place>[^'\n]+)"),
        "BRANCH_CHECKED_OUT",
        "The branch is checked out already, in {place}. Choose another branch.",
    ),
    (re.compile(r"Permission denied"), "PERMISSION_DENIED", "git may not write there: {detail}"),
)


class Git:
    """git in one folder. Writes to one repository wait for each other; equal reads at the same time are one."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = str(folder)

    async def read(self, *args: str, env: Mapping[str, str] | None = None, timeout: float = READ_TIMEOUT) -> bytes:
        """What git prints. Takes no lock, writes nothing. Raises BranchlineError."""
        key = (self.folder, args, tuple(sorted((env or {}).items())))
        running = _reads.get(key)
        if running is None:
            running = asyncio.ensure_future(self._run(["--no-optional-locks", *args], env, None, timeout))
            _reads[key] = running
            running.add_done_callback(lambda _: _reads.pop(key, None))
        return await asyncio.shield(running)

    async def write(
        self,
        *args: str,
        env: Mapping[str, str] | None = None,
        timeout: float = WRITE_TIMEOUT,
        stdin: bytes | None = None,
    ) -> bytes:
        """What git prints, for a command that changes something. Raises BranchlineError."""
        return await self._run(list(args), env, stdin, timeout)

    async def text(self, *args: str) -> str:
        """A read's output as one stripped text."""
        return (await self.read(*args)).decode("utf-8", "surrogateescape").strip()

    async def ok(self, *args: str) -> bool:
        """Whether a read ends with 0."""
        try:
            await self.read(*args)
        except BranchlineError as error:
            if error.code == "GIT_FAILED":
                return False
            raise
        return True

    async def _run(self, args: list[str], env: Mapping[str, str] | None, stdin: bytes | None, timeout: float) -> bytes:
        if not os.path.isdir(self.folder):
            raise BranchlineError("PATH_MISSING", f"There is no folder {shown(self.folder)}.")
        try:
            process = await asyncio.create_subprocess_exec(
                "git",
                *args,
                cwd=self.folder,
                env={**environment(), **(env or {})},
                stdin=asyncio.subprocess.DEVNULL if stdin is None else asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        except FileNotFoundError:
            raise BranchlineError("GIT_MISSING", "git was not found on PATH. Install git.") from None
        try:
            output, errors = await asyncio.wait_for(process.communicate(stdin), timeout)
        except BaseException as error:
            # A hook may run for ever: its group goes with it, and nobody waits for what it holds open.
            _kill_group(process.pid)
            await process.wait()
            if isinstance(error, asyncio.TimeoutError):
                raise BranchlineError(
                    "GIT_TIMEOUT", f"git {_verb(args)} took longer than {timeout:.0f} s and was ended."
                ) from None
            raise
        if process.returncode:
            raise _failure(args, self.folder, process.returncode, errors.decode("utf-8", "replace").strip())
        return output


def environment() -> dict[str, str]:
    """The user's, without what would point git at another repository or make it ask."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"):
        if name in os.environ:
            kept[name] = os.environ[name]
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat", "LC_ALL": "C"}


async def alone(common_dir: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work` while no other change of ours to this repository is under way."""
    async with _locks.setdefault(common_dir, asyncio.Lock()):
        await work()


def shown(path: str) -> str:
    """A path for a sentence: short enough, and without characters that would disturb it."""
    text = path if len(path) <= 200 else path[:200] + "…"
    return "".join(character if character.isprintable() else "�" for character in text)


_reads: dict[tuple[object, ...], asyncio.Future[bytes]] = {}
_locks: dict[str, asyncio.Lock] = {}


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _verb(args: list[str]) -> str:
    return " ".join([word for word in args if not word.startswith("-")][:2])


def _failure(args: list[str], folder: str, status: int, errors: str) -> BranchlineError:
    detail = next((line for line in errors.splitlines() if line.startswith(("fatal:", "error:"))), errors[:300])
    detail = shown(detail.removeprefix("fatal: ").removeprefix("error: "))
    for pattern, code, sentence in _KNOWN:
        found = pattern.search(errors)
        if found:
            place = found.groupdict().get("place", "")
            return BranchlineError(
                code, sentence.format(where=shown(folder), detail=detail, place=place), stderr=errors[-2000:]
            )
    return BranchlineError(
        "GIT_FAILED", f"git {_verb(args)} failed: {detail or f'exit code {status}'}", stderr=errors[-2000:]
    )
