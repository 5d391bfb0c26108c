"""A ptyhost's connections, and what of a session's scrollback each has been sent.

A stream is a cursor into the ring, moved on as the socket drains: a client that does not read costs its bounded
buffer and nothing else, and the agent never waits for it.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

from branchline.host.children import Child
from branchline.host.wire import Decoder, Kind, encode_data, encode_message

MAX_UNSENT = 256 * 1024
"""Bytes buffered for a connection before its streams pause."""
MAX_REPLIES = 4 * 1024 * 1024
"""Bytes after which a client that asks and never reads is let go."""
PIECE = 64 * 1024
MAX_LAG = 1024 * 1024
"""Bytes that a viewer may be behind: beyond, it is better served by a repaint."""


class Stream:
    def __init__(self, child: Child, offset: int, *, is_viewer: bool) -> None:
        self.child = child
        self.cursor = offset
        self.is_viewer = is_viewer
        self.done = False
        self._size: tuple[int, int] | None = None

    def pieces(self) -> Iterator[bytes]:
        """Frames that are due, one at a time, so that the caller can stop when its buffer is full."""
        child, ring = self.child, self.child.ring
        session = child.session
        while not self.done:
            if self.cursor < ring.start:
                self.cursor = ring.start
                yield _event("lagged", session, offset=self.cursor)
            if self.is_viewer and ring.end - self.cursor > MAX_LAG:
                self.done = True
                yield _event("lagged", session, offset=ring.end)
                return
            size = child.size_at(self.cursor)
            if size != self._size:
                self._size = size
                yield _event("resized", session, offset=self.cursor, cols=size[0], rows=size[1])
            if self.cursor == ring.end:
                if child.drained and not child.alive:
                    self.done = True
                    yield _event("exit", session, exitCode=child.exit_code, end=ring.end)
                return
            until = child.next_resize(self.cursor)
            limit = PIECE if until is None else min(PIECE, until - self.cursor)
            data = ring.read(self.cursor, limit)
            at, self.cursor = self.cursor, self.cursor + len(data)
            yield encode_data(Kind.OUTPUT, session, at, data)


class Connection:
    """A client's socket: frames in, frames out."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self.decoder = Decoder()
        self.streams: dict[str, Stream] = {}
        self.viewing: set[str] = set()
        self.is_guard = False
        self.said_goodbye = False
        self.broken = False
        self._unsent = bytearray()

    @property
    def wants_write(self) -> bool:
        return bool(self._unsent)

    def send(self, frame: bytes) -> None:
        self._unsent += frame
        if len(self._unsent) > MAX_REPLIES:
            self.broken = True
        self.flush()

    def flush(self) -> None:
        """Send what waits, as far as the peer reads. Sets `broken` when it is gone."""
        try:
            while self._unsent and not self.broken:
                sent = self.link.send(memoryview(self._unsent)[: 256 * 1024])
                del self._unsent[:sent]
        except BlockingIOError:
            return
        except OSError:
            self.broken = True

    def finish(self, session: str) -> None:
        """Send the rest of a stream whose scrollback is about to close; a viewer would wait for the end for ever."""
        stream = self.streams.pop(session, None)
        if stream is None:
            return
        for frame in stream.pieces():
            self.send(frame)
            if self.broken or (not stream.is_viewer and len(self._unsent) >= MAX_UNSENT):
                return

    def pump(self) -> None:
        """Move every stream on, until nothing is due or the buffer is full."""
        if len(self._unsent) >= MAX_UNSENT:
            return
        for session, stream in list(self.streams.items()):
            for frame in stream.pieces():
                self.send(frame)
                if self.broken or len(self._unsent) >= MAX_UNSENT:
                    break
            if stream.done:
                del self.streams[session]


def _event(event: str, session: str, **fields: object) -> bytes:
    return encode_message(Kind.EVENT, {"event": event, "session": session, **fields})
