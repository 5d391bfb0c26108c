"""One agent as the ptyhost holds it: its terminal, its scrollback, its end."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
from collections.abc import Mapping

from branchline.machine.processes import group_exists, signal_group, start_time
from branchline.ptyhost.ring import Ring
from branchline.ptyhost.sizes import Claims, Size, SizeHistory, clamp
from branchline.ptyhost.spawning import spawn

READ_SIZE = 64 * 1024
"""Bytes taken from one terminal in one turn: a flood in one leaves room for the others' keystrokes."""
MAX_INPUT = 1024 * 1024
"""Bytes of typing that may wait for an agent that does not read."""
_WRITE_SIZE = 4096


class Child:
    """Raises OSError or ValueError when it cannot be started; nothing is left then, and the ring stays open."""

    def __init__(self, session: str, argv: list[str], cwd: str, env: Mapping[str, str], size: Size, ring: Ring) -> None:
        self.session = session
        self.ring = ring
        self.claims = Claims()
        self.sizes = SizeHistory(ring.end, clamp(*size))
        self.mark = 0
        """What the last typist left: up to which offset queries in the output were answered."""
        self.pid, self.terminal = spawn(argv, cwd, env, self.sizes.current)
        self.start_time = start_time(self.pid) or 0.0
        """0.0 when it had ended before one could look; until it is reaped its pid is nobody else's."""
        self.exit_code: int | None = None
        """Set when the process has ended; negative is the signal that ended it."""
        self.bells = 0
        """How often its viewers were to ring."""
        self.closed = False
        """The terminal is: no byte comes any more."""
        self.being_killed = False
        self._group_gone = False
        self._input = bytearray()
        self._readers = 0
        self._forgotten = False

    @property
    def ended(self) -> bool:
        """Process and terminal, which end in either order."""
        return self.closed and self.exit_code is not None

    # ------------------------------------------------------------ bytes

    def read(self) -> int | None:
        """Move what was printed into the ring. Bytes moved, at most about READ_SIZE; None at the terminal's end."""
        pieces: list[bytes] = []
        size = 0
        at_end = False
        while size < READ_SIZE:
            try:
                data = os.read(self.terminal, READ_SIZE)
            except BlockingIOError:
                break
            except OSError:  # EIO: nobody holds the other end any more.
                data = b""
            if not data:
                at_end = True
                break
            pieces.append(data)
            size += len(data)
        if pieces:
            self.ring.append(b"".join(pieces))
        return None if at_end and not pieces else size

    def type(self, data: bytes) -> bool:
        """False when so much waits already that this was not taken, or when the terminal is closed."""
        if self.closed or len(self._input) + len(data) > MAX_INPUT:
            return False
        self._input += data
        self.flush()
        return True

    @property
    def wants_write(self) -> bool:
        return bool(self._input)

    def flush(self) -> None:
        """Write what waits, as far as the agent reads."""
        while self._input:
            try:
                written = os.write(self.terminal, self._input[:_WRITE_SIZE])
            except BlockingIOError:
                return
            except OSError:
                self._input.clear()
                return
            if not written:
                return
            del self._input[:written]

    def fit(self, size: Size | None = None) -> bool:
        """Give the terminal the ruling viewer's size, or `size` when nobody watches. True when that changed it."""
        wanted = self.claims.ruling() or size
        if wanted is None or self.closed or clamp(*wanted) == self.sizes.current:
            return False
        cols, rows = clamp(*wanted)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.sizes.add(self.ring.end, Size(cols, rows))
        return True

    # ------------------------------------------------------------ end

    def reap(self) -> bool:
        """True when the process has ended just now."""
        if self.exit_code is not None:
            return False
        try:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            pid, status = self.pid, 255 << 8  # Somebody else collected it; how it ended is not known.
        if pid == 0:
            return False
        self.exit_code = os.waitstatus_to_exitcode(status)
        return True

    def signal(self, number: int) -> bool:
        """To its process group. False when that is gone. Raises OSError for a number that is no signal's."""
        return self.group_lives and signal_group(self.pid, self.start_time, number)

    @property
    def group_lives(self) -> bool:
        """The agent or anything that it started in its process group."""
        # Once gone, for ever: the number may become another group's.
        self._group_gone = self._group_gone or not group_exists(self.pid)
        return not self._group_gone

    def close_terminal(self) -> None:
        """Nothing more will be read; the kernel hangs up on whoever still holds the other end."""
        if not self.closed:
            self.closed = True
            self._input.clear()
            os.close(self.terminal)

    # ------------------------------------------------------------ who needs its ring

    def retain(self) -> None:
        self._readers += 1

    def release(self) -> None:
        self._readers -= 1
        self._close_ring()

    def forget(self) -> None:
        """Collected: the ring is closed when the last slow reader has had it all."""
        self._forgotten = True
        self._close_ring()

    def _close_ring(self) -> None:
        if self._forgotten and not self._readers:
            self.ring.close()

    def entry(self) -> dict[str, object]:
        cols, rows = self.sizes.current
        return {
            "session": self.session,
            "pid": self.pid,
            "startTime": self.start_time,
            "alive": not self.ended,
            "exitCode": self.exit_code,
            "start": self.ring.start,
            "end": self.ring.end,
            "cols": cols,
            "rows": rows,
            "mark": self.mark,
            "lost": self.ring.lost,
        }
