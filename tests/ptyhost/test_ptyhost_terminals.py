"""Sizes and typing: what viewers do to an agent in a real ptyhost."""

from __future__ import annotations

import hashlib
import os

import pytest

from harness.ptyhost import PtyHost, until

# Waited for with the signal blocked: one that comes right before a `pause` would be noticed with the next one only.
SIZE = "import os, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])\n" + (
    "while True: print('size', *os.get_terminal_size(), flush=True); signal.sigwait([signal.SIGWINCH])"
)


def size_of(ptyhost: PtyHost, session: str) -> tuple[int, int]:
    entry = ptyhost.entry(session)
    return entry["cols"], entry["rows"]


def test_the_viewer_that_attached_or_typed_last_rules_the_size(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("cat", cols=100, rows=30)
    ptyhost.client.ask("resize", session=session, cols=90, rows=25)
    assert size_of(ptyhost, session) == (90, 25), "nobody views it"
    first, second = ptyhost.connect(), ptyhost.connect()
    assert first.ask("attach", session=session, cols=60, rows=10)["cols"] == 60
    second.ask("attach", session=session, cols=70, rows=11)
    assert size_of(ptyhost, session) == (70, 11)
    assert first.ask("resize", session=session, cols=61, rows=10) == {"cols": 70, "rows": 11}
    assert ptyhost.client.ask("resize", session=session, cols=99, rows=10) == {"cols": 70, "rows": 11}
    first.type(session, b"\x1b[I")
    first.type(session, b"\x1b[O\x1b[<35;10;4M\x1b[<35;11;4M")
    first.type(session, b"\x1b[M@!!")
    first.ask("list")
    assert size_of(ptyhost, session) == (70, 11), "focus and mouse movement claim nothing"
    first.type(session, b"x")
    first.ask("list")
    assert size_of(ptyhost, session) == (61, 10)
    second.ask("resize", session=session, cols=72, rows=12)
    assert size_of(ptyhost, session) == (61, 10)
    first.ask("detach", session=session)
    assert size_of(ptyhost, session) == (72, 12)
    first.ask("attach", session=session, cols=62, rows=10)
    second.type(session, b"\x1b[<0;10;4M")
    second.ask("list")
    assert size_of(ptyhost, session) == (72, 12), "a click means it"
    second.link.close()
    until(lambda: size_of(ptyhost, session) == (62, 10))
    first.link.close()
    ptyhost.client.ask("list")
    assert size_of(ptyhost, session) == (62, 10), "the last one's stays"
    ptyhost.client.ask("resize", session=session, cols=80, rows=24)
    assert size_of(ptyhost, session) == (80, 24)


@pytest.mark.parametrize(
    ("asked", "given"), [((1, 1), (20, 5)), ((5000, 70000), (1000, 1000)), ((-3, 0), (20, 5)), ((20, 5), (20, 5))]
)
def test_sizes_are_clamped(ptyhost: PtyHost, asked: tuple[int, int], given: tuple[int, int]) -> None:
    session = ptyhost.python(SIZE, cols=asked[0], rows=asked[1])
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"size %d %d\r\n" % given)
    viewer = ptyhost.connect()
    viewer.ask("attach", session=session, cols=30, rows=8)
    ptyhost.client.until_text(session, b"size 30 8\r\n")
    assert viewer.ask("resize", session=session, cols=asked[0], rows=asked[1]) == {"cols": given[0], "rows": given[1]}
    ptyhost.client.until(lambda: ptyhost.client.output[session].count(b"size %d %d\r\n" % given) == 2)


def test_changes_of_size_come_in_their_place_in_the_output(ptyhost: PtyHost) -> None:
    session = ptyhost.python(SIZE, cols=80, rows=24)
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"size 80 24\r\n")
    for cols in (40, 50, 60):
        ptyhost.client.ask("resize", session=session, cols=cols, rows=20)
        ptyhost.client.until_text(session, b"size %d 20\r\n" % cols)
    live = [(one["cols"], one["offset"], one["seen"]) for one in ptyhost.client.named("resized", session)]
    late = ptyhost.connect()
    late.stream(session)
    late.until_text(session, b"size 60 20\r\n")
    again = [(one["cols"], one["offset"], one["seen"]) for one in late.named("resized", session)]
    assert [cols for cols, _, _ in again] == [80, 40, 50, 60]
    assert all(offset == seen for _, offset, seen in again)
    assert live == again
    middle = ptyhost.connect()
    middle.stream(session, again[2][1] + 2)
    middle.until_text(session, b"size 60 20\r\n")
    assert [one["cols"] for one in middle.named("resized", session)] == [50, 60]


def test_typing_leaves_its_mark(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("cat")
    assert ptyhost.entry(session)["mark"] == 0
    ptyhost.client.type(session, b"a\n", mark=2**63)
    ptyhost.client.type(session, b"b\n")
    ptyhost.client.type(session, b"")
    assert ptyhost.entry(session)["mark"] == 2**63
    assert ptyhost.connect().stream(session)["mark"] == 2**63


def test_typing_for_an_agent_that_does_not_read_is_bounded(ptyhost: PtyHost) -> None:
    session = ptyhost.python("import tty, signal\ntty.setraw(0)\nprint('raw')\nwhile True: signal.pause()")
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"raw")
    for _ in range(40):
        ptyhost.client.type(session, b"x" * 50_000)
    assert ptyhost.entry(session)["alive"]  # Asked on the same connection, it is answered after all that was typed.
    assert 15 <= len(ptyhost.client.named("inputRefused", session)) <= 20


def test_long_typing_arrives_whole(ptyhost: PtyHost) -> None:
    count = 300_000
    session = ptyhost.python(
        "import os, tty, hashlib\ntty.setraw(0)\nprint('raw')\ngot = b''\n"
        f"while len(got) < {count}: got += os.read(0, 65536)\nprint(hashlib.sha256(got).hexdigest())"
    )
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"raw")
    text = os.urandom(count)
    ptyhost.client.type(session, text[:200_000])
    ptyhost.client.type(session, text[200_000:])
    ptyhost.client.until_text(session, hashlib.sha256(text).hexdigest().encode())
