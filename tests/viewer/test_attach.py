"""`branchline attach` on a real ptyhost, seen by a real terminal of the user's."""

from __future__ import annotations

import os
import signal
import termios

import pytest

from branchline.core.screen import queries
from branchline.terminal.screen import Screen
from branchline.viewer.links import PtyhostLink
from harness.attached import COLS, DRAWN, ROWS, look
from harness.pty_program import PtyProgram
from harness.viewers import Held, repainting, until

ECHO = """
import sys, termios, tty
tty.setraw(0)
sys.stdout.write('ready\\r\\n')
while True:
    key = sys.stdin.buffer.raw.read(64)
    if key == b'q':
        sys.exit(3)
    print(repr(key), end='\\r\\n')
"""
LEFT_ON = (1, 1000, 1002, 1003, 1004, 1006, 1049, 2004)


def is_raw(viewer: PtyProgram) -> bool:
    return not viewer.settings()[3] & (termios.ICANON | termios.ECHO)


def test_a_repaint_equals_the_sessions_screen(held: Held) -> None:
    session = held.spawn(DRAWN)
    with repainting(held, session) as sidecar:
        until(lambda: sidecar.read(session, Screen.cursor) == (6, 1))
        with look(held, session) as viewer:
            dump = sidecar.read(session, Screen.dump)
            # The viewer was told its character set, which changes nothing.
            viewer.until(lambda: viewer.screen.dump().replace(b"\x1b(B", b"") == dump)
            assert viewer.screen.lines() == sidecar.read(session, Screen.lines)
            assert viewer.screen.cursor() == sidecar.read(session, Screen.cursor)
            assert viewer.screen.title == "its title"
            assert viewer.screen.in_alternate
            assert not viewer.screen.mode(25)
            modes = sidecar.read(session, lambda screen: [screen.mode(mode) for mode in LEFT_ON])
            assert [viewer.screen.mode(mode) for mode in LEFT_ON] == modes


def test_scrollback_is_there_and_live_output_goes_on(held: Held) -> None:
    session = held.spawn("for n in range(100): print('line', n)\nwhile True: print('got', input())")
    with repainting(held, session) as sidecar:
        until(lambda: "line 99" in sidecar.read(session, Screen.lines))
        with look(held, session) as viewer:
            viewer.until(lambda: viewer.screen.text() == sidecar.read(session, Screen.text))
            viewer.send("hello\n")
            viewer.until_text("got hello")
            assert viewer.screen.text()[:1] == ("line 0",)
            assert sidecar.repaints == 1


def test_keys_reach_the_agent_unchanged(held: Held) -> None:
    session = held.spawn(ECHO)
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text("ready")
        assert is_raw(viewer)
        for keys in (b"\x03", b"\x1b[A", b"\x1b[200~a\nb\x1b[201~", "é".encode(), b"\x1d", b"\x1a", b"\x1c"):
            viewer.send(keys)
            viewer.until_text(repr(keys))


def test_leaving(held: Held) -> None:
    session = held.spawn(ECHO)
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text("ready")
        viewer.send(b"\x1d")
        viewer.until_text(repr(b"\x1d"))
        viewer.send(b"\x1d\x1d")
        assert viewer.until_exit() == 0
        viewer.until_text("[left; the agent goes on]")
        assert not is_raw(viewer)
        assert held.entry(session)["alive"]


def test_a_resize_reaches_the_agent(held: Held) -> None:
    session = held.spawn(
        "import os, signal\n"
        "def show(*_): print('size', *os.get_terminal_size())\n"
        "signal.signal(signal.SIGWINCH, show)\nshow()\nwhile True: signal.pause()",
        cols=100,
        rows=30,
    )
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text(f"size {COLS} {ROWS}")
        viewer.resize(72, 20)
        os.kill(viewer.pid, signal.SIGWINCH)
        viewer.until_text("size 72 20")


