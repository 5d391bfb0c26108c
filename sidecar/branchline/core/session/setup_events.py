"""Whether a session's set-up script waits for the user's approval: an event as those of `events`."""

from __future__ import annotations

import attrs

from branchline.core.model.setup_waits import SetupWaits


@attrs.frozen
class SetupAsked:
    """This one does; None: none does any more."""

    waits: SetupWaits | None = None
