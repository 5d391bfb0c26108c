"""The sidecar attends to the agents. When it breaks off without a goodbye, it is started again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from branchline.machine.lineage import Being, being
from branchline.machine.processes import detach_spawn
from branchline.ptyhost.log import log
from branchline.ptyhost.loop import Loop, Timer

BACK_OFF = (0.1, 0.5, 2.0, 10.0, 30.0)
"""Seconds before each start."""
PATIENCE = 5.0
"""Seconds that a started sidecar gets to connect before it is started again."""
STABLE = 10.0
"""Seconds after which a connected sidecar counts as well: one that crashes at once is not restarted at full speed."""


class Guard:
    """`needed` says whether an agent lives that wants attending to."""

    def __init__(self, loop: Loop, needed: Callable[[], bool], output: Path) -> None:
        self._loop = loop
        self._needed = needed
        self._output = output
        self._command: tuple[list[str], dict[str, str], str] | None = None
        self._guards: dict[object, float] = {}
        """Connections of sidecars (two while one replaces another), with when they came."""
        self._tries = 0
        self._timer: Timer | None = None
        self.kept: str | None = None
        """What a sidecar leaves for the next one: on no disk, and not in its environment, where others could read it
        as it starts."""
        self._started: list[Being] = []

    def came(self, connection: object, command: list[str], env: dict[str, str], cwd: str) -> None:
        """`command` starts a sidecar that will come like this one."""
        self._command = (command, env, cwd)
        self._guards[connection] = time.monotonic()
        self._stop_waiting()

    @property
    def started(self) -> list[Being]:
        """The sidecars that were started here and live, the last one last: one that takes long to connect is followed
        by another. They are below the terminal host like the agents, and none of theirs."""
        return [each for each in self._started if being(each.pid) == each]

    def said_goodbye(self, connection: object) -> None:
        self._guards.pop(connection, None)

    def left(self, connection: object) -> None:
        """Any connection broke."""
        came = self._guards.pop(connection, None)
        if came is None or self._guards:
            return
        if time.monotonic() - came >= STABLE:
            self._tries = 0
        self._start_later()

    def _start_later(self) -> None:
        self._stop_waiting()
        if self._needed():
            delay = BACK_OFF[min(self._tries, len(BACK_OFF) - 1)]
            self._tries += 1
            self._timer = self._loop.call_later(delay, self._start)

    def _start(self) -> None:
        if self._command is None or not self._needed():
            return
        command, env, cwd = self._command
        log.warning("the sidecar is gone; starting it again, try %d", self._tries)
        self._timer = self._loop.call_later(PATIENCE, self._start_later)
        try:
            new = being(detach_spawn(command, env, Path(cwd), self._output))
            self._started = [*self.started, *([new] if new else [])]
        except (OSError, ValueError) as error:
            log.error("the sidecar could not be started: %s", error)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
