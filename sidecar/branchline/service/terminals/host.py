"""The one connection to the ptyhost, which is started when there is none."""

from __future__ import annotations

import asyncio
from typing import Protocol

from branchline.machine.lineage import Being
from branchline.machine.paths import self_command
from branchline.machine.user_environment import Environment
from branchline.ptyhost.client import PtyhostConnection, PtyhostListener
from branchline.service.base.background import Background
from branchline.service.base.environments import Environments
from branchline.service.terminals.beside import Beside, OtherTerminal

COLS, ROWS = 120, 30
"""A terminal's size until somebody looks at it."""
KILL_PATIENCE = 10.0
"""Seconds until what was killed must be gone: the series HUP, TERM, KILL takes less than three."""


class Ptyhost(Protocol):
    """Where terminals are held."""

    async def connect(self, listener: PtyhostListener) -> PtyhostConnection:
        """Start it when there is none. Raises HOST_UNREACHABLE."""


class Host:
    def __init__(
        self, ptyhost: Ptyhost, listener: PtyhostListener, environments: Environments, background: Background
    ) -> None:
        self._ptyhost = ptyhost
        self._beside = Beside(listener)
        self._environments = environments
        self._background = background
        self._connecting = asyncio.Lock()
        self.connected: PtyhostConnection | None = None
        """The connection, where there is one now."""
        self.process: Being | None = None
        """The ptyhost that is connected. It may have ended just now."""
        self.inherited: str | None = None
        """What the sidecar before left for this one."""
        self._kept: str | None = None
        self._has_left = False
        environments.listeners.add(self._environment_altered)

    @property
    def others(self) -> dict[str, OtherTerminal]:
        """Those that are no agent's, by their ids, which are UUIDs as sessions' are."""
        return self._beside.others

    async def connection(self) -> PtyhostConnection:
        """The connection to the ptyhost, which is started when there is none. Raises HOST_UNREACHABLE."""
        async with self._connecting:
            if self.connected is None:
                self.connected = await self._ptyhost.connect(self._beside)
                self.process = self.connected.process
                self.inherited = await self._hand_on(self.connected)
            return self.connected

    def keep(self, text: str) -> bool:
        """For the sidecar that comes after this one; in memory alone. True: the ptyhost is still to be told."""
        self._kept = text
        return self.connected is not None and not self._has_left

    async def hand_on(self) -> None:
        """Tell the ptyhost what to keep, and in which environment to start a sidecar. Raises HOST_UNREACHABLE."""
        if self.connected:
            await self._hand_on(self.connected)

    def _environment_altered(self, _: Environment) -> None:
        if self.connected is not None and not self._has_left:
            self._background.start(self.hand_on(), "handing on the environment")

    async def _hand_on(self, connected: PtyhostConnection) -> str | None:
        return await connected.guard(self_command("serve"), self._environments.for_sidecar(), self._kept)

    async def agent_of(self, session_id: str) -> Being | None:
        """The agent that the ptyhost holds for the session, also before its start is on the record."""
        if self.connected is None:
            return None
        held = [each for each in await self.connected.held() if each["session"] == session_id]
        return Being(int(held[0]["pid"]), float(held[0]["startTime"])) if held else None

    async def set_log_level(self, level: str) -> None:
        """The ptyhost's; one that is started later is told as it is connected to."""
        if self.connected:
            await self.connected.set_log_level(level)

    async def shutdown(self) -> None:
        """End the ptyhost with whatever it still holds."""
        host = await self.connection()
        self.connected = self.process = None
        await host.shutdown()

    async def leave(self) -> None:
        """It goes on without us."""
        self._has_left = True
        for other in list(self.others.values()):
            await other.keep()
            other.close()
        if self.connected:
            await self.hand_on()
            await self.connected.goodbye()

    def lost(self) -> None:
        """It ended."""
        self.connected = self.process = None