def test_queries_are_answered_once_and_never_reach_the_viewer(held: Held) -> None:
    asked = (
        rb"\x1b[c\x1b[6n\x1b[?6n\x1b[>q\x1b[?u\x1b[?2004$p\x1b]11;?\x07\x1b]7501;?\x1b\\\x1bP+q544e\x1b\\\x1b[18t\x05"
    )
    session = held.spawn(
        "import sys, termios, tty\ntty.setraw(0)\n"
        "sys.stdout.write('ready ')\nsys.stdin.read(1)\n"
        f"sys.stdout.buffer.write(b'{asked.decode()}')\nsys.stdout.buffer.flush()\n"
        "got = b''\n"
        "while b'\\x1b[8;' not in got: got += sys.stdin.buffer.raw.read(1)\n"
        "sys.stdout.write('answered ')\n"
        "while not got.endswith(b'q'): got += sys.stdin.buffer.raw.read(1)\n"
        "print('\\r\\nDA1', got.count(b'\\x1b[?62;22c'), 'CPR', got.count(b'R'), '7501', got.count(b'7501'), 'end')\n"
        "sys.stdin.read(1)"
    )
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text("ready")
        viewer.send("g")
        viewer.until_text("answered")
        viewer.send("q")
        viewer.until_text("DA1 1 CPR 2 7501 1 end")
        assert list(queries.find(bytes(viewer.raw))) == []


def end_it(how: str, held: Held, viewer: PtyProgram) -> None:
    if how == "agent":
        viewer.send("q")
    elif how == "ptyhost":
        held.process.kill()
    elif how == "left":
        viewer.send(b"\x1d\x1d")
    else:
        os.kill(viewer.pid, getattr(signal, how))


@pytest.mark.parametrize(
    ("how", "code", "line"),
    [
        ("agent", 0, "[session ended: exit code 3]"),
        ("left", 0, "[left; the agent goes on]"),
        ("ptyhost", 1, "The terminal host has gone, and the session's agent with it."),
        ("SIGTERM", 128 + signal.SIGTERM, ""),
        ("SIGHUP", 128 + signal.SIGHUP, ""),
        ("SIGINT", 128 + signal.SIGINT, ""),
    ],
)
def test_the_terminal_is_left_as_it_was(held: Held, how: str, code: int, line: str) -> None:
    session = held.spawn(DRAWN.replace("time.sleep(1000)", "import tty; tty.setraw(0); sys.stdin.read(1); sys.exit(3)"))
    with repainting(held, session), look(held, session) as viewer:
        before = viewer.settings()
        viewer.until_text("full screen")
        assert is_raw(viewer)
        assert viewer.screen.mode(1003)
        end_it(how, held, viewer)
        assert viewer.until_exit() == code
        viewer.until_text(line)
        assert viewer.settings() == before
        assert [mode for mode in LEFT_ON if viewer.screen.mode(mode)] == []
        assert viewer.screen.mode(25)
        assert not viewer.screen.in_alternate
        dump = viewer.screen.dump(scrollback=False)
        assert b"\x1b]11;" not in dump
        assert b"\x1b[=1;1u" not in dump


def test_a_signal_that_ended_the_agent_is_named(held: Held) -> None:
    session = held.spawn("import os, signal\nprint('here')\ninput()\nos.kill(os.getpid(), signal.SIGKILL)")
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text("here")
        viewer.send("\n")
        assert viewer.until_exit() == 0
        viewer.until_text("[session ended: signal 9]")


def test_one_that_holds_stays_until_a_key_is_pressed(held: Held) -> None:
    session = held.spawn("print('what it did')\ninput()\nraise SystemExit(3)")
    with repainting(held, session), look(held, session, "--hold") as viewer:
        viewer.until_text("what it did")
        viewer.send("\n")
        viewer.until_text("[run ended: exit code 3; press any key]")
        assert "what it did" in viewer.text()
        viewer.send("x")
        assert viewer.until_exit() == 0


def test_a_bell_of_the_sidecars_rings_and_shows_nothing(held: Held) -> None:
    session = held.spawn(ECHO)
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text("ready")
        shown, rung = viewer.screen.lines(), viewer.raw.count(b"\a")
        with PtyhostLink(held.paths) as link:
            link.ask("bell", session=session)
        viewer.until(lambda: viewer.raw.count(b"\a") > rung)
        assert viewer.raw.count(b"\a") == rung + 1
        assert viewer.screen.lines() == shown
