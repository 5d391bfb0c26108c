"""What a connected client is to those who handle its requests."""

from __future__ import annotations

import attrs

from branchline.machine.user_environment import Environment
from branchline.rpc.log_levels import LogLevels
from branchline.service.service import Service


@attrs.define(eq=False)
class Client:
    """`environment` is its window's, where it handed that over; `watched` are the sessions whose screens it wants to be
    told; `window` is its number for `Telling`, once it is there."""

    service: Service
    log_levels: LogLevels
    environment: Environment | None = attrs.field(default=None, repr=False)
    watched: set[str] = attrs.field(factory=set)
    window: int | None = None
