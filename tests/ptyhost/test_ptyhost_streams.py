"""What agents print reaches those who stream it: all of it, in order, however slow they are."""

from __future__ import annotations

import os
import sys

import pytest

from branchline.ptyhost.wire import Kind, encode_message
from harness.ptyhost import PtyHost, until

MB = 1024 * 1024


def test_a_stream_begins_at_any_offset(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sh", "-c", "printf 0123456789; read x; printf abc; read x")
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"0123456789")
    other = ptyhost.connect()
    assert other.stream(session, 4)["end"] == 10
    ptyhost.client.type(session, b"\n")
    other.until_text(session, b"abc")
    assert bytes(other.output[session]) == b"456789\r\nabc"
    assert other.refused("stream", session=session, **{"from": 16}) == "BAD_OFFSET"
    assert other.refused("stream", session=session, **{"from": -1}) == "BAD_REQUEST"
    other.ask("unstream", session=session)
    ptyhost.client.type(session, b"\n")
    ptyhost.client.until_exit(session)
    other.ask("list")
    assert other.named("exit", session) == []


def test_old_output_is_overwritten_and_said_to_be(ptyhost: PtyHost) -> None:
    session = ptyhost.python("for n in range(5000): print(f'line {n:05}')\ninput()", ringSize=16 * 1024)
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"line 04999\r\n")
    whole = 5000 * 12
    late = ptyhost.connect()
    assert late.stream(session)["end"] == whole
    late.until_text(session, b"line 04999\r\n")
    entry = ptyhost.entry(session)
    assert entry["end"] == whole
    assert whole - 16 * 1024 <= entry["start"] <= whole - 15 * 1024
    (lagged,) = late.named("lagged", session)
    assert lagged["offset"] == late.first[session] == entry["start"]
    expected = b"".join(b"line %05d\r\n" % n for n in range(5000))
    assert bytes(late.output[session]) == expected[entry["start"] :]


def test_every_byte_of_a_flood_arrives_in_order(ptyhost: PtyHost) -> None:
    session = ptyhost.python("import sys\nfor n in range(60_000): sys.stdout.write(f'{n:09}\\n')", ringSize=2 * MB)
    ptyhost.client.stream(session)
    end = ptyhost.client.until_exit(session)
    expected = b"".join(b"%09d\r\n" % n for n in range(60_000))
    assert end["end"] == len(expected)
    assert ptyhost.client.output[session] == expected


def test_a_viewer_that_is_far_behind_gets_nothing_until_it_asks_again(ptyhost: PtyHost) -> None:
    session = ptyhost.python(
        "import sys\ninput()\nfor n in range(400_000): sys.stdout.write(f'{n:09}\\n')\nprint('flooded')\n"
        "while True: print('got', input())",
        ringSize=8 * MB,
    )
    viewer = ptyhost.connect()
    viewer.ask("attach", session=session, cols=80, rows=24)
    viewer.stream(session)
    ptyhost.client.type(session, b"\n")
    until(lambda: ptyhost.entry(session)["end"] > 400_000 * 11)  # The viewer reads nothing, and the agent gets on.
    viewer.until(lambda: viewer.named("lagged", session))
    assert viewer.named("lagged", session)[0]["offset"] > MB
    ptyhost.client.type(session, b"more\n")
    ptyhost.client.stream(session, 400_000 * 11)
    ptyhost.client.until_text(session, b"got more")
    viewer.ask("list")
    assert viewer.output[session] == b"", "not before it asks"
    viewer.stream(session, ptyhost.entry(session)["end"])
    ptyhost.client.type(session, b"again\n")
    viewer.until_text(session, b"got again")


def test_the_sidecar_is_never_cut_off_however_slow(ptyhost: PtyHost) -> None:
    session = ptyhost.python(
        "import sys\nfor n in range(400_000): sys.stdout.write(f'{n:09}\\n')\nprint('flooded')", ringSize=8 * MB
    )
    slow = ptyhost.connect()
    slow.stream(session)
    until(lambda: not ptyhost.entry(session)["alive"])
    ptyhost.client.ask("collect", session=session)  # Who has not read it all still gets it all.
    end = slow.until_exit(session)
    assert slow.named("lagged", session) == []
    assert slow.output[session] == b"".join(b"%09d\r\n" % n for n in range(400_000)) + b"flooded\r\n"
    assert end["exitCode"] == 0


def test_a_slow_reader_costs_a_bounded_buffer_and_nobody_waits(ptyhost: PtyHost) -> None:
    flood = ptyhost.python("while True: print('x' * 100)", ringSize=4 * MB)
    slow = ptyhost.connect()
    slow.stream(flood)  # And never reads again.
    echo = ptyhost.spawn("cat")
    ptyhost.client.stream(echo)
    for n in range(50):
        ptyhost.client.type(echo, b"%d\n" % n)
        ptyhost.client.until_text(echo, b"%d\r\n%d\r\n" % (n, n))
    until(lambda: ptyhost.entry(flood)["end"] > 8 * MB)
    if sys.platform == "linux":
        assert _resident(ptyhost.process.pid) < 60 * MB


def _resident(pid: int) -> int:
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_one_connection_has_its_sessions_in_turn(ptyhost: PtyHost) -> None:
    flood = ptyhost.python("while True: print('x' * 100)", ringSize=4 * MB)
    echo = ptyhost.spawn("cat")
    ptyhost.client.stream(flood)
    ptyhost.client.stream(echo)
    ptyhost.client.type(echo, b"hello\n")
    ptyhost.client.until_text(echo, b"hello\r\nhello\r\n")


def test_a_client_that_asks_and_never_reads_is_let_go(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sleep", "1000")
    rude = ptyhost.connect()
    rude.link.settimeout(5)
    request = encode_message(Kind.REQUEST, {"n": 1, "op": "list"})
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        rude.link.sendall(request * 200_000)
    assert ptyhost.entry(session)["alive"]


def test_a_bell_is_for_those_who_view_the_session_and_no_output(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sh", "-c", "printf ready; read x; printf done")
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"ready")
    viewer = ptyhost.connect()
    viewer.ask("attach", session=session, cols=80, rows=24)
    viewer.stream(session)
    viewer.until_text(session, b"ready")
    ptyhost.client.ask("bell", session=session)
    ptyhost.client.type(session, b"\n")
    viewer.until_text(session, b"done")
    ptyhost.client.until_text(session, b"done")
    assert len(viewer.named("bell", session)) == 1
    assert ptyhost.client.named("bell", session) == []
    assert b"\a" not in viewer.output[session]


def test_a_bell_between_two_streams_of_a_viewer_is_told_by_the_next(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sh", "-c", "printf ready; read x")
    ptyhost.client.ask("bell", session=session)
    viewer = ptyhost.connect()
    viewer.ask("attach", session=session, cols=80, rows=24)
    ptyhost.client.ask("bell", session=session)  # It has no stream yet: it fetches what to paint first.
    viewer.stream(session)
    viewer.until(lambda: viewer.named("bell", session))
    viewer.ask("unstream", session=session)
    ptyhost.client.ask("bell", session=session)
    viewer.stream(session)
    viewer.until(lambda: len(viewer.named("bell", session)) > 1)
    assert len(viewer.named("bell", session)) == 2
