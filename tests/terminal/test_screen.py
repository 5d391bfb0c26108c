from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.terminal import ghostty
from branchline.terminal.screen import (
    MAX_SIDE,
    MIN_COLS,
    MIN_ROWS,
    SCROLLBACK_LINES,
    Event,
    Notified,
    Progressed,
    Rang,
    Screen,
    StatusReported,
    TitleChanged,
)
from harness.drawings import drawn
from harness.viewers import SOURCES


def test_lines_are_rows_without_trailing_blanks() -> None:
    screen = drawn("  é界x  \r\n\r\n".encode() + b"b" * 25)
    assert screen.lines() == ("  é界x", "", "b" * 20, "b" * 5, "", "")
    assert screen.cursor() == (3, 5)


def test_all_rows_have_their_styles_as_one_has() -> None:
    screen = Screen(40, 6)
    screen.feed(
        "\x1b[1;31mred\x1b[0m 日本\r\n\r\n\x1b[44m bar\x1b[K\x1b[0m\r\n\x1b]8;;http://x\x07link\x1b]8;;\x07".encode()
    )
    assert screen.all_styled() == tuple(screen.styled(row) for row in range(6))


def test_size_is_clamped() -> None:
    for asked, given in (((1, 1), (MIN_COLS, MIN_ROWS)), ((5000, 5000), (MAX_SIDE, MAX_SIDE)), ((100, 30), (100, 30))):
        screen = Screen(*asked)
        assert (screen.cols, screen.rows) == given
        screen.resize(80, 24)
        screen.resize(*asked)
        assert (screen.cols, screen.rows, len(screen.lines())) == (*given, given[1])
        screen.close()


def test_a_resize_reflows() -> None:
    screen = drawn(b"a" * 25)
    screen.resize(30, 10)
    assert screen.lines()[0] == "a" * 25


def test_the_scrollback_is_bounded() -> None:
    screen = drawn(b"".join(b"%d\r\n" % number for number in range(3 * SCROLLBACK_LINES)), 80, 24)
    assert SCROLLBACK_LINES / 2 < len(screen.text()) <= SCROLLBACK_LINES + 24
    assert screen.text()[-1] == str(3 * SCROLLBACK_LINES - 1)


def test_an_incomplete_sequence_is_held_back() -> None:
    screen = drawn(b"ab\x1b[3")
    assert screen.offset == 2
    screen.feed(b"1mc\xe7\x95")
    assert (screen.offset, screen.lines()[0]) == (8, "abc")
    other = Screen(20, 6, offset=screen.offset)
    other.feed(screen.dump())
    # The dump is of what was consumed: what follows is fed to both.
    rest = b"\xe7\x95\x8cd"
    assert screen.offset == 8
    screen.feed(rest[2:])
    copy = Screen(20, 6, offset=8)
    copy.feed(other.dump())
    copy.feed(rest)
    assert copy.lines() == screen.lines() == ("abc界d", "", "", "", "", "")


def test_offsets_count_from_the_one_given() -> None:
    screen = Screen(80, 24, offset=1000)
    screen.feed(b"abc\x1b")
    assert screen.offset == 1003


def test_answers_come_in_the_order_and_at_the_place_of_the_queries() -> None:
    screen = Screen(30, 6)
    screen.feed(
        b"\x1b[?6n\x1b[2;3H\x1b[6n\x1b[c\x1b]7501;?\x07\x1b[?2004h\x1b[?2004$p\x1b]11;?\x07\x1b[5;5H\x1b[?6n\x1b[18t\x1b[19t"
    )
    assert screen.take_answers() == (
        b"\x1b[?1;1R\x1b[2;3R\x1b[?62;22c\x1b]7501;?\x1b\\\x1b[?2004;1$y\x1b]11;rgb:1e1e/1e1e/1e1e\x07"
        b"\x1b[?5;5R\x1b[8;6;30t\x1b[9;6;30t"
    )
    assert screen.take_answers() == b""


def test_a_query_in_pieces_is_answered_once() -> None:
    screen = Screen(30, 6)
    for byte in b"\x1b[c\x1b[?6n\x1b]7501;?\x1b\\":
        screen.feed(bytes([byte]))
    assert screen.take_answers() == b"\x1b[?62;22c\x1b[?1;1R\x1b]7501;?\x1b\\"


