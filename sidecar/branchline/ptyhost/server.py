"""Holds the agents' terminals, and outlives whatever happens to the rest.

It knows no git, no agents, no policy: it spawns what it is told to, keeps what comes out, and hands over what is
typed. `wire.py` has the format, `operations.py` what can be asked.

EVENTs, which come in their place among a stream's OUTPUT: {"event": "resized", session, offset, cols, rows},
{"event": "lagged", session, offset}: what lies before the offset is not sent (a viewer that is too far behind gets
nothing more until it asks for a new stream), {"event": "bell", session} for viewers alone, {"event": "exit", session,
exitCode, end}; and, whenever an agent does not read, {"event": "inputRefused", session}: none of that INPUT was taken.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

from branchline import __version__
from branchline.core.errors import BranchlineError
from branchline.ptyhost.admission import admitted, refusal
from branchline.ptyhost.children import Child
from branchline.ptyhost.guard import Guard
from branchline.ptyhost.holder import KILL_SERIES, Holder
from branchline.ptyhost.log import log, unexpected
from branchline.ptyhost.loop import READ, WRITE, Loop
from branchline.ptyhost.operations import Operations
from branchline.ptyhost.sizes import means_session
from branchline.ptyhost.streams import Connection
from branchline.ptyhost.wire import NO_MARK, WIRE_VERSION, Data, Kind, WireError, encode_message

_ACCEPT_AGAIN = 0.5


class Ptyhost:
    def __init__(self, listener: socket.socket, logs: Path, grace: float) -> None:
        self._listener = listener
        self._runtime = Path(listener.getsockname()).parent
        self._grace = grace
        self._connections: set[Connection] = set()
        self._ending = False
        self._loop = Loop(unexpected)
        self._holder = Holder(self._loop, self._moved)
        self._guard = Guard(self._loop, self._wants_guard, logs / "sidecar.err")
        self._operations = Operations(self._holder, self._guard, self._moved, self._replaced, self._end_politely)

    def run(self) -> None:
        """Returns when it holds nothing any more, or was told to end."""
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        self._loop.on_signal(signal.SIGTERM, self._end_politely)
        self._listen()
        self._check_idle()
        self._loop.run()

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    # ------------------------------------------------------------ connections

    def _listen(self) -> None:
        self._loop.watch(self._listener, READ, lambda _: self._accept(), self._listen_again, urgent=True)

    def _listen_again(self) -> None:
        self._loop.call_later(_ACCEPT_AGAIN, self._listen)

    def _accept(self) -> None:
        try:
            link, _ = self._listener.accept()
        except (BlockingIOError, ConnectionError):
            return  # It has gone already.
        except OSError as error:  # No files left: new ones wait, the agents go on.
            log.error("connections cannot be taken: %s", error)
            self._loop.unwatch(self._listener)
            self._listen_again()
            return
        peer = admitted(link)
        if peer is None:
            link.close()
            return
        link.setblocking(False)
        sidecars = self._guard.started
        connection = Connection(link, peer, refusal(peer, sidecars, self._runtime))
        self._connections.add(connection)
        self._loop.watch(
            link, READ, lambda events: self._serve(connection, events), lambda: self._close(connection), urgent=True
        )
        pids = [each.pid for each in sidecars]
        said = {"wire": WIRE_VERSION, "version": __version__, "pid": os.getpid()}
        said |= {"sidecar": pids[-1] if pids else None, "sidecars": pids}  # Earlier versions know the last one alone.
        connection.send(encode_message(Kind.HELLO, said))
        self._settle(connection)

    def _serve(self, connection: Connection, events: int) -> None:
        if events & WRITE:
            connection.flush()
            connection.pump()
        if events & READ:
            self._receive(connection)
        self._settle(connection)

    def _receive(self, connection: Connection) -> None:
        try:
            for frame in connection.receive():
                if connection.peer.has_ended:
                    log.warning("process %d has ended; its connection is not taken from others", connection.peer.pid)
                    connection.broken = True
                    return
                if isinstance(frame, Data):
                    self._type(connection, frame)
                elif frame.kind is Kind.REQUEST:
                    answer = self._operations.answer(connection, frame.fields)
                    connection.send(encode_message(Kind.REPLY, answer))
                if connection.broken:
                    return
            connection.pump()
        except WireError as error:
            log.warning("a client was dropped: %s", error)
            connection.broken = True

    def _type(self, connection: Connection, frame: Data) -> None:
        if connection.refusal is not None:
            return  # Typing has no answer.
        try:
            child = self._holder.get(frame.session)
        except BranchlineError:
            return  # It has ended, and typing has no answer.
        if frame.kind is not Kind.INPUT:
            return
        log.trace("%s: %d bytes typed", frame.session[:8], len(frame.data))
        if frame.number != NO_MARK:
            child.mark = frame.number
        if not self._holder.type(child, frame.data):
            connection.send(encode_message(Kind.EVENT, {"event": "inputRefused", "session": frame.session}))
        if means_session(frame.data):
            child.claims.typed(connection)
            if child.fit():
                self._moved(child)

    def _moved(self, child: Child) -> None:
        for connection in list(self._connections):
            if connection.streams(child.session):
                connection.pump()
                self._settle(connection)

    def _replaced(self, session: str) -> None:
        for connection in list(self._connections):
            connection.cut_stream(session)
            self._settle(connection)

    def _settle(self, connection: Connection) -> None:
        """Close it when it broke, else watch for what it waits for."""
        if connection not in self._connections:
            return
        if connection.broken:
            self._close(connection)
        else:
            self._loop.change(connection.link, READ | WRITE if connection.wants_write else READ)

    def _close(self, connection: Connection) -> None:
        if connection not in self._connections:
            return
        self._connections.discard(connection)
        self._loop.unwatch(connection.link)
        connection.close()
        for child in list(self._holder.all):
            child.claims.left(connection)
            if child.fit():
                self._moved(child)
        self._guard.left(connection)
        self._check_idle()

    # ------------------------------------------------------------ the end

    def _wants_guard(self) -> bool:
        return self._holder.any_alive and not self._ending

    def _check_idle(self) -> None:
        """Only a connection's end can leave it with nothing: exit codes are collected through one."""
        if self._holds_nothing():
            self._loop.call_later(self._grace, self._end_if_idle)

    def _end_if_idle(self) -> None:
        if self._holds_nothing():
            self._loop.stop()

    def _holds_nothing(self) -> bool:
        return self._holder.is_empty and not self._connections

    def _end_politely(self) -> None:
        if self._ending:
            return
        self._ending = True
        deadline = time.monotonic() + sum(pause for _, pause in KILL_SERIES)

        def ended() -> None:
            over = time.monotonic() > deadline
            for child in self._holder.all:
                if child.group_lives:
                    self._holder.kill(child)
            if over or not any(child.group_lives or not child.ended for child in self._holder.all):
                self._loop.stop()
            else:
                self._loop.call_later(0.02, ended)

        ended()
