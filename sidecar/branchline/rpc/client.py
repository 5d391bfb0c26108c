"""What a connected client is to those who handle its requests."""

from __future__ import annotations

import attrs

from branchline.rpc.log_levels import LogLevels
from branchline.service.service import Service


@attrs.define(eq=False)
class Client:
    """`watched` are the sessions whose screens it wants to be told."""

    service: Service
    log_levels: LogLevels
    watched: set[str] = attrs.field(factory=set)
