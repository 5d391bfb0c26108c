"""`branchline host`: holds the agents' terminals, and outlives whatever happens to the rest.

One thread, one selector, no timer while nothing is due. It knows no git, no agents, no policy: it spawns what it
is told to, keeps what comes out, and hands over what is typed. `wire.py` has the format; the operations are the
methods `_op_…` below.
"""

from __future__ import annotations

import argparse
import fcntl
import heapq
import os
import re
import selectors
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from branchline import __version__
from branchline.host.children import KILL_SERIES, Child
from branchline.host.paths import Paths
from branchline.host.processes import detach_spawn
from branchline.host.ring import Ring
from branchline.host.streams import Connection, Stream
from branchline.host.wire import NO_MARK, WIRE_VERSION, Data, Kind, Message, WireError, encode_message

DRAIN_QUIET, DRAIN_MOST = 0.1, 1.0
"""Seconds: after an agent's end its terminal is read until it is quiet so long, or at most so long."""
GUARD_BACK_OFF = (0.1, 0.5, 2.0, 10.0, 30.0)
GUARD_STEADY = 60.0
"""Seconds that a sidecar must have stayed for its end to count as the first."""
GUARD_START = 5.0
"""Seconds that a started sidecar gets to connect before it is started again."""
_NOT_TYPING = re.compile(rb"(?:\x1b\[[IO]|\x1b\[<(?:3[2-9]|[4-6][0-9])[0-9;]*[Mm])+")
"""Focus and mouse movement reports: a terminal sends them without the user meaning this session."""


