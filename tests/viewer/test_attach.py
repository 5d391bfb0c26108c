"""`branchline attach` on a real ptyhost, seen by a real terminal of the user's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.screen import queries
from branchline.terminal.screen import Screen
from branchline.viewer.terminal import MAX_UNSHOWN
from harness.pty_program import PtyProgram
from harness.viewers import SOURCES, Held, held_terminals, repainting, until

COLS, ROWS = 60, 12
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
DRAWN = r"""
import sys, time
print('\n'.join(f'line {n}' for n in range(40)))
sys.stdout.write('\x1b[?1049h\x1b[2J\x1b[3;5H\x1b[31mfull screen\x1b[?25l\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[?1004h'
                 '\x1b[?1h\x1b[>1u\x1b]2;its title\x07\x1b]11;rgb:10/20/30\x07\x1b[7;2H')
time.sleep(1000)
"""
LEFT_ON = (1, 1000, 1002, 1003, 1004, 1006, 1049, 2004)


@pytest.fixture
def held() -> Iterator[Held]:
    with held_terminals() as held:
        yield held


def look(held: Held, *arguments: str, cols: int = COLS, rows: int = ROWS) -> PtyProgram:
    return PtyProgram(held.viewer(*arguments), held.home, held.env, cols, rows)


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


def rest(*pids: int) -> bool:
    """All of them wait for something else for a while, and none only for its turn on a busy processor."""

    def looks() -> list[list[str]]:
        fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
        return [[state, *rest[10:12]] for state, *rest in fields]

    before = looks()
    for _ in range(25):
        time.sleep(0.02)
        if looks() != before or any(state != "S" for state, *_ in before):
            return False
    return True


def test_a_viewer_that_does_not_read_never_slows_the_agent(held: Held) -> None:
    session = held.spawn(
        "import sys\nprint('ready')\ninput()\n"
        "for n in range(100_000): sys.stdout.write(f'flood {n} ' + 'x' * 40 + '\\n')\n"
        "open('done', 'w').close()\nprint('the end')\ninput()"
    )
    with repainting(held, session) as sidecar, look(held, session) as viewer:
        viewer.until_text("ready")
        viewer.send("\n")
        until((held.home / "done").exists)  # Meanwhile nobody reads what the viewer shows.
        until(lambda: "the end" in sidecar.read(session, Screen.lines))
        until(lambda: rest(viewer.pid, held.process.pid))  # On a busy machine it is only now that it falls behind.
        viewer.until(lambda: sidecar.repaints > 1)
        viewer.until(lambda: viewer.screen.lines() == sidecar.read(session, Screen.lines))
        assert len(viewer.raw) < 100_000 * 40 / 2
        viewer.send("\n")
        assert viewer.until_exit() == 0
        assert len(viewer.raw) > MAX_UNSHOWN


def test_a_sidecar_that_lost_output_repaints_what_the_viewer_goes_on_from(held: Held) -> None:
    session = held.spawn(
        "print('ready')\ninput()\nfor n in range(40_000): print(f'flood {n} ' + 'x' * 40)\n"
        "open('done', 'w').close()\nprint('the end')\nprint('got', input())\ninput()",
        ring_size=64 * 1024,
    )
    with repainting(held, session) as sidecar:
        held.link.type(session, b"\n")
        sidecar.read(session, lambda _: until((held.home / "done").exists))  # Meanwhile it takes nothing.
        until(lambda: "the end" in sidecar.read(session, Screen.lines))
        with look(held, session) as viewer:
            viewer.until_text("the end")
            viewer.send("on\n")
            viewer.until_text("got on")
            viewer.until(lambda: viewer.screen.lines() == sidecar.read(session, Screen.lines))
            assert viewer.raw.count(b"the end") == sidecar.repaints == 1


def test_a_viewer_that_is_behind_hears_of_the_end(held: Held) -> None:
    session = held.spawn(
        "import sys\nprint('ready')\ninput()\nsys.stdout.write('x' * 1_300_000)\nopen('done', 'w').close()"
    )
    with repainting(held, session), look(held, session) as viewer:
        viewer.until_text("ready")
        viewer.send("\n")
        until((held.home / "done").exists)
        until(lambda: not held.entry(session)["alive"])
        held.link.ask("collect", session=session)  # As the sidecar does, whether or not viewers have seen all.
        assert viewer.until_exit() == 0
        viewer.until_text("[session ended")


def test_without_a_sidecar_the_last_output_is_shown(held: Held) -> None:
    session = held.spawn("print('\\n'.join(f'line {n}' for n in range(9000)))\nwhile True: print('got', input())")
    until(lambda: held.entry(session)["end"] > 80_000)
    with look(held, session) as viewer:
        viewer.until_text("line 8999")
        viewer.send("on\n")
        viewer.until_text("got on")


def test_a_late_sidecar_still_repaints(held: Held) -> None:
    session = held.spawn(DRAWN)
    with repainting(held, session, mute=True) as sidecar:
        until(lambda: sidecar.read(session, Screen.cursor) == (6, 1))
        with look(held, session) as viewer:
            viewer.until_text("full screen")  # From the tail of the output.
            viewer.screen.feed(b"\x1b[2J")
            sidecar.speak()
            viewer.until_text("full screen")
            viewer.until(lambda: viewer.screen.lines() == sidecar.read(session, Screen.lines))


def run(held: Held, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        held.viewer(*arguments), env=held.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )


def test_no_such_session(held: Held) -> None:
    done = run(held, "00000000")
    assert done.returncode == 2
    assert "No running session has the id '00000000'" in done.stderr
    assert done.stdout == ""


def test_the_beginning_of_an_id_is_enough_when_it_is_unique(held: Held) -> None:
    session = held.spawn("print('this one')")
    until(lambda: not held.entry(session)["alive"])
    done = run(held, session[:8].upper())
    assert (done.returncode, done.stderr) == (0, "")
    assert "this one" in done.stdout
    assert "[session ended: exit code 0]" in done.stdout
    held.spawn("input()")
    held.spawn("input()")
    held.spawn("input()")
    done = run(held, "")
    assert done.returncode == 2


def test_help_and_misuse(held: Held) -> None:
    assert "usage: branchline attach ID" in run(held, "--help").stdout
    assert run(held).returncode == 2
    assert run(held, "--nonsense").returncode == 2
    assert run(held, "a", "b").returncode == 2


def test_without_a_terminal_host(tmp_path: Path) -> None:
    env = {"BRANCHLINE_HOME": str(tmp_path / "h"), "PATH": os.environ["PATH"], "PYTHONPATH": SOURCES}
    code = "import sys; from branchline.viewer import attach; sys.exit(attach.main(['x'], lambda: None))"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "No session runs" in done.stderr


def test_input_that_is_no_terminal(held: Held) -> None:
    session = held.spawn("import sys\nsys.exit(5 if input() == 'from a pipe' else 6)")
    with repainting(held, session):
        done = subprocess.run(
            held.viewer(session), env=held.env, input="from a pipe\n", capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 0
    assert "[session ended: exit code 5]" in done.stdout


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys\nfrom branchline.viewer import attach\n"
        "print({'asyncio', 'attr', 'ctypes', 'pygls', 'logging'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": SOURCES},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "set()"
