"""The one way in which `gh` is run: an argv list, a timeout, no questions, and nothing of the repository's folder.

It is told the repository by its address and runs in the user's home, so that it asks no git that an agent set up.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from typing import Any

from branchline.machine.environment import find_program
from branchline.machine.user_environment import current

log = logging.getLogger(__name__)

PATIENCE = 15.0
"""Seconds."""
_QUIET = {
    "GH_PROMPT_DISABLED": "1",
    "GH_NO_UPDATE_NOTIFIER": "1",
    "GH_PAGER": "cat",
    "NO_COLOR": "1",
    "CLICOLOR_FORCE": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


async def ask(*arguments: str) -> Any:
    """The JSON that `gh ARGUMENTS` prints; None as `print_text`."""
    printed = await print_text(*arguments)
    if printed is None:
        return None
    try:
        return json.loads(printed)
    except ValueError:
        log.warning("gh %s printed no JSON", " ".join(arguments[:2]))
        return None


async def print_text(*arguments: str) -> str | None:
    """What `gh ARGUMENTS` prints; None where there is no gh, it is not logged in, knows no such thing or took too long.
    The log says why."""
    environment = {name: value for name, value in current().items() if not name.startswith("GH_REPO")}
    program = find_program("gh", environment.get("PATH"))
    what = " ".join(arguments[:2])
    if program is None:
        log.info("gh %s: gh is not installed", what)
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
        log.warning("gh %s could not be run: %s", what, error.strerror)
        return None
    try:
        printed, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    except asyncio.TimeoutError:
        log.warning("gh %s took longer than %.0f s and was ended", what, PATIENCE)
        return None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        said = errors.decode("utf-8", "replace").strip().splitlines()
        log.info("gh %s ended with %d: %s", what, process.returncode, said[0][:200] if said else "it said nothing")
        return None
    return printed.decode("utf-8", "replace")
