"""The one way in which `gh` and `glab` are run: an argv list, a timeout, no questions, and nothing of the repository's
folder.

It is told the repository by its address and runs in the user's home, so that it asks no git that an agent set up.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from typing import Any

import attrs

from branchline.machine.environment import find_program
from branchline.machine.user_environment import current

log = logging.getLogger(__name__)

PATIENCE = 15.0
"""Seconds."""
_QUIET = {
    "GH_PROMPT_DISABLED": "1",
    "GH_NO_UPDATE_NOTIFIER": "1",
    "GH_PAGER": "cat",
    "NO_PROMPT": "1",
    "GLAB_CHECK_UPDATE": "false",
    "PAGER": "cat",
    "NO_COLOR": "1",
    "CLICOLOR_FORCE": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


@attrs.frozen
class Ran:
    """How a program ended, and what it printed."""

    status: int
    printed: str
    errors: str

    @property
    def said(self) -> str:
        """Its first line on what went wrong."""
        lines = self.errors.strip().splitlines()
        return lines[0][:200] if lines else "it said nothing"


async def ask(name: str, *arguments: str) -> Any:
    """The JSON that `gh ARGUMENTS` prints, or `glab`; None as `print_text`."""
    printed = await print_text(name, *arguments)
    if printed is None:
        return None
    try:
        return json.loads(printed)
    except ValueError:
        log.warning("%s %s printed no JSON", name, " ".join(arguments[:2]))
        return None


async def print_text(name: str, *arguments: str) -> str | None:
    """What `gh ARGUMENTS` prints, or `glab`; None where there is no such program, it is not logged in, knows no such
    thing or took too long. The log says why."""
    ran = await run(name, *arguments)
    if ran is None:
        return None
    if ran.status:
        log.info("%s %s ended with %d: %s", name, " ".join(arguments[:2]), ran.status, ran.said)
        return None
    return ran.printed


async def run(name: str, *arguments: str, patience: float = PATIENCE) -> Ran | None:
    """`gh` or `glab`. None: there is none, or it took too long. The log says why."""
    environment = {key: value for key, value in current().items() if not key.startswith(("GH_REPO", "GITLAB_REPO"))}
    program = find_program(name, environment.get("PATH"))
    what = f"{name} {' '.join(arguments[:2])}"
    if program is None:
        log.info("%s: %s is not installed", what, name)
        return None
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *arguments,
            cwd=os.path.expanduser("~"),
            env={**environment, **_QUIET},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("%s could not be run: %s", what, error.strerror)
        return None
    try:
        printed, errors = await asyncio.wait_for(process.communicate(), patience)
    except asyncio.TimeoutError:
        log.warning("%s took longer than %.0f s and was ended", what, patience)
        return None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return Ran(process.returncode or 0, printed.decode("utf-8", "replace"), errors.decode("utf-8", "replace"))
