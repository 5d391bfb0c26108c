"""The demo agent: a terminal program that behaves like a coding agent, without a model.

It takes an instruction, works a while with a spinner, asks before it edits and before it runs a command, and takes
the next. Keys: Enter sends, Ctrl-J makes a new line; Esc or Ctrl-C interrupts the work or rejects; Ctrl-C twice, Ctrl-D
and `/exit [CODE]` leave.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from branchline.demo.drawing import BOLD, DIM, GREEN, RED, YELLOW, Line, printable, width_of, wrap
from branchline.demo.keys import Key
from branchline.demo.script import turn
from branchline.demo.steps import Approve, Choose, Result, Say, Steps, Think
from branchline.demo.terminal import RESIZED, Terminal
from branchline.demo.widgets import ALWAYS, NO, Dialog, Editor, Picture

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_TICK = 0.1
_QUIT_WITHIN = 2.0
"""Seconds between the two Ctrl-C that leave."""
_REST = 3600.0


class DemoAgent:
    def __init__(
        self, terminal: Terminal, folder: Path, speed: float, turn: Callable[[str, Path], Steps] = turn
    ) -> None:
        """`turn` has the steps for an instruction."""
        self._turn = turn
        self._terminal = terminal
        self._folder = folder
        self._speed = speed
        self._editor = Editor()
        self._queue: deque[str] = deque()
        self._allowed: set[str] = set()
        self._steps: Steps | None = None
        self._reply: bool | str | None = None
        self._dialog: Dialog | None = None
        self._started = 0.0
        self._pause_until = 0.0
        self._ctrl_c_at = -_QUIT_WITHIN
        self.exit_code: int | None = None
        """None until the user leaves."""
        self._print("Branchline demo agent", BOLD)
        self._print(printable(str(self._folder)), DIM)
        self._print("No account, no network. Try: add a feature, fix a bug, add tests, write docs", DIM)
        self._print("")

    def run(self) -> int:
        """Until the user leaves. -> the exit code. Raises HangupError."""
        while self.exit_code is None:
            for key in self._terminal.events(self.go_on()):
                self.press(key)
        return self.exit_code

    def go_on(self) -> float:
        """Do and show what is due. -> seconds until something changes by itself."""
        self._advance()
        self._draw()
        return self._until_next()

    # ------------------------------------------------------------ keys

    def press(self, key: Key) -> None:
        if key == RESIZED:
            return
        if self._dialog is not None:
            answer = self._dialog.press(key)
            if answer is not None:
                self._answer(self._dialog.ask, answer)
        elif key.name in ("escape", "ctrl-c") and self._steps is not None:
            self._interrupt()
        elif key.name == "ctrl-c":
            self._clear_or_leave()
        elif key.name == "ctrl-d" and not self._editor.text:
            self.exit_code = 0
        elif key.name == "enter":
            self._submit()
        else:
            self._editor.press(key)

    def _submit(self) -> None:
        text = self._editor.clear().strip()
        words = text.split()
        if words[:1] in (["/exit"], ["/quit"]):
            self.exit_code = int(words[1]) % 256 if len(words) > 1 and words[1].isdecimal() else 0
        elif text:
            self._queue.append(text)

    def _clear_or_leave(self) -> None:
        now = time.monotonic()
        if self._editor.text:
            self._editor.clear()
        elif now - self._ctrl_c_at < _QUIT_WITHIN:
            self.exit_code = 0
        else:
            self._ctrl_c_at = now

    def _interrupt(self) -> None:
        self._end_turn()
        self._print("  └  Interrupted. What should I do instead?", RED)
        self._print("")

    def _answer(self, ask: Approve | Choose, answer: int) -> None:
        self._dialog = None
        if isinstance(ask, Choose):
            self._reply = ask.labels[answer] if answer >= 0 else False
            self._step()
            return
        if answer == ALWAYS:
            self._allowed.add(ask.scope)
        if answer == NO:
            self._print(f"● {ask.title}", RED)
            self._print("  └  Rejected", RED)
        self._reply = answer != NO
        self._step()

    # ------------------------------------------------------------ work

    def _advance(self) -> None:
        """Take the next instruction, or the next steps that are due."""
        while self._dialog is None:
            if self._steps is None:
                if not self._queue:
                    return
                self._start(self._queue.popleft())
            if time.monotonic() < self._pause_until:
                return
            self._step()

    def _start(self, text: str) -> None:
        columns, _ = self._terminal.size
        for number, row in enumerate(wrap(printable(text), columns - 2)):
            self._print(("> " if number == 0 else "  ") + row, DIM)
        self._print("")
        self._started = time.monotonic()
        self._steps, self._reply = self._turn(text, self._folder), None
        self._pause(0.3)

    def _step(self) -> None:
        """Give the script the reply to its last step, and show the next one."""
        if self._steps is None:
            return
        reply, self._reply = self._reply, True
        try:
            step = self._steps.send(reply)
        except StopIteration:
            self._end_turn()
            return
        if isinstance(step, Say):
            self._print_wrapped(step.text, "● ")
            self._print("")
        elif isinstance(step, Result):
            self._print(f"● {step.tool}", GREEN)
            for number, row in enumerate(printable(step.text).splitlines()[:8]):
                self._print(("  └  " if number == 0 else "     ") + row)
            self._print("")
        elif isinstance(step, Think):
            self._pause(step.seconds)
        elif isinstance(step, Choose) or step.scope not in self._allowed:
            self._dialog = Dialog(step)

    def _end_turn(self) -> None:
        if self._steps is not None:
            self._steps.close()
        self._steps = self._dialog = None

    def _pause(self, seconds: float) -> None:
        self._pause_until = time.monotonic() + seconds / self._speed

    def _until_next(self) -> float:
        """Seconds until something changes by itself."""
        now = time.monotonic()
        if self._dialog is not None:
            return _REST
        if self._steps is not None:
            return min(_TICK, self._pause_until - now)
        hint_left = _QUIT_WITHIN - (now - self._ctrl_c_at)
        return hint_left if hint_left > 0 else _REST

    # ------------------------------------------------------------ picture

    def _print(self, text: str, style: str = "") -> None:
        self._terminal.print([Line(text, style)])

    def _print_wrapped(self, text: str, first: str) -> None:
        columns, _ = self._terminal.size
        for number, row in enumerate(wrap(text, columns - width_of(first))):
            self._print((first if number == 0 else " " * width_of(first)) + row)

    def _draw(self) -> None:
        columns, rows = self._terminal.size
        room = max(rows - 1, 1)
        if self._dialog is not None:
            lines, cursor = self._dialog.draw(columns, max(room - 1, 1))
            hint = "↑/↓ to choose · Enter to confirm · Esc to reject"
            block, place = (lines, cursor) if room < 6 else ([*lines, Line(f"  {hint}", DIM)], cursor)
        else:
            block, place = self._draw_input(columns, room)
        self._terminal.set_title(f"{self._glyph()} Demo · {printable(self._folder.name)}")
        self._terminal.paint(block, place)

    def _draw_input(self, columns: int, room: int) -> Picture:
        now = time.monotonic()
        working = self._steps is not None
        spinner: list[Line] = []
        if working and room >= 3:
            glyph = _SPINNER[int(now / _TICK) % len(_SPINNER)]
            spinner = [Line(f"{glyph} Working… ({int(now - self._started)}s · esc to interrupt)", YELLOW)]
        footer: list[Line] = []
        if room >= 7:
            footer = [Line("  " + self._hint(now, working), DIM)]
            queued = [Line(f"  queued: {printable(text).splitlines()[0]}", DIM) for text in list(self._queue)[:1]]
            spinner = [Line(), *queued, *spinner, Line()] if working else []
        lines, (row, column) = self._editor.draw(columns, room - len(spinner) - len(footer))
        return [*spinner, *lines, *footer], (row + len(spinner), column)

    def _hint(self, now: float, working: bool) -> str:
        if now - self._ctrl_c_at < _QUIT_WITHIN:
            return "Press ctrl+c again to leave"
        return "enter to queue · esc to interrupt" if working else "enter to send · ctrl+j for a new line"

    def _glyph(self) -> str:
        if self._dialog is not None:
            return "✋"
        return "◇" if self._steps is None else "✦"
