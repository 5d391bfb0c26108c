"""A viewer of a session whose agent does not run yet: how far it is, until there is a terminal to show."""

from __future__ import annotations

import os
import select
import signal
import socket
from typing import Any

from branchline.ptyhost.wire import Decoder, Kind, Message, WireError, encode_message
from branchline.viewer.links import ConnectSidecar
from branchline.viewer.terminal import ViewerTerminal
from branchline.viewer.viewer import Viewer
from branchline.viewer.wakeups import drain, handling, wakeable

LEAVING = (b"\x1d", b"\x1b[93;5u", b"\x03")
"""Keys that leave; there is nothing yet that could take any."""
GOES_ON = -1
"""Instead of an exit code: what was shown has ended, and more of the session is to be shown."""
_CHUNK = 64 * 1024


class ScriptViewer(Viewer):
    """Of what runs before the agent."""

    def _ended(self, how: str = "", hold: bool = False) -> None:
        self._result = GOES_ON


class Left(Exception):  # noqa: N818  an outcome
    """The user left, or their terminal has gone: with this exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def until_shown(connect: ConnectSidecar, wanted: str, shown: list[str]) -> dict[str, Any] | None:
    """What the sidecar says is to be shown next: {terminal, is_agents, why}. `wanted` is the id of the session or its
    beginning, `shown` are the terminals of it that were. None: it is not prepared, or nobody knows. Raises Left."""
    link = connect()
    if link is None:
        return None
    with link:
        try:
            link.sendall(encode_message(Kind.REQUEST, {"n": 1, "op": "prepared", "session": wanted, "shown": shown}))
            decoder = Decoder()
            if not (frames := _received(link, decoder)):
                return None
            if not _is_text(frames[0]):
                return _answered(frames)
            return _Shown(link, decoder).run(frames)
        except (OSError, WireError):
            return None


class _Shown:
    """The texts on the user's terminal: each takes the place of the one before that it differs from only in counts."""

    def __init__(self, link: socket.socket, decoder: Decoder) -> None:
        self._link = link
        self._decoder = decoder
        self._terminal = ViewerTerminal(0, 1)
        self._signals: list[int] = []
        self._reading = True
        self._last: str | None = None

    def run(self, frames: list[Message]) -> dict[str, Any] | None:
        with wakeable() as (woken, _), handling(self._signals), self._terminal as terminal:
            while True:
                for frame in frames:
                    if not _is_text(frame):
                        return _answered([frame])
                    self._say(str(frame.fields.get("text", "")))
                reads: list[Any] = [woken, self._link, *([terminal.source] if self._reading else [])]
                ready, _, _ = select.select(reads, [terminal.target] * terminal.is_behind, [])
                if woken in ready:
                    drain(woken)
                self._take_signals()
                if terminal.source in ready:
                    self._take_keys()
                terminal.flush()
                frames = []
                if self._link in ready:
                    frames = _received(self._link, self._decoder)
                    if not frames:
                        return None

    def _say(self, text: str) -> None:
        size = self._terminal.size()
        if size is None:
            self._terminal.show(f"{text}\n".encode())
            return
        is_same = self._last is not None and _without_counts(self._last) == _without_counts(text)
        start = "\r\x1b[K" if is_same else "" if self._last is None else "\r\n"
        self._terminal.show(f"{start}{text[: size[0] - 1]}".encode())
        self._last = text

    def _take_keys(self) -> None:
        data = self._terminal.read()
        if data == b"":
            self._reading = False
            if os.isatty(self._terminal.source):
                raise Left(128 + signal.SIGHUP)
        elif data in LEAVING:
            self._terminal.say("[left; the session goes on]", below=True)
            raise Left(0)

    def _take_signals(self) -> None:
        while self._signals:
            number = self._signals.pop(0)
            if number == signal.SIGCONT:
                self._terminal.make_raw()
            elif number != signal.SIGWINCH:
                raise Left(128 + number)


def _received(link: socket.socket, decoder: Decoder) -> list[Message]:
    """Empty at the end."""
    while data := link.recv(_CHUNK):
        if frames := [each for each in decoder.feed(data) if isinstance(each, Message)]:
            return frames
    return []


def _is_text(frame: Message) -> bool:
    return frame.kind is Kind.EVENT and frame.fields.get("event") == "prepared"


def _answered(frames: list[Message]) -> dict[str, Any] | None:
    answer = frames[0].fields.get("ok")
    return answer if isinstance(answer, dict) else None


def _without_counts(text: str) -> str:
    """The first words of it."""
    return text.partition(":")[0]
