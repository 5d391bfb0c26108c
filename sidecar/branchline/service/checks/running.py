"""The user's command, run once on files of their own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from branchline.core.model.checked import CheckState
from branchline.core.session.check_setting import CheckCommand
from branchline.machine.paths import private_file
from branchline.machine.supervised import supervised

_ENDING = 10.0
"""Seconds that a command, with all that it started, gets to end when it is told to."""


async def run(
    command: CheckCommand, place: Path, environment: Mapping[str, str], log: Path
) -> tuple[CheckState, float]:
    """And how many seconds it took. What it prints is added to `log`. Cancelled, it ends all that it began. Raises
    OSError."""
    with await asyncio.to_thread(open, log, "ab", opener=private_file) as output:
        process = await asyncio.create_subprocess_exec(
            *supervised(command.words),
            cwd=place,
            env=dict(environment),
            stdin=asyncio.subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    began = time.monotonic()
    try:
        code = await asyncio.wait_for(process.wait(), command.seconds)
        state = CheckState.FAILED if code else CheckState.PASSED
    except asyncio.TimeoutError:
        state = CheckState.TIMED_OUT
    finally:
        await _end(process)
    return state, time.monotonic() - began


async def _end(process: asyncio.subprocess.Process) -> None:
    """Without its input it ends by itself, and takes all with it."""
    if process.stdin is not None:
        process.stdin.close()
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(process.wait(), _ENDING)
    if process.returncode is None:
        process.kill()
        await process.wait()


def link(names: tuple[str, ...], checkout: str, place: Path) -> None:
    """What is at the top of the checkout under these names is there, too, where the files have nothing of that name.
    Raises OSError."""
    for name in names:
        source, target = os.path.join(checkout, name), place / name
        if os.path.lexists(source) and not os.path.lexists(target):
            target.symlink_to(source)
