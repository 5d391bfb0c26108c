"""How talkative the logs are: as the most talkative of the windows that are connected wants it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from branchline.core.errors import BranchlineError
from branchline.machine.log import DEFAULT, LEVELS
from branchline.machine.paths import Paths
from branchline.machine.python_logging import set_level

if TYPE_CHECKING:
    from branchline.service.terminals.terminals import Terminals

log = logging.getLogger(__name__)


class LogLevels:
    """Applies to this process; to the terminal host, by its wire, and to one that is started later; and to relays,
    which look into a file."""

    def __init__(self, paths: Paths, terminals: Terminals) -> None:
        self._paths = paths
        self._terminals = terminals
        self._wanted: dict[object, str] = {}
        """By window; one that never said anything is not there."""

    async def want(self, window: object, level: str) -> None:
        """Raises BAD_LEVEL."""
        set_level(level)
        self._wanted[window] = level
        await self._apply()

    async def left(self, window: object) -> None:
        if self._wanted.pop(window, None):
            await self._apply()

    async def _apply(self) -> None:
        level = min(self._wanted.values(), key=list(LEVELS).index, default=DEFAULT)
        set_level(level)
        _write(self._paths, level)
        log.info("the log level is %s", level)
        await self._terminals.host.set_log_level(level)


def begin(paths: Paths) -> None:
    """No window has said anything yet; what the file holds is of a sidecar before."""
    _write(paths, DEFAULT)


def _write(paths: Paths, level: str) -> None:
    try:
        paths.log_level.write_text(level)
    except (OSError, BranchlineError) as error:
        log.warning("relays log as they did: %s", error)