class Refused(Exception):  # noqa: N818  not an error of the host: an answer
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Host:
    def __init__(self, listener: socket.socket, logs: Path, grace: float) -> None:
        self._listener = listener
        self._logs = logs
        self._grace = grace
        self._selector = selectors.DefaultSelector()
        self._children: dict[str, Child] = {}
        self._connections: dict[int, Connection] = {}
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._timer_count = 0
        self._guard: tuple[list[str], dict[str, str], str] | None = None
        self._guard_tries = 0
        self._guard_since = 0.0
        self._guard_due = False
        self._ending = False
        self._stopped = False

    # ------------------------------------------------------------ the loop

    def run(self) -> None:
        wake, wakened = socket.socketpair()
        wake.setblocking(False)
        wakened.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._end_politely())
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(wakened, selectors.EVENT_READ)
        self._check_idle()
        while not self._stopped:
            ready = self._selector.select(self._until_timer())
            # Keys before output: typing must not wait behind a flood.
            for key, events in sorted(ready, key=lambda entry: isinstance(entry[0].data, Child)):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is wakened:
                    _drain(wakened)
                    self._reap()
                elif isinstance(key.data, Connection):
                    self._serve(key.data, events)
                else:
                    self._serve_child(key.data, events)
            self._run_timers()
        for connection in list(self._connections.values()):
            connection.link.close()

    def _call_later(self, delay: float, call: Callable[[], None]) -> None:
        self._timer_count += 1
        heapq.heappush(self._timers, (time.monotonic() + delay, self._timer_count, call))

    def _until_timer(self) -> float | None:
        return max(0.0, self._timers[0][0] - time.monotonic()) if self._timers else None

    def _run_timers(self) -> None:
        while self._timers and self._timers[0][0] <= time.monotonic():
            heapq.heappop(self._timers)[2]()

    def log(self, text: str) -> None:
        line = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n"
        try:
            with open(self._logs / "host.log", "a", opener=_private) as file:
                file.write(line)
        except OSError:
            return  # A full disk must not end the agents.

    # ------------------------------------------------------------ agents

    def _serve_child(self, child: Child, events: int) -> None:
        if child.drained:
            return
        if events & selectors.EVENT_WRITE:
            child.flush()
        if events & selectors.EVENT_READ and child.read() is None:
            self._unwatch(child)
            child.close_terminal()
        self._watch(child)
        self._pump(child)
        self._finish(child)

    def _reap(self) -> None:
        for child in list(self._children.values()):
            if child.reap():
                self.log(f"{child.session} ended with {child.exit_code}")
                self._drain_out(child, child.ring.end, time.monotonic() + DRAIN_MOST)
                self._kill_series(child, 0)
                self._finish(child)

    def _drain_out(self, child: Child, end: int, deadline: float) -> None:
        """The process is gone; what it started may hold the terminal. Read on while anything comes."""

        def again() -> None:
            if child.drained:
                return
            if child.ring.end == end or time.monotonic() > deadline:
                self._unwatch(child)
                child.close_terminal()
                self._finish(child)
            else:
                self._drain_out(child, child.ring.end, deadline)

        self._call_later(DRAIN_QUIET, again)

    def _finish(self, child: Child) -> None:
        """Process and terminal end in either order; the exit is told when both have."""
        if child.drained and not child.alive:
            self._pump(child)
            self._check_idle()

    def _kill_series(self, child: Child, step: int) -> None:
        if step >= len(KILL_SERIES) or not child.group_lives:
            return
        number, pause = KILL_SERIES[step]
        if child.signal(number):
            self._call_later(pause, lambda: self._kill_series(child, step + 1))

    def _watch(self, child: Child) -> None:
        if child.drained:
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if child.wants_write else 0)
        if child.fd not in self._selector.get_map():
            self._selector.register(child.fd, events, child)
        elif self._selector.get_key(child.fd).events != events:
            self._selector.modify(child.fd, events, child)

    def _unwatch(self, child: Child) -> None:
        if not child.drained and child.fd in self._selector.get_map():
            self._selector.unregister(child.fd)

    def _pump(self, child: Child) -> None:
        for connection in list(self._connections.values()):
            if child.session in connection.streams:
                connection.pump()
                self._after(connection)

    # ------------------------------------------------------------ connections

    def _accept(self) -> None:
        try:
            link, _ = self._listener.accept()
        except OSError as error:  # EMFILE, or the peer has gone: nothing that should end the agents.
            self.log(f"a connection could not be taken: {error}")
            time.sleep(0.01)
            return
        if not _is_ours(link):
            link.close()
            return
        link.setblocking(False)
        connection = Connection(link)
        self._connections[link.fileno()] = connection
        self._selector.register(link, selectors.EVENT_READ, connection)
        connection.send(encode_message(Kind.HELLO, {"wire": WIRE_VERSION, "version": __version__, "pid": os.getpid()}))
        self._after(connection)

    def _serve(self, connection: Connection, events: int) -> None:
        if connection.broken or connection.link.fileno() < 0:
            return
        if events & selectors.EVENT_WRITE:
            connection.flush()
            connection.pump()
        if events & selectors.EVENT_READ:
            self._receive(connection)
        self._after(connection)

    def _receive(self, connection: Connection) -> None:
        try:
            data = connection.link.recv(256 * 1024)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            connection.broken = True
            return
        try:
            for frame in connection.decoder.feed(data):
                self._take(connection, frame)
        except WireError as error:
            self.log(f"a client was dropped: {error}")
            connection.broken = True

    def _after(self, connection: Connection) -> None:
        """Close it when it broke, else watch for what it waits for."""
        if connection.broken:
            self._close(connection)
        elif connection.link.fileno() >= 0:
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if connection.wants_write else 0)
            if self._selector.get_key(connection.link).events != events:
                self._selector.modify(connection.link, events, connection)

    def _close(self, connection: Connection) -> None:
        if self._connections.pop(connection.link.fileno(), None) is None:
            return
        self._selector.unregister(connection.link)
        connection.link.close()
        for session in connection.viewing:
            if session in self._children and self._children[session].unclaim(connection):
                self._pump(self._children[session])
        if connection.is_guard and not connection.said_goodbye:
            self._start_guard()
        self._check_idle()

    def _take(self, connection: Connection, frame: Message | Data) -> None:
        if isinstance(frame, Data):
            if frame.kind is Kind.INPUT:
                self._type(connection, frame)
            return
        if frame.kind is not Kind.REQUEST:
            return
        fields = frame.fields
        operation = getattr(self, f"_op_{fields.get('op')}", None)
        try:
            if operation is None:
                raise Refused("UNKNOWN_OP", f"This terminal host knows no operation {str(fields.get('op'))[:40]!r}.")
            answer: dict[str, Any] = {"ok": operation(connection, fields)}
        except Refused as refusal:
            answer = {"error": {"code": refusal.code, "message": str(refusal)}}
        except (KeyError, TypeError, ValueError) as error:
            answer = {"error": {"code": "BAD_REQUEST", "message": f"The request does not fit: {error}"}}
        connection.send(encode_message(Kind.REPLY, {"n": fields.get("n"), **answer}))
        connection.pump()

    def _type(self, connection: Connection, frame: Data) -> None:
        child = self._children.get(frame.session)
        if child is None:
            return
        if frame.number != NO_MARK:
            child.mark = frame.number
        if not child.type(frame.data):
            connection.send(encode_message(Kind.EVENT, {"event": "inputRefused", "session": frame.session}))
        if frame.session in connection.viewing and not _NOT_TYPING.fullmatch(frame.data) and child.claim(connection):
            self._pump(child)
        self._watch(child)

    # ------------------------------------------------------------ operations

    def _op_spawn(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        session = fields["session"]
        held = self._children.get(session)
        if held and (held.alive or not held.drained):
            raise Refused("ALREADY_RUNNING", "An agent runs in this session already.")
        argv, env = [str(word) for word in fields["argv"]], {str(k): str(v) for k, v in fields["env"].items()}
        try:
            ring = Ring(fields["ring"], int(fields["ringSize"]))
        except OSError as error:
            raise Refused("NO_SCROLLBACK", f"The scrollback {fields['ring']} could not be made: {error}.") from error
        try:
            child = Child(session, argv, fields["cwd"], env, (int(fields["cols"]), int(fields["rows"])), ring)
        except Exception as error:  # ptyprocess raises whatever class the child named
            ring.close()
            raise Refused("SPAWN_FAILED", f"{argv[0]} could not be started: {error}.") from error
        if held:
            held.ring.close()
        self._children[session] = child
        self._watch(child)
        self.log(f"{session} started as {child.pid}")
        return {"pid": child.pid, "startTime": child.start_time}

    def _op_list(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        return {"sessions": [child.entry() for child in self._children.values()]}

    def _op_attach(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        child = self._child(fields)
        connection.viewing.add(child.session)
        if child.claim(connection, (int(fields["cols"]), int(fields["rows"]))):
            self._pump(child)
        cols, rows = child.size
        return {"end": child.ring.end, "cols": cols, "rows": rows, "alive": child.alive}

    def _op_detach(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        child = self._child(fields)
        connection.viewing.discard(child.session)
        connection.streams.pop(child.session, None)
        if child.unclaim(connection):
            self._pump(child)
        return {}

    def _op_resize(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        child, size = self._child(fields), (int(fields["cols"]), int(fields["rows"]))
        if child.viewer_resized(connection, size):
            self._pump(child)
        cols, rows = child.size
        return {"cols": cols, "rows": rows}

    def _op_stream(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        child, offset = self._child(fields), int(fields["from"])
        if not 0 <= offset <= child.ring.end:
            raise Refused("BAD_OFFSET", f"There is no output at {offset}; the end is {child.ring.end}.")
        connection.streams[child.session] = Stream(child, offset, is_viewer=child.session in connection.viewing)
        return {"start": child.ring.start, "end": child.ring.end, "mark": child.mark}

    def _op_unstream(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        connection.streams.pop(fields["session"], None)
        return {}

    def _op_signal(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        return {"sent": self._child(fields).signal(int(fields["signal"]))}

    def _op_kill(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        child = self._child(fields)
        if child.alive:
            self._kill_series(child, 0)
        return {}

    def _op_collect(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        child = self._child(fields)
        if child.alive or not child.drained:
            raise Refused("STILL_RUNNING", "The agent has not ended.")
        del self._children[child.session]
        answer = {"exitCode": child.exit_code, "end": child.ring.end}
        for other in list(self._connections.values()):
            other.finish(child.session)
            self._after(other)
        child.ring.close()
        self._check_idle()
        return answer

    def _op_guard(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        env = {str(name): str(value) for name, value in fields["env"].items()}
        self._guard = ([str(word) for word in fields["command"]], env, str(fields["cwd"]))
        self._guard_since = time.monotonic()
        connection.is_guard = True
        return {}

    def _op_goodbye(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        connection.said_goodbye = True
        return {}

    def _op_shutdown(self, connection: Connection, fields: dict[str, Any]) -> dict[str, Any]:
        self._end_politely()
        return {}

    def _child(self, fields: dict[str, Any]) -> Child:
        try:
            return self._children[fields["session"]]
        except KeyError:
            raise Refused("NO_SESSION", "The terminal host holds no such session.") from None

    # ------------------------------------------------------------ the sidecar, and our own end

    def _start_guard(self) -> None:
        """The sidecar broke off without a goodbye: start it again, so that agents stay attended."""
        if self._guard is None or self._guard_due or self._has_guard():
            return
        if time.monotonic() - self._guard_since > GUARD_STEADY:
            self._guard_tries = 0
        self._guard_due = True
        self._call_later(GUARD_BACK_OFF[min(self._guard_tries, len(GUARD_BACK_OFF) - 1)], self._run_guard)
        self._guard_tries += 1

    def _run_guard(self) -> None:
        self._guard_due = False
        attended = self._has_guard() or not any(child.alive for child in self._children.values())
        if self._guard is None or attended or self._ending:
            return
        command, env, cwd = self._guard
        self.log("the sidecar is gone; starting it again")
        try:
            detach_spawn(command, env, Path(cwd), self._logs / "sidecar.err")
        except (OSError, subprocess.SubprocessError) as error:
            self.log(f"the sidecar could not be started: {error}")
        self._call_later(GUARD_START, self._start_guard)

    def _has_guard(self) -> bool:
        return any(connection.is_guard for connection in self._connections.values())

    def _check_idle(self) -> None:
        if self._holds_nothing():
            self._call_later(self._grace, self._end_if_idle)

    def _end_if_idle(self) -> None:
        self._stopped = self._stopped or self._holds_nothing()

    def _holds_nothing(self) -> bool:
        return not self._children and not self._connections

    def _end_politely(self) -> None:
        self._ending = True
        for child in self._children.values():
            self._kill_series(child, 0)
        deadline = time.monotonic() + sum(pause for _, pause in KILL_SERIES)

        def ended() -> None:
            if any(child.group_lives for child in self._children.values()) and time.monotonic() < deadline:
                self._call_later(0.05, ended)
            else:
                self._stopped = True

        ended()


def main(argv: list[str]) -> int:
    """Returns the exit code; 0 too when another host already runs."""
    parser = argparse.ArgumentParser("branchline host")
    parser.add_argument("--grace", type=float, default=5.0, help="seconds without any session until it ends")
    options = parser.parse_args(argv)
    paths = Paths.from_environment(os.environ)
    lock = os.open(paths.host_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    paths.host_socket.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(paths.host_socket))
        os.chmod(paths.host_socket, 0o600)
        listener.listen(64)
        listener.setblocking(False)
        host = Host(listener, paths.log_dir, options.grace)
        host.log(f"ready, version {__version__}, pid {os.getpid()}")
        try:
            host.run()
        finally:
            # While the lock is held nobody else makes a socket there.
            paths.host_socket.unlink(missing_ok=True)
            host.log("ended")
    return 0


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _drain(link: socket.socket) -> None:
    try:
        while link.recv(4096):
            pass
    except BlockingIOError:
        return


def _is_ours(link: socket.socket) -> bool:
    """The peer runs as the same user. The folder is 0700 too; this is the second lock."""
    if sys.platform == "linux":
        _, uid, _ = struct.unpack("3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    else:
        local_peercred, xucred_size = 0x001, 76  # macOS: sys/un.h, sys/ucred.h
        _, uid = struct.unpack_from("2I", link.getsockopt(0, local_peercred, xucred_size))
    return bool(uid == os.getuid())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
