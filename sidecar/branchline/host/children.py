"""The ptyhost's side of one agent: its pseudo terminal, its scrollback, its end."""

from __future__ import annotations

import bisect
import fcntl
import os
import signal
import struct
import termios
from typing import Any

from branchline.host.processes import group_exists, signal_group, start_time
from branchline.host.ring import Ring

READ_SIZE = 64 * 1024
"""Bytes taken from one terminal in one turn: a flood in one leaves room for the others' keystrokes."""
MAX_INPUT = 1024 * 1024
"""Bytes of typing that may wait for an agent that does not read."""
MAX_RESIZES = 256
MIN_COLS, MIN_ROWS, MAX_SIDE = 20, 5, 1000
KILL_SERIES = ((signal.SIGHUP, 0.5), (signal.SIGTERM, 2.0), (signal.SIGKILL, 0.5))
"""Signals, each with the seconds to wait before the next."""


class Child:
    """A spawned agent. Raises OSError when it cannot be started; nothing is left then."""

    def __init__(
        self, session: str, argv: list[str], cwd: str, env: dict[str, str], size: tuple[int, int], ring: Ring
    ) -> None:
        self.session = session
        self.ring = ring
        self.size = clamp(*size)
        self.pid, self.fd = _spawn(argv, cwd, env, self.size)
        self.start_time = start_time(self.pid) or 0.0
        self.exit_code: int | None = None
        """Set when the process has ended; negative is the signal that ended it."""
        self.drained = False
        """The terminal is closed too: no byte comes any more."""
        self.mark = 0
        self.claims: dict[Any, tuple[int, int]] = {}
        """The viewers' sizes, by connection; the last one owns the terminal's size."""
        self._resizes: list[tuple[int, int, int]] = [(ring.end, *self.size)]
        self._input = bytearray()

    @property
    def alive(self) -> bool:
        return self.exit_code is None

    @property
    def wants_write(self) -> bool:
        return bool(self._input) and not self.drained

    def read(self) -> int | None:
        """Move what the agent printed into the ring. Bytes moved; None at the terminal's end."""
        try:
            data = os.read(self.fd, READ_SIZE)
        except BlockingIOError:
            return 0
        except OSError:  # EIO: the last holder of the other end is gone.
            return None
        if not data:
            return None
        self.ring.append(data)
        return len(data)

    def type(self, data: bytes) -> bool:
        """False when so much waits already that this was not taken."""
        if self.drained or len(self._input) + len(data) > MAX_INPUT:
            return False
        self._input += data
        self.flush()
        return True

    def flush(self) -> None:
        """Write what waits, as far as the agent reads."""
        while self._input:
            try:
                written = os.write(self.fd, self._input[:4096])
            except BlockingIOError:
                return
            except OSError:
                self._input.clear()
                return
            del self._input[:written]

    # ------------------------------------------------------------ size

    def claim(self, viewer: object, size: tuple[int, int] | None = None) -> bool:
        """The viewer attached or typed, so its size rules. True when the terminal's size changed."""
        mine = size or self.claims.get(viewer)
        if mine is None:
            return False
        self.claims.pop(viewer, None)
        self.claims[viewer] = mine
        return self._apply(mine)

    def viewer_resized(self, viewer: object, size: tuple[int, int]) -> bool:
        """The viewer's own size changed; it applies only while the viewer rules. True when it did."""
        rules = bool(self.claims) and next(reversed(self.claims)) is viewer
        if viewer in self.claims:
            self.claims[viewer] = size
        return self._apply(size) if rules or not self.claims else False

    def unclaim(self, viewer: object) -> bool:
        """The viewer left. True when another one's size rules now."""
        if self.claims.pop(viewer, None) is None or not self.claims:
            return False
        return self._apply(self.claims[next(reversed(self.claims))])

    def _apply(self, size: tuple[int, int]) -> bool:
        size = clamp(*size)
        if size == self.size or self.drained:
            return False
        self.size = size
        _set_size(self.fd, size)
        if self._resizes[-1][0] == self.ring.end:
            self._resizes.pop()
        self._resizes.append((self.ring.end, *size))
        del self._resizes[:-MAX_RESIZES]
        return True

    def size_at(self, offset: int) -> tuple[int, int]:
        """(cols, rows) in force for the byte at `offset`."""
        place = bisect.bisect_right(self._resizes, offset, key=lambda entry: entry[0])
        _, cols, rows = self._resizes[max(0, place - 1)]
        return cols, rows

    def next_resize(self, offset: int) -> int | None:
        """Offset of the first change of size after `offset`, if there is one."""
        place = bisect.bisect_right(self._resizes, offset, key=lambda entry: entry[0])
        return self._resizes[place][0] if place < len(self._resizes) else None

    # ------------------------------------------------------------ end

    def reap(self) -> bool:
        """True when the process has ended just now."""
        if not self.alive:
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
        return signal_group(self.pid, self.start_time, number)

    @property
    def group_lives(self) -> bool:
        """The agent or anything that it started in its process group."""
        return group_exists(self.pid)

    def close_terminal(self) -> None:
        """Nothing more will be read; the kernel hangs up on whoever still holds the other end."""
        if not self.drained:
            self.drained = True
            self._input.clear()
            os.close(self.fd)

    def entry(self) -> dict[str, object]:
        cols, rows = self.size
        return {
            "session": self.session,
            "pid": self.pid,
            "startTime": self.start_time,
            "alive": self.alive or not self.drained,
            "exitCode": self.exit_code,
            "start": self.ring.start,
            "end": self.ring.end,
            "cols": cols,
            "rows": rows,
            "mark": self.mark,
            "lost": self.ring.lost,
        }


def clamp(cols: int, rows: int) -> tuple[int, int]:
    return min(max(cols, MIN_COLS), MAX_SIDE), min(max(rows, MIN_ROWS), MAX_SIDE)


def _spawn(argv: list[str], cwd: str, env: dict[str, str], size: tuple[int, int]) -> tuple[int, int]:
    """(pid, terminal). Raises OSError."""
    from ptyprocess import PtyProcess

    def enter() -> None:
        # ptyprocess' own `cwd` would raise in the child, which would then go on as a second ptyhost.
        os.chdir(cwd)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())

    cols, rows = size
    process = PtyProcess.spawn(argv, env=env, preexec_fn=enter, dimensions=(rows, cols))
    # Its finaliser would kill the agent, and wait for that: from here on pid and terminal are ours.
    fd = os.dup(process.fd)
    process.closed = True
    process.fileobj.close()
    os.set_blocking(fd, False)
    return process.pid, fd


def _set_size(fd: int, size: tuple[int, int]) -> None:
    cols, rows = size
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
