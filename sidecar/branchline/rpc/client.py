"""What a connected client is to those who handle its requests."""

from __future__ import annotations

import attrs

from branchline.machine.user_environment import Environment
from branchline.rpc.log_levels import LogLevels
from branchline.rpc.painting import Painting
from branchline.service.service import Service


@attrs.define(eq=False)
class Client:
    """`environment` is its window's, where it handed that over; `painting` tells it the screens that it
    watches; `window` is its number for `Telling`, once it is there."""

    service: Service
    log_levels: LogLevels
    painting: Painting
    environment: Environment | None = attrs.field(default=None, repr=False)
    window: int | None = None
