"""What auto-yes says of a session: events as those of `events`."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Asked
from branchline.core.reasons import AutoYesPause


@attrs.frozen
class AutoYesPaused:
    why: AutoYesPause


@attrs.frozen
class AutoYesConfirmed:
    """It is known after all that the user turned auto-yes on."""


@attrs.frozen
class AutoYesAsks:
    """Auto-yes leaves the standing prompt to the user."""

    asked: Asked


AutoYesSaid = AutoYesPaused | AutoYesConfirmed | AutoYesAsks
