"""The sessions whose work has landed, and what would go with each."""

from __future__ import annotations

import logging

import attrs

from branchline.core.errors import BranchlineError
from branchline.core.session.landed_work import LandedWork, landed_work
from branchline.service.base.sessions import Sessions
from branchline.service.sessions.removal import Losses, Removal

log = logging.getLogger(__name__)


@attrs.frozen
class Merged:
    """`whole`: all that it did landed, and nothing but what is ignored goes with it."""

    session_id: str
    work: LandedWork
    losses: Losses

    @property
    def whole(self) -> bool:
        return self.work.whole and not self.losses.files and not self.losses.missing and not self.losses.commits


async def merged(sessions: Sessions, removal: Removal) -> list[Merged]:
    """Oldest first; one that could not be removed now is left out."""
    found = []
    for each in sessions.all():
        work = landed_work(each)
        if work is None or each.under_way is not None or each.trying is not None:
            continue
        try:
            found.append(Merged(each.id, work, await removal.losses(each.id)))
        except BranchlineError as error:
            log.info("%s: what goes with it is not known: %s", each.id[:8], error)
    return found
