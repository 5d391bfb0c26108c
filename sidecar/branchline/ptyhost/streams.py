"""A ptyhost's connections, and what of a session's scrollback each has been sent.

A stream is a cursor into the ring, moved on as the socket drains: a client that does not read costs its bounded
buffer and nothing else, and the agent never waits for it.
"""

from __future__ import annotations

import socket

from branchline.machine.peers import Peer
from branchline.ptyhost.children import Child
from branchline.ptyhost.wire import Data, Decoder, Kind, Message, WireError, encode_data, encode_message

MAX_UNSENT = 256 * 1024
"""Bytes buffered for a connection before its streams pause."""
MAX_REPLIES = 4 * 1024 * 1024
"""Bytes after which a client that asks and never reads is let go."""
PIECE = 64 * 1024
TURN = 256 * 1024
"""Bytes that one connection is sent in one turn, however fast it reads: others wait for theirs."""
MAX_LAG = 1024 * 1024
"""Bytes that a viewer may be behind: beyond, it is better served by a repaint."""
_RECEIVE = 256 * 1024


class View:
    """A connection through which the user looks at a session, whatever streams it has one after the other."""

    def __init__(self, bells: int) -> None:
        self.bells = bells
        """Those of the session that it was told, or that were before it."""


class Stream:
    """Keeps the child's ring open until `close`."""

    def __init__(self, child: Child, offset: int, view: View | None) -> None:
        self.child = child
        self.done = False
        self._cursor = offset
        self._view = view
        self._size: tuple[int, int] | None = None
        child.retain()

    def next_frame(self) -> bytes | None:
        """What is due; None when nothing is. After the last frame the stream is `done`."""
        child, ring = self.child, self.child.ring
        if self._cursor < ring.start:
            self._cursor = ring.start
            return self._event("lagged", offset=self._cursor)
        if self._view and ring.end - self._cursor > MAX_LAG:
            self.done = True
            return self._event("lagged", offset=ring.end)
        size = child.sizes.at(self._cursor)
        if size != self._size:
            self._size = size
            return self._event("resized", offset=self._cursor, cols=size.cols, rows=size.rows)
        if self._cursor == ring.end:
            return self._due_bell() or (self.exit_frame() if child.ended else None)
        until = child.sizes.next_change(self._cursor)
        data = ring.read(self._cursor, PIECE if until is None else min(PIECE, until - self._cursor))
        frame = encode_data(Kind.OUTPUT, child.session, self._cursor, data)
        self._cursor += len(data)
        return frame

    def _due_bell(self) -> bytes | None:
        if self._view is None or self._view.bells == self.child.bells:
            return None
        self._view.bells = self.child.bells
        return self._event("bell")

    def exit_frame(self) -> bytes:
        self.done = True
        return self._event("exit", exitCode=self.child.exit_code, end=self.child.ring.end)

    def close(self) -> None:
        self.child.release()

    def _event(self, event: str, **fields: object) -> bytes:
        return encode_message(Kind.EVENT, {"event": event, "session": self.child.session, **fields})


class Connection:
    """A client's socket: frames in, frames out."""

    def __init__(self, link: socket.socket, peer: Peer, refusal: str | None = None) -> None:
        self.link = link
        self.peer = peer
        self.refusal = refusal
        """Why it may do nothing here; None: it is one of the user's."""
        self.viewing: dict[str, View] = {}
        """By session: those that the user looks at through this connection."""
        self.broken = False
        """To be closed."""
        self._decoder = Decoder()
        self._greeted = False
        self._streams: dict[str, Stream] = {}
        """By session; the one that has waited longest comes first."""
        self._unsent = bytearray()
        self._has_more = False

    # ------------------------------------------------------------ in

    def receive(self) -> list[Message | Data]:
        """What has come, without the greeting. Sets `broken` when the peer is gone.

        Raises WireError when it does not speak our format.
        """
        try:
            data = self.link.recv(_RECEIVE)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        if not data:
            self.broken = True
            return []
        frames = self._decoder.feed(data)
        if frames and not self._greeted:
            first = frames.pop(0)
            if not isinstance(first, Message) or first.kind is not Kind.HELLO or "wire" not in first.fields:
                raise WireError("it did not say HELLO first")
            self._greeted = True
        return frames

    # ------------------------------------------------------------ out

    @property
    def wants_write(self) -> bool:
        return bool(self._unsent) or self._has_more

    def send(self, frame: bytes) -> None:
        self._unsent += frame
        if len(self._unsent) > MAX_REPLIES:
            self.broken = True
        self.flush()

    def flush(self) -> None:
        """Send what waits, as far as the peer reads. Sets `broken` when it is gone."""
        try:
            while self._unsent and not self.broken:
                with memoryview(self._unsent) as view:
                    sent = self.link.send(view[:MAX_UNSENT])
                del self._unsent[:sent]
        except BlockingIOError:
            return
        except OSError:
            self.broken = True

    def pump(self) -> None:
        """Move the streams on, a piece of each in turn, until nothing is due or buffer or turn are full."""
        self._has_more = False
        sent, idle = 0, 0
        while self._streams and idle < len(self._streams):
            if self.broken or len(self._unsent) >= MAX_UNSENT:
                return
            if sent >= TURN:
                self._has_more = True
                return
            session = next(iter(self._streams))
            stream = self._streams[session] = self._streams.pop(session)
            frame = stream.next_frame()
            if frame is None:
                idle += 1
                continue
            idle = 0
            sent += len(frame)
            self.send(frame)
            if stream.done:
                self.close_stream(session)

    # ------------------------------------------------------------ streams

    def open_stream(self, child: Child, offset: int) -> None:
        """Instead of one that this connection may have of the session already."""
        self.close_stream(child.session)
        self._streams[child.session] = Stream(child, offset, self.viewing.get(child.session))

    def close_stream(self, session: str) -> None:
        stream = self._streams.pop(session, None)
        if stream:
            stream.close()

    def cut_stream(self, session: str) -> None:
        """The session begins anew: what was not sent of the ended agent is passed over, but for its end.

        Who viewed it views nothing until it attaches to the new one.
        """
        self.viewing.pop(session, None)
        if session in self._streams:
            self.send(self._streams[session].exit_frame())
            self.close_stream(session)

    def streams(self, session: str) -> bool:
        return session in self._streams

    def close(self) -> None:
        for session in list(self._streams):
            self.close_stream(session)
        self.link.close()
        self.peer.close()
