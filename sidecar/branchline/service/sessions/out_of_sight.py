"""Worktrees that were renamed away are deleted while nobody waits."""

from __future__ import annotations

import logging
from pathlib import Path

from branchline.git.worktrees import removal

log = logging.getLogger(__name__)


async def delete_out_of_sight(parent: Path) -> None:
    """What was set aside in this folder."""
    try:
        await removal.delete_set_aside(parent)
    except OSError as error:
        # The next removal beside it, and the next start, try again.
        log.warning("%s was not deleted: %s", error.filename or parent, error.strerror)
