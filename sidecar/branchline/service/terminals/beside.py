"""Terminals that are no agent's: each is somebody's own, who hears what the terminal host tells of it."""

from __future__ import annotations

from typing import Protocol

from branchline.ptyhost.client import PtyhostListener
from branchline.terminal.screen import Screen


class OtherTerminal(Protocol):
    """One that is no agent's. Calls must not block."""

    @property
    def screen(self) -> Screen: ...

    async def reached(self, offset: int) -> None:
        """Returns when every byte before `offset` is on the screen, or the terminal is closed."""

    async def keep(self) -> None:
        """Keep the screen on the disk, for the next sidecar."""

    def close(self) -> None:
        """The sidecar leaves it."""

    def on_output(self, offset: int, data: bytes) -> None: ...
    def on_resized(self, cols: int, rows: int) -> None: ...
    def on_exit(self, exit_code: int) -> None: ...
    def on_lagged(self, offset: int) -> None: ...
    def on_ptyhost_lost(self) -> None: ...


class Beside:
    """What the terminal host tells, to whom it is for: `agents` hear of all terminals but the `others`."""

    def __init__(self, agents: PtyhostListener) -> None:
        self._agents = agents
        self.others: dict[str, OtherTerminal] = {}

    def on_output(self, session_id: str, offset: int, data: bytes) -> None:
        if other := self.others.get(session_id):
            other.on_output(offset, data)
        else:
            self._agents.on_output(session_id, offset, data)

    def on_resized(self, session_id: str, offset: int, cols: int, rows: int) -> None:
        if other := self.others.get(session_id):
            other.on_resized(cols, rows)
        else:
            self._agents.on_resized(session_id, offset, cols, rows)

    def on_exit(self, session_id: str, exit_code: int, end: int) -> None:
        if other := self.others.get(session_id):
            other.on_exit(exit_code)
        else:
            self._agents.on_exit(session_id, exit_code, end)

    def on_lagged(self, session_id: str, offset: int) -> None:
        if other := self.others.get(session_id):
            other.on_lagged(offset)
        else:
            self._agents.on_lagged(session_id, offset)

    def on_ptyhost_lost(self) -> None:
        self._agents.on_ptyhost_lost()
        for other in list(self.others.values()):
            other.on_ptyhost_lost()
