"""How far a session's worktree is prepared: an event as those of `events`."""

from __future__ import annotations

import attrs

from branchline.core.model.preparing import Preparing


@attrs.frozen
class PreparingMoved:
    """So far it is; None: nothing is being prepared any more."""

    preparing: Preparing | None = None
