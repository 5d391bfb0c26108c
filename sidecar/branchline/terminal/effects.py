"""What a terminal of libghostty-vt reports while it is fed: answers to queries, and events."""

from __future__ import annotations

import collections
import ctypes
import itertools
from ctypes import byref
from typing import Any

import attrs

from branchline.core.screen import queries
from branchline.core.screen.queries import CELL_HEIGHT, CELL_WIDTH
from branchline.terminal import ghostty, structures
from branchline.terminal.ghostty import Option, Query

_MAX_EVENTS = 256


@attrs.frozen
class TitleChanged:
    title: str


@attrs.frozen
class Notified:
    """OSC 9 or OSC 777."""

    title: str
    body: str


@attrs.frozen
class Progressed:
    """OSC 9;4. `state` is one of removed, set, failed, busy, paused; `percent` is None when it was left out."""

    state: str
    percent: int | None


@attrs.frozen
class StatusReported:
    """OSC 7501 or 9999 as printed, without introducer and terminator: `7501;state=idle`. Anything can print one."""

    raw: bytes


@attrs.frozen
class Rang:
    """BEL."""


Event = TitleChanged | Notified | Progressed | StatusReported | Rang
_PROGRESS = ("removed", "set", "failed", "busy", "paused")


class Effects:
    """What the library reported while it was fed. Apart from Emulator, so that callbacks keep none alive."""

    def __init__(self) -> None:
        self.replies = bytearray()
        self.events: collections.deque[Event] = collections.deque(maxlen=_MAX_EVENTS)
        self.bell = 0
        self.size = (0, 0)


_registered: dict[int, Effects] = {}
"""By the number that the library hands back to callbacks as its USERDATA."""
_numbers = itertools.count(1)


def register() -> tuple[int, Effects]:
    """The USERDATA of a new terminal, and where its reports go."""
    number, effects = next(_numbers), Effects()
    _registered[number] = effects
    return number, effects


def forget(number: int) -> None:
    _registered.pop(number, None)


def text(string: structures.String) -> str:
    return string.copy().decode("utf-8", "replace")


# ---------------------------------------------------------------- callbacks
# Called while the library is fed. They must not raise: ctypes could only print it.


def _write_pty(_terminal: int, number: int, data: int, length: int) -> None:
    _registered[number].replies += queries.amend(ctypes.string_at(data, length))


def _rang(_terminal: int, number: int) -> None:
    effects = _registered[number]
    effects.bell += 1
    effects.events.append(Rang())


def _title_changed(terminal: int, number: int) -> None:
    title = structures.String()
    ghostty.load().ghostty_terminal_get(terminal, Query.TITLE, byref(title))
    _registered[number].events.append(TitleChanged(text(title)))


def _notified(_terminal: int, number: int, notification: Any) -> None:
    found = notification.contents
    _registered[number].events.append(Notified(text(found.title), text(found.body)))


def _progressed(_terminal: int, number: int, report: Any) -> None:
    found = report.contents
    state = _PROGRESS[found.state] if 0 <= found.state < len(_PROGRESS) else "busy"
    _registered[number].events.append(Progressed(state, None if found.progress < 0 else found.progress))


def _unknown(_terminal: int, number: int, sequence: Any) -> None:
    found = sequence.contents
    if found.tag != ghostty.UNKNOWN_OSC or found.truncated:
        return
    content = found.content.copy()
    if content.startswith((b"7501;", b"9999;")) and not content.startswith(b"7501;?"):
        _registered[number].events.append(StatusReported(content))


def _size_asked(_terminal: int, number: int, out: Any) -> bool:
    cols, rows = _registered[number].size
    out[0] = structures.SizeReport(rows, cols, CELL_WIDTH, CELL_HEIGHT)
    return True


def _color_scheme_asked(_terminal: int, _number: int, out: Any) -> bool:
    out[0] = ghostty.SCHEME_DARK
    return True


CALLBACKS = {
    Option.WRITE_PTY: structures.WritePty(_write_pty),
    Option.BELL: structures.Bell(_rang),
    Option.TITLE_CHANGED: structures.TitleChanged(_title_changed),
    Option.SIZE: structures.SizeAsked(_size_asked),
    Option.COLOR_SCHEME: structures.ColorSchemeAsked(_color_scheme_asked),
    Option.DESKTOP_NOTIFICATION: structures.DesktopNotification(_notified),
    Option.PROGRESS_REPORT: structures.Progress(_progressed),
    Option.UNKNOWN_SEQUENCE: structures.UnknownSequence(_unknown),
}
