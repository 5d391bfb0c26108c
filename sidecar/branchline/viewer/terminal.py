"""The user's own terminal while it shows a session: raw, never waited for, and left as it was found."""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty
from types import TracebackType

MAX_UNSHOWN = 256 * 1024
"""Bytes that wait for the terminal before no more are asked for."""
FAREWELL_PATIENCE = 1.0
"""Seconds that the terminal gets at the end to take what is left."""
_PIECE = 16 * 1024

# What an agent may have left on. ST first: it ends whatever sequence the output broke off in.
_MODES_OFF = (
    b"\x1b\\\x1b[?2026l"
    b"\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # the mouse
    b"\x1b[?1004l\x1b[?2004l\x1b[?2031l\x1b[?1l\x1b[?66l\x1b[?5l\x1b[?69l\x1b[>4;0m\x1b[=0;1u"
    # 1049l also goes to the saved position, which is the present one where no alternate screen was on.
    b"\x1b7\x1b[?1049l\x1b[=0;1u"
    b"\x1b7\x1b[r\x1b8\x1b[4l\x1b[20l\x1b[?7h\x1b]8;;\x1b\\\x1b(B\x0f\x1b[m\x1b[0 q\x1b[?25h\x1b[!p"
)
_COLOURS_BACK = b"\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\"
_CHANGES_COLOURS = re.compile(rb"\x1b\](?:4|1[0-2]);")
_KEEP_TITLE, _TITLE_BACK = b"\x1b[22;0t", b"\x1b[23;0t"


class ViewerTerminal:
    """A context manager: the terminal is raw inside, and as it was outside, however the inside is left.

    `source` and `target` are descriptors, usually 0 and 1; either may be something else than a terminal.
    """

    def __init__(self, source: int, target: int) -> None:
        self.source = source
        self.target = target
        self._unshown = bytearray()
        self._cooked: list[object] | None = None
        self._takes_control = False
        """The target is a terminal, so control sequences of our own may go to it."""
        self._own_target: int | None = None
        self._was_blocking = True
        self._coloured = False
        self._painted = False

    def __enter__(self) -> ViewerTerminal:
        if os.isatty(self.source):
            self._cooked = termios.tcgetattr(self.source)
        if os.isatty(self.target):
            self._takes_control = True
            self._own_target = _open_again(self.target)
        if self._own_target is not None:
            self.target = self._own_target
        else:
            self._was_blocking = os.get_blocking(self.target)
            os.set_blocking(self.target, False)
        self.make_raw()
        if self._takes_control:
            self._unshown += _KEEP_TITLE
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._takes_control:
            self._unshown += _MODES_OFF + (_COLOURS_BACK if self._coloured else b"") + _TITLE_BACK
        try:
            self.drain()
        finally:
            if self._cooked is not None:
                _set_terminal(self.source, self._cooked)
            if self._own_target is not None:
                os.close(self._own_target)
            else:
                os.set_blocking(self.target, self._was_blocking)

    def make_raw(self) -> None:
        """Again after the process was stopped and the shell has set the terminal to its own liking."""
        if self._cooked is not None:
            tty.setraw(self.source, termios.TCSANOW)

    def size(self) -> tuple[int, int] | None:
        """(cols, rows); None when there is no terminal."""
        try:
            cols, rows = os.get_terminal_size(self.target)
        except OSError:
            return None
        return (cols, rows) if cols and rows else None

    def read(self) -> bytes | None:
        """What was typed; b"" at the end, None when there is nothing after all."""
        try:
            return os.read(self.source, 64 * 1024)
        except BlockingIOError:
            return None
        except OSError:  # EIO: the terminal has gone.
            return b""

    @property
    def is_full(self) -> bool:
        return len(self._unshown) >= MAX_UNSHOWN

    @property
    def is_behind(self) -> bool:
        return bool(self._unshown)

    def paint(self, dump: bytes) -> None:
        """Start afresh with a dump of the screen. After the first time, what waited is not shown any more, nor the
        lines that had scrolled off: the dump has them."""
        if self._painted:
            self._unshown.clear()
        self.show(_MODES_OFF + (b"\x1b[3J" if self._painted else b"") + b"\x1b[H\x1b[2J" + dump)
        self._painted = True

    def show(self, data: bytes) -> None:
        """Queue it, and write what the terminal takes now. Raises OSError when the terminal has gone."""
        self._coloured = self._coloured or bool(_CHANGES_COLOURS.search(data))
        self._unshown += data
        self.flush()

    def flush(self) -> None:
        """Raises OSError when the terminal has gone."""
        while self._unshown:
            try:
                written = os.write(self.target, self._unshown[:_PIECE])
            except BlockingIOError:
                return
            del self._unshown[:written]

    def ring(self) -> None:
        if self._takes_control:
            self.show(b"\a")

    def say(self, text: str, *, below: bool) -> None:
        """A line of our own, after everything else; `below` the screen where the agent has not ended its own."""
        if self._takes_control:
            self.show(_MODES_OFF + (b"\x1b[999B" if below else b"") + b"\r\n" + text.encode() + b"\r\n")
        else:
            self.show(b"\n" + text.encode() + b"\n")

    def drain(self) -> None:
        """Give a slow terminal a moment to take what is left; never longer."""
        deadline = time.monotonic() + FAREWELL_PATIENCE
        try:
            self.flush()
            while self._unshown and (left := deadline - time.monotonic()) > 0:
                select.select([], [self.target], [], left)
                self.flush()
        except OSError:
            self._unshown.clear()  # It has gone; nobody is left to see it.


def _open_again(terminal: int) -> int | None:
    """Not waiting for it on a descriptor of our own: O_NONBLOCK on the old one would be seen by the shell too."""
    try:
        return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None  # In some containers the terminal has no name.


def _set_terminal(descriptor: int, attributes: list[object]) -> None:
    try:
        # Not TCSADRAIN: a terminal that is not read would keep us here.
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)  # type: ignore[arg-type]
        # Reports that are under way still (of the mouse, say) would end up in the shell's input.
        termios.tcflush(descriptor, termios.TCIFLUSH)
    except termios.error:
        return  # It has gone, and its settings with it.
