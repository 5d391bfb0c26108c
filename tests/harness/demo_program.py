"""The demo agent as it ships, in the test's own process: what it draws and does is true, its terminal is scripted."""

from __future__ import annotations

import asyncio
from pathlib import Path

from branchline.demo.agent import DemoAgent
from branchline.demo.keys import Key, KeyDecoder
from branchline.demo.script import review, turn
from branchline.demo.terminal import Terminal
from harness.scripted_ptyhost import Program

SPEED = 50.0
"""Times quicker than life."""
_ESCAPE_WAIT = 0.05
"""Seconds after which a lone ESC byte is the Escape key."""


def begin_demo(program: Program) -> None:
    """For `ScriptedPtyhost.begins`: whatever else starts keeps silent."""
    if "demo-agent" in program.argv:
        _DemoProgram(program)


class _DemoProgram:
    def __init__(self, program: Program) -> None:
        self._program = program
        self._decoder = KeyDecoder()
        steps = review if "--read-only" in program.argv else turn
        self._agent = DemoAgent(_Scripted(program), Path(program.cwd), SPEED, steps)
        self._timer: asyncio.TimerHandle | None = None
        program.reads = self._typed
        self._go_on()

    def _typed(self, text: str) -> None:
        # A program reads a moment after it was typed.
        asyncio.get_running_loop().call_soon(self._press, self._decoder.feed(text.encode()))

    def _press(self, keys: list[Key]) -> None:
        for key in keys:
            self._agent.press(key)
        if self._decoder.undecided:
            asyncio.get_running_loop().call_later(_ESCAPE_WAIT, lambda: self._press(self._decoder.flush()))
        self._go_on()

    def _go_on(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._program.exit_code is not None:
            return
        wait = self._agent.go_on()
        if self._agent.exit_code is None:
            self._timer = asyncio.get_running_loop().call_later(max(wait, 0.0), self._go_on)
        else:
            self._program.exits(self._agent.exit_code)


class _Scripted(Terminal):
    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program

    @property
    def size(self) -> tuple[int, int]:
        return self._program.size

    def _write(self, text: str) -> None:
        self._program.prints(text)
