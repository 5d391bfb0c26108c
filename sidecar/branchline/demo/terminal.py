"""The real terminal: raw mode, keys and resizes in, an inline picture out.

The picture has two parts: a transcript that scrolls away like any program's output, and below it a live block that
is painted over in place.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import tty
from collections import deque
from collections.abc import Sequence
from types import FrameType, TracebackType

from branchline.demo.drawing import Line
from branchline.demo.keys import Key, KeyDecoder

RESIZED = Key("resized")
_ESCAPE_WAIT = 0.05
"""Seconds after which a lone ESC byte is the Escape key."""
_REMEMBERED = 500
"""Rows of transcript to paint again after a resize."""


class HangupError(Exception):
    """The terminal is gone, or the program was told to end. `code` is the exit code to leave with."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit {code}")
        self.code = code


class Terminal:
    def __init__(self, source: int = 0, target: int = 1) -> None:
        self._source, self._target = source, target
        self._decoder = KeyDecoder()
        self._transcript: deque[Line] = deque(maxlen=_REMEMBERED)
        self._unprinted: list[Line] = []
        self._painted: tuple[list[str], tuple[int, int]] | None = None
        self._all_again = False
        self._title = ""

    def __enter__(self) -> Terminal:
        self._saved = termios.tcgetattr(self._source)
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        for number in (signal.SIGWINCH, signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, _noted)
        tty.setraw(self._source)
        self._write("\x1b[?2004h")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(-1)
        os.close(self._wake_read)
        os.close(self._wake_write)
        try:
            self._erase_block()
            self._write("\x1b[?2004l\x1b[?25h\x1b]0;\x07")
            termios.tcsetattr(self._source, termios.TCSADRAIN, self._saved)
        except (HangupError, termios.error):
            pass  # the terminal is gone: there is nothing to put back

    @property
    def size(self) -> tuple[int, int]:
        """(columns, rows), never less than 1."""
        try:
            columns, rows = os.get_terminal_size(self._target)
        except OSError:
            columns, rows = 80, 24
        return max(columns, 1), max(rows, 1)

    def events(self, timeout: float) -> list[Key]:
        """Keys typed within `timeout` seconds, and RESIZED. Raises HangupError at end of input, on HUP and on TERM."""
        wait = min(timeout, _ESCAPE_WAIT) if self._decoder.undecided else timeout
        ready, _, _ = select.select([self._source, self._wake_read], [], [], max(wait, 0))
        found: list[Key] = []
        if self._wake_read in ready:
            for number in os.read(self._wake_read, 64):
                if number in (signal.SIGHUP, signal.SIGTERM):
                    raise HangupError(128 + number)
            self._all_again = True
            found.append(RESIZED)
        if self._source in ready:
            try:
                data = os.read(self._source, 65536)
            except OSError:
                data = b""  # EIO: the other end of the PTY is closed
            if not data:
                raise HangupError(128 + signal.SIGHUP)
            found += self._decoder.feed(data)
        elif not ready:
            found += self._decoder.flush()
        return found

    def print(self, lines: Sequence[Line]) -> None:
        """Into the transcript, with the next paint."""
        self._unprinted += lines

    def set_title(self, title: str) -> None:
        if title != self._title:
            self._title = title
            self._write(f"\x1b]0;{title}\x07")

    def paint(self, block: Sequence[Line], cursor: tuple[int, int]) -> None:
        """Show `block` below the transcript; `cursor` is (row, column) in it. It must leave one row free."""
        columns, rows = self.size
        rendered = [line.render(columns) for line in block]
        if not self._unprinted and not self._all_again and self._painted == (rendered, cursor):
            return
        out = ["\x1b[?2026h\x1b[?25l"]
        if self._all_again:
            # After a resize nobody knows how the terminal folded the old rows: start from an empty screen.
            self._transcript.extend(self._unprinted)
            room = max(rows - len(rendered), 0)
            fresh = list(self._transcript)[-room:] if room else []
            out.append("\x1b[H\x1b[2J")
        else:
            self._transcript.extend(self._unprinted)
            fresh = self._unprinted
            out.append(self._back_to_block())
        out += [line.render(columns) + "\r\n" for line in fresh]
        out.append("\r\n".join(rendered))
        up, right = len(rendered) - 1 - cursor[0], min(cursor[1], columns - 1)
        out.append("\r" + (f"\x1b[{up}A" if up else "") + (f"\x1b[{right}C" if right else ""))
        out.append("\x1b[?25h\x1b[?2026l")
        self._unprinted, self._all_again, self._painted = [], False, (rendered, cursor)
        self._write("".join(out))

    def _back_to_block(self) -> str:
        if self._painted is None:
            return ""
        above = self._painted[1][0]
        return "\r" + (f"\x1b[{above}A" if above else "") + "\x1b[J"

    def _erase_block(self) -> None:
        columns, _ = self.size
        self._write(self._back_to_block() + "".join(line.render(columns) + "\r\n" for line in self._unprinted))

    def _write(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        try:
            while data:
                data = data[os.write(self._target, data) :]
        except OSError as error:
            raise HangupError(128 + signal.SIGHUP) from error


def _noted(_number: int, _frame: FrameType | None) -> None:
    """The wake-up pipe carries the number; without a handler the default action would end the program."""
