"""All agents: from being spawned over what they print to their collected end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.ptyhost.children import Child
from branchline.ptyhost.log import log
from branchline.ptyhost.loop import READ, WRITE, Loop
from branchline.ptyhost.ring import Ring
from branchline.ptyhost.sizes import Size

DRAIN_QUIET, DRAIN_MOST = 0.1, 1.0
"""Seconds: after an agent's end its terminal is read until it is quiet so long, or at most so long."""
KILL_SERIES = ((signal.SIGHUP, 0.5), (signal.SIGTERM, 2.0), (signal.SIGKILL, 0.5))
"""Signals, each with the seconds to wait before the next."""
_TRY_AGAIN = 1.0


class Holder:
    """`moved` is called when a child has something new for those who stream it: output, a size, its end."""

    def __init__(self, loop: Loop, moved: Callable[[Child], None]) -> None:
        self._loop = loop
        self._moved = moved
        self._children: dict[str, Child] = {}
        loop.on_signal(signal.SIGCHLD, self._reap)

    @property
    def is_empty(self) -> bool:
        """Not even an exit code to be collected."""
        return not self._children

    @property
    def any_alive(self) -> bool:
        return any(child.exit_code is None for child in self._children.values())

    @property
    def all(self) -> Iterable[Child]:
        return self._children.values()

    def get(self, session: str) -> Child:
        """Raises NO_SESSION."""
        try:
            return self._children[session]
        except KeyError:
            raise BranchlineError(ErrorCode.NO_SESSION, "The terminal host holds no such session.") from None

    def spawn(
        self, session: str, argv: list[str], cwd: str, env: Mapping[str, str], size: Size, ring_path: str, capacity: int
    ) -> tuple[Child, Child | None]:
        """The new child, and the ended one, not collected, that it replaces.

        Raises ALREADY_RUNNING, NO_SCROLLBACK, SPAWN_FAILED; nothing is left then.
        """
        held = self._children.get(session)
        if held and not held.ended:
            raise BranchlineError(ErrorCode.ALREADY_RUNNING, "An agent runs in this session already.")
        try:
            ring = Ring(ring_path, capacity)
        except (OSError, ValueError) as error:
            raise BranchlineError(ErrorCode.NO_SCROLLBACK, f"The scrollback could not be made: {error}.") from error
        try:
            child = Child(session, argv, cwd, env, size, ring)
        except (OSError, ValueError) as error:
            ring.close()
            raise BranchlineError(ErrorCode.SPAWN_FAILED, f"The agent could not be started: {error}.") from error
        if held:
            held.forget()
        self._children[session] = child
        self._watch(child)
        log.info("%s started as %d", session, child.pid)
        return child, held

    def type(self, child: Child, data: bytes) -> bool:
        """False when it was refused."""
        taken = child.type(data)
        self._wait_for(child)
        return taken

    def type_at(self, child: Child, data: bytes, offset: int) -> bool:
        """Type only if the agent has printed nothing after `offset`, and no typing waits: what the typist saw is what
        stands there. False when it was not typed."""
        if child.closed or child.wants_write:
            return False
        read = child.read()
        # Nothing may come between this look and the key: whatever else is to be done comes after it.
        typed = read == 0 and child.ring.end == offset and child.type(data)
        if read is None:
            self._close_terminal(child)
        self._wait_for(child)
        self._moved(child)
        return typed

    def kill(self, child: Child) -> None:
        """Ask the process group to end, ever more firmly. Returns at once."""
        if not child.being_killed:
            child.being_killed = True
            self._kill(child, 0)

    def collect(self, child: Child) -> None:
        """Raises STILL_RUNNING."""
        if not child.ended:
            raise BranchlineError(ErrorCode.STILL_RUNNING, "The agent has not ended.")
        del self._children[child.session]
        child.forget()

    # ------------------------------------------------------------ output

    def _watch(self, child: Child) -> None:
        def again() -> None:
            if not child.closed:
                self._watch(child)

        def failed() -> None:
            self._loop.call_later(_TRY_AGAIN, again)

        self._loop.watch(child.terminal, READ, lambda events: self._serve(child, events), failed, urgent=False)

    def _wait_for(self, child: Child) -> None:
        if not child.closed:
            self._loop.change(child.terminal, READ | WRITE if child.wants_write else READ)

    def _serve(self, child: Child, events: int) -> None:
        if events & WRITE:
            child.flush()
            self._wait_for(child)
        if events & READ and child.read() is None:
            self._close_terminal(child)
        self._moved(child)

    def _close_terminal(self, child: Child) -> None:
        if not child.closed:
            self._loop.unwatch(child.terminal)
            child.close_terminal()

    # ------------------------------------------------------------ end

    def _reap(self) -> None:
        """Ours by name first: another one's exit code must not be taken for theirs."""
        for child in list(self._children.values()):
            if child.reap():
                log.info("%s ended with %s", child.session, child.exit_code)
                self._drain(child, child.ring.end, time.monotonic() + DRAIN_MOST)
                if child.group_lives:
                    self.kill(child)
                self._moved(child)
        self._reap_orphans()

    def _reap_orphans(self) -> None:
        """What agents left behind and this process adopted."""
        if sys.platform != "linux":
            return  # Nothing is adopted there.
        ours = {child.pid for child in self._children.values() if child.exit_code is None}
        with contextlib.suppress(ChildProcessError):
            while info := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                if info.si_pid in ours:
                    return  # It ended just now; its own signal comes, and this is done again.
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(info.si_pid, os.WNOHANG)

    def _drain(self, child: Child, end: int, deadline: float) -> None:
        """The process is gone; what it started may hold the terminal. Read on while anything comes."""

        def again() -> None:
            if child.closed:
                return
            if child.ring.end == end or time.monotonic() > deadline:
                self._close_terminal(child)
                self._moved(child)
            else:
                self._drain(child, child.ring.end, deadline)

        self._loop.call_later(DRAIN_QUIET, again)

    def _kill(self, child: Child, step: int) -> None:
        if step == len(KILL_SERIES) or not child.group_lives:
            child.being_killed = False
            return
        number, pause = KILL_SERIES[step]
        child.signal(number)
        child.signal(signal.SIGCONT)  # A stopped agent would take no notice.
        self._loop.call_later(pause, lambda: self._kill(child, step + 1))
