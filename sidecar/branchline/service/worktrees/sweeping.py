"""What was set aside to be deleted beside spares goes after the next start, where its deletion was cut off."""

from __future__ import annotations

import logging
from pathlib import Path

from branchline.core.errors import BranchlineError
from branchline.git.worktrees import spare
from branchline.git.worktrees.removal import delete_set_aside
from branchline.service.base.settings import LiveSettings
from branchline.service.worktrees.kept_spares import KeptSpares

log = logging.getLogger(__name__)


async def sweep(spares: KeptSpares, settings: LiveSettings) -> None:
    """Also of sessions that nobody knows any more."""
    for kept in spares.all().values():
        try:
            folder = await spare.folder_for(kept.repo, settings.now.worktrees_folder)
            await delete_set_aside(Path(folder).parent)
        except (BranchlineError, OSError) as error:
            log.info("%s: not everything that was set aside is deleted: %s", kept.repo, error)