def test_bytes_that_were_answered_before_are_not_answered_again() -> None:
    screen = Screen(30, 6)
    screen.feed(b"\x1b[c\x1b[?6n\x1b[", answer=False)
    assert screen.take_answers() == b""
    screen.feed(b"5n")
    assert screen.take_answers() == b"\x1b[0n"


@pytest.mark.parametrize(
    "query",
    [
        b"\x1b]2;secret\x07\x1b[21t\x1b[20t",
        b"\x1b]52;c;?\x07",
        b"\x1b[1;1;1;1;2;2*y",
        b"\x1b[?u",
        b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\",
        b"\x05",
        b"\x1b[?2048h",
    ],
)
def test_what_is_not_answered(query: bytes) -> None:
    screen = drawn(query)
    screen.resize(30, 7)
    screen.feed(b"")
    assert screen.take_answers() == b""


def test_events_come_in_order() -> None:
    screen = drawn(
        b"\x07\x1b]2;hi\x07\x1b]9;a note\x07\x1b]777;notify;Title;Body\x07\x1b]9;4;3;\x07"
        b"\x1b]9;4;1;40\x07\x1b]9;4;0;\x07"
        b"\x1b]7501;state=blocked:kind=permission\x1b\\\x1b]7501;?\x1b\\\x07"
        b'\x1b]9999;{"state":"working"}\x07\x1b]9998;x\x07'
    )
    expected: list[Event] = [
        Rang(),
        TitleChanged("hi"),
        Notified("", "a note"),
        Notified("Title", "Body"),
        Progressed("busy", None),
        Progressed("set", 40),
        Progressed("removed", None),
        StatusReported(b"7501;state=blocked:kind=permission"),
        Rang(),
        StatusReported(b'9999;{"state":"working"}'),
    ]
    assert screen.events() == expected
    assert screen.events() == []
    assert screen.bell == 2


def test_where_a_program_says_that_it_is() -> None:
    screen = drawn(b"before")
    assert screen.folder == b""
    for sequence, folder in (
        (b"\x1b]7;file://box/a%20b\x07", b"file://box/a%20b"),
        (b"\x1b]7;file:///c\x1b\\", b"file:///c"),
        (b"\x1b]1337;CurrentDir=/d\x07", b"/d"),
    ):
        screen.feed(sequence)
        assert screen.folder == folder


def test_a_long_string_ends_and_nothing_of_it_shows() -> None:
    screen = drawn(b"before\x1b]52;c;" + b"A" * 200_000 + b"\x07after")
    assert screen.lines()[0] == "beforeafter"


LEAK = """
import gc, resource
from branchline.terminal.screen import Screen

def turn(count):
    for number in range(count):
        screen = Screen(100, 30)
        screen.feed(b"\\x1b[?1049h" + b"x" * 5000)
        screen.dump()
        if number % 2:
            screen.close()
            screen.close()
    gc.collect()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

first = turn(200)
print(turn(1000) / first)
"""


def test_nothing_leaks() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAK],
        env={"PYTHONPATH": SOURCES},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert float(done.stdout) < 1.05


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    ghostty.load.cache_clear()
    with pytest.raises(BranchlineError, match="libghostty-vt is missing") as caught:
        Screen(80, 24)
    assert caught.value.code == "SCREEN_LIBRARY"
    monkeypatch.undo()
    Screen(80, 24).close()


def test_a_library_of_another_platform_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyghostty" / "_lib").mkdir(parents=True)
    (tmp_path / "pyghostty" / "__init__.py").touch()
    for name in ("libghostty-vt.so", "libghostty-vt.dylib"):
        (tmp_path / "pyghostty" / "_lib" / name).write_bytes(b"not a library")
    monkeypatch.syspath_prepend(tmp_path)
    ghostty.load.cache_clear()
    with pytest.raises(BranchlineError, match="cannot be used on"):
        Screen(80, 24)
    monkeypatch.undo()
    ghostty.load.cache_clear()
    Screen(80, 24).close()
