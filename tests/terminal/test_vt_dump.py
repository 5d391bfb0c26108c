"""A dump of a screen, or its state, gives the same screen again."""

from __future__ import annotations

import pytest

from branchline.terminal.screen import Screen
from harness.drawings import drawn

MODES = (1, 5, 6, 7, 25, 66, 69, 1000, 1002, 1003, 1004, 1006, 1007, 1047, 1049, 2004)
DRAWINGS = {
    "nothing": b"",
    "text": b"hello\r\nworld",
    "blank rows first": b"\r\n\r\n  x",
    "scrolled": b"".join(b"l%d\r\n" % number for number in range(20)),
    "scrolled and cleared": b"".join(b"l%d\r\n" % number for number in range(20)) + b"\x1b[H\x1b[2Jtop\r\nx",
    "blank rows scrolled off": b"x" + b"\r\n" * 30 + b"y",
    "full row, wrap pending": b"\x1b[31;1m" + b"a" * 20,
    "wrapped": b"a" * 25,
    "wide": "界".encode() * 15 + "e\u0301👩‍👩‍👧".encode(),
    "filled": b"\x1b[41m\x1b[2J\x1b[3;3Hx\x1b[K\x1b[48;2;1;2;3m\x1b[5;1H\x1b[K\x1b[m",
    "margins and origin": b"\x1b[?6h\x1b[2;4r\x1b[2;1Hq",
    "left and right margins": b"\x1b[?69h\x1b[3;10sab",
    "insert, no wrap": b"\x1b[4h\x1b[?7lxx",
    "character set": b"\x0e\x1b)0abc",
    "link": b"\x1b]8;;http://x\x07link",
    "tab stops": b"\x1b[3g\x1b[5G\x1bH\ra\tb",
    "keys and mouse": b"\x1b[?1h\x1b[?66h\x1b[>4;2m\x1b[>1u\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?1004h\x1b[?2004h",
    "cursor": b"\x1b[?25l\x1b[5 q\x1b[3;4H",
    "colours": b"\x1b]4;3;#010203\x07\x1b]10;#aabbcc\x07\x1b]11;#123456\x07\x1b]12;#ff0000\x07",
    "title": b"\x1b]2;a title\x07",
    "alternate": b"one\r\n$ \x1b[?1049h\x1b[2;3Halt\x1b[?25l\x1b[?1003h\x1b[?1006h\x1b[>5u\x1b[2;4r",
    "alternate with scrollback": b"".join(b"l%d\r\n" % number for number in range(20)) + b"$\x1b[?1049hfull",
    "old alternate": b"one\x1b[?47hzz",
}


def assert_same(one: Screen, other: Screen) -> None:
    assert one.lines() == other.lines()
    assert one.text() == other.text()
    assert one.cursor() == other.cursor()
    assert one.title == other.title
    assert [one.mode(mode) for mode in MODES] == [other.mode(mode) for mode in MODES]
    assert one.dump() == other.dump()


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_dump_paints_the_same_screen(name: str) -> None:
    screen, other = drawn(DRAWINGS[name]), Screen(20, 6)
    other.feed(screen.dump())
    assert_same(screen, other)
    assert other.take_answers() == b""


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_state_restores_the_same_screen(name: str) -> None:
    screen = drawn(DRAWINGS[name])
    other = Screen.from_state(screen.state(), screen.offset)
    assert_same(screen, other)
    for each in (screen, other):
        each.feed(b"more\r\n\x1b[6n\x1b8\x1b[?1049lend")
    assert_same(screen, other)
    assert screen.take_answers()[-6:] == other.take_answers()[-6:]


def test_what_the_alternate_screen_covers_is_painted_too() -> None:
    screen, other = drawn(DRAWINGS["alternate with scrollback"]), Screen(20, 6)
    other.feed(screen.dump())
    for each in (screen, other):
        each.feed(b"\x1b[?1049l")
    assert_same(screen, other)
    assert other.text()[0] == "l0"


def test_a_dump_without_scrollback() -> None:
    screen, other = drawn(DRAWINGS["scrolled"]), Screen(20, 6)
    other.feed(screen.dump(scrollback=False))
    assert other.lines() == screen.lines()
    assert other.text() == ("l15", "l16", "l17", "l18", "l19")


@pytest.mark.parametrize("rows", [6, 9, 30])
def test_on_a_taller_terminal_rows_keep_their_numbers(rows: int) -> None:
    screen, other = drawn(DRAWINGS["scrolled and cleared"]), Screen(20, rows)
    other.feed(screen.dump())
    assert other.lines()[:6] == screen.lines()
    assert other.cursor() == screen.cursor()


def test_gaps_and_blank_rows_keep_their_own_look() -> None:
    """Read off the dump's text, because the library writes the gap in its neighbour's colours both times."""
    screen = drawn(
        b"\x1b[7mone\x1b[10Gtwo\x1b[m\r\n\x1b[41m\x1b[K\x1b[m\r\n" + b"\r\n" * 10 + b"\x1b[44mab\x1b[6Gc\x1b[m"
    )
    dump = screen.dump()
    assert b"\x1b[7mone      two\x1b[0m\x1b[4G\x1b[m\x1b[6X\x1b[m\r\n\x1b[1G\x1b[48;5;1m\x1b[20X\x1b[m" in dump
    assert b"\x1b[44mab   c\x1b[0m\x1b[3G\x1b[m\x1b[3X\x1b[m" in dump


def test_titles_are_cleaned_in_a_dump() -> None:
    screen = drawn(b"\x1b]2;a\xc2\x9b31mb\x07")
    assert b"\xc2\x9b" not in screen.dump()


def test_a_state_that_is_none_is_refused() -> None:
    for state in (b"", b"nonsense", drawn(b"x").state()[:-10]):
        with pytest.raises(ValueError, match="does not take"):
            Screen.from_state(state, 0)
