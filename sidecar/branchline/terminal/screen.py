"""The emulated screen of one session: bytes in; lines, cursor, events, answers and repaints out.

libghostty-vt does the emulation (`emulator.py`). It runs in the sidecar, which may die, never in the ptyhost.
"""

from __future__ import annotations

from branchline.core.screen import queries, splitter
from branchline.terminal import ghostty, structures, vt_dump
from branchline.terminal.effects import Event, Notified, Progressed, Rang, StatusReported, TitleChanged
from branchline.terminal.emulator import SCROLLBACK_LINES, Emulator
from branchline.terminal.ghostty import Query

__all__ = [
    "SCROLLBACK_LINES",
    "Event",
    "Notified",
    "Progressed",
    "Rang",
    "Screen",
    "StatusReported",
    "TitleChanged",
]

MIN_COLS, MIN_ROWS = 20, 5
"""A single row crashes the library, and fewer than these are of no use to an agent."""
MAX_SIDE = 1000


class Screen:
    """A terminal of `cols` x `rows`, clamped to what the library bears. Not for two threads at once.

    `offset` counts the bytes wholly consumed, from the one given: an incomplete sequence at the end of a feed is
    held back, so that a dump is always taken where another terminal can go on.

    Raises SCREEN_LIBRARY where the library is missing.
    """

    def __init__(self, cols: int, rows: int, offset: int = 0) -> None:
        self._begin(Emulator(*_clamped(cols, rows)), offset)

    @classmethod
    def from_state(cls, state: bytes, offset: int) -> Screen:
        """The screen that `state()` was taken of. Raises ValueError when the library does not take it."""
        screen = cls.__new__(cls)
        screen._begin(Emulator.from_state(state), offset)
        return screen

    def _begin(self, emulator: Emulator, offset: int) -> None:
        self._emulator = emulator
        self._received = offset
        self._splitter = splitter.Splitter()
        self._answers = bytearray()

    def feed(self, data: bytes, answer: bool = True) -> None:
        """`answer=False` is for bytes whose queries were answered before."""
        emulator, replies = self._emulator, self._emulator.effects.replies
        self._received += len(data)
        whole = self._splitter.feed(data)
        fed = 0
        for query in queries.find(whole):
            if query.name in queries.ANSWERED_HERE:
                emulator.write(whole[fed : query.end])
                fed = query.end
                report = emulator.ask(b"\x1b[6n")
                replies += queries.answer(query, report, self.cols, self.rows) or b""
        emulator.write(whole[fed:] if fed else whole)
        if answer:
            self._answers += replies
        replies.clear()

    def take_answers(self) -> bytes:
        """Answers to the queries fed since the last call, in their order."""
        answers = bytes(self._answers)
        self._answers.clear()
        return answers

    def resize(self, cols: int, rows: int) -> None:
        self._emulator.resize(*_clamped(cols, rows))

    @property
    def offset(self) -> int:
        return self._received - self._splitter.pending

    @property
    def cols(self) -> int:
        return self._emulator.read(Query.COLS)

    @property
    def rows(self) -> int:
        return self._emulator.read(Query.ROWS)

    def cursor(self) -> tuple[int, int]:
        """(row, column), from 0."""
        return self._emulator.read(Query.CURSOR_Y), self._emulator.read(Query.CURSOR_X)

    @property
    def title(self) -> str:
        return self._emulator.title

    @property
    def folder(self) -> bytes:
        """Where the program last said that it is (OSC 7), as printed: see `signals.told_folder`. Empty: nowhere."""
        return self._emulator.folder

    @property
    def in_alternate(self) -> bool:
        """The alternate screen is shown, which full-screen programs draw on."""
        return self._emulator.read(Query.ACTIVE_SCREEN) == ghostty.SCREEN_ALTERNATE

    def mode(self, number: int, ansi: bool = False) -> bool:
        """Whether a private mode is set, such as 2004 (bracketed paste), or an ANSI one."""
        return self._emulator.mode(number, ansi)

    def switch_on(self, number: int) -> None:
        """Set a private mode, as the program did."""
        self._emulator.write(f"\x1b[?{number}h".encode())

    @property
    def bell(self) -> int:
        """How often it rang."""
        return self._emulator.effects.bell

    def events(self) -> list[Event]:
        """Events since the last call, in their order; only the latest when nobody asked for long."""
        events = list(self._emulator.effects.events)
        self._emulator.effects.events.clear()
        return events

    def lines(self) -> tuple[str, ...]:
        """The visible rows, without trailing blanks."""
        return self._text_of(self._emulator.visible(), self.rows)

    def styled(self, row: int) -> str:
        """A visible row as text with SGR sequences, each style between resets; see `core.styles`."""
        return self._emulator.vt(self._emulator.row(row)).decode("utf-8", "replace")

    def all_styled(self) -> tuple[str, ...]:
        """The visible rows as `styled` has them, at the price of one."""
        lines = self._emulator.vt(self._emulator.visible()).decode("utf-8", "replace").split("\r\n")
        return (*lines, *[""] * (self.rows - len(lines)))

    @property
    def above(self) -> int:
        """Rows of the scrollback."""
        return self._emulator.read(Query.SCROLLBACK_ROWS)

    def take_above(self) -> tuple[str, ...]:
        """The scrollback's rows as text, which it has no more."""
        history = self._emulator.history()
        rows = self._text_of(history, self.above) if history else ()
        self._emulator.write(b"\x1b[3J")
        return rows

    def leave_alternate(self) -> None:
        """The primary screen is shown, as at the program's end."""
        for mode in vt_dump.ALTERNATE_MODES:
            if self.in_alternate and self.mode(mode):
                self._emulator.write(b"\x1b[?%dl" % mode)

    def text(self) -> tuple[str, ...]:
        """Scrollback and visible rows, without trailing blanks and without blank rows at the end."""
        history = self._emulator.history()
        above = self._text_of(history, self.above) if history else ()
        lines = [*above, *self.lines()]
        while lines and not lines[-1]:
            lines.pop()
        return tuple(lines)

    def _text_of(self, selection: structures.Selection, rows: int) -> tuple[str, ...]:
        lines = [line.rstrip() for line in self._emulator.plain(selection).split("\n")]
        # Blank rows at the end are left out.
        return (*lines, *[""] * (rows - len(lines)))

    def dump(self, scrollback: bool = True) -> bytes:
        """What paints this screen on a fresh terminal of the same size: see `vt_dump`."""
        return vt_dump.dump(self._emulator, scrollback)

    def followed(self, offset: int) -> Screen:
        """The empty screen of a program that is started in this one's place, with this one's text in its scrollback
        and none of its modes."""
        screen = Screen(self.cols, self.rows, offset)
        screen._emulator.write(vt_dump.past(self._emulator))
        return screen

    def state(self) -> bytes:
        """Everything, in the library's own format: good for the same version of the library only."""
        return self._emulator.state()

    def close(self) -> None:
        """Free it; it must not be used afterwards. May be called again."""
        self._emulator.close()


def _clamped(cols: int, rows: int) -> tuple[int, int]:
    return max(MIN_COLS, min(cols, MAX_SIDE)), max(MIN_ROWS, min(rows, MAX_SIDE))
