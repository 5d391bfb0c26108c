"""A note: what another session found when it looked at a session's work."""

from __future__ import annotations

import attrs


@attrs.frozen
class Note:
    at: float
    """Seconds since the epoch."""
    session: str
    """The id of the session that wrote it."""
    name: str
    """That session's name then: it may be removed by now."""
    text: str
