"""How agents end, by themselves and when told, in a real ptyhost."""

from __future__ import annotations

import os
import signal
import sys
import uuid

import pytest

from branchline.machine.processes import start_time
from harness.processes import exists
from harness.ptyhost import PtyHost, until


def test_exit_codes_wait_for_whoever_collects_them(ptyhost: PtyHost) -> None:
    killed = ptyhost.spawn("sh", "-c", "kill -9 $$")
    failed = ptyhost.spawn("sh", "-c", "exit 200")
    until(lambda: not any(ptyhost.entry(one)["alive"] for one in (killed, failed)))
    for client in (ptyhost.client, ptyhost.connect()):
        client.link.close()
    ptyhost.client = ptyhost.connect()
    assert ptyhost.client.refused("collect", session=str(uuid.uuid4())) == "NO_SESSION"
    assert ptyhost.client.ask("collect", session=killed)["exitCode"] == -9
    assert ptyhost.client.ask("collect", session=failed)["exitCode"] == 200


def test_a_running_agent_is_not_collected(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sleep", "1000")
    assert ptyhost.client.refused("collect", session=session) == "STILL_RUNNING"


def test_signals_reach_the_whole_group(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn(
        "sh",
        "-c",
        "trap 'echo parent' USR1; (trap 'echo child; exit' USR1; echo up; while :; do sleep 0.05; done) & wait; wait",
    )
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"up")
    assert ptyhost.client.ask("signal", session=session, signal=signal.SIGUSR1) == {"sent": True}
    ptyhost.client.until_text(session, b"child")
    ptyhost.client.until_text(session, b"parent")
    ptyhost.client.until_exit(session)
    assert ptyhost.client.ask("signal", session=session, signal=signal.SIGUSR1) == {"sent": False}
    assert ptyhost.client.refused("signal", session=session, signal=9999) == "BAD_REQUEST"
    assert ptyhost.client.refused("signal", session=session, signal=-1) == "BAD_REQUEST"


def test_an_agent_that_ignores_all_but_kill_is_killed(ptyhost: PtyHost) -> None:
    session = ptyhost.python(
        "import os, signal\n"
        "def told(number, _): os.write(1, signal.Signals(number).name.encode() + b'\\n')\n"
        "for number in (signal.SIGHUP, signal.SIGTERM): signal.signal(number, told)\n"
        "os.write(1, b'up\\n')\nwhile True: signal.pause()"
    )
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"up")
    ptyhost.client.ask("kill", session=session)
    ptyhost.client.ask("kill", session=session)  # A second one changes nothing.
    assert ptyhost.client.until_exit(session)["exitCode"] == -signal.SIGKILL
    assert bytes(ptyhost.client.output[session]).split() == [b"up", b"SIGHUP", b"SIGTERM"]


def test_a_polite_agent_ends_at_the_first_signal(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sh", "-c", "trap 'echo bye; exit 5' HUP; echo up; while :; do sleep 0.05; done")
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"up")
    ptyhost.client.ask("kill", session=session)
    assert ptyhost.client.until_exit(session)["exitCode"] == 5
    assert b"bye" in ptyhost.client.output[session]


def test_a_stopped_agent_can_be_killed(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sh", "-c", "trap 'exit 6' HUP; echo up; while :; do sleep 0.05; done")
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"up")
    ptyhost.client.ask("signal", session=session, signal=signal.SIGSTOP)
    ptyhost.client.ask("kill", session=session)
    assert ptyhost.client.until_exit(session)["exitCode"] == 6


@pytest.mark.parametrize("does", ["time.sleep(0.02)", "os.write(1, b'noise'), time.sleep(0.01)"])
def test_what_an_ended_agent_leaves_in_its_group_is_ended(ptyhost: PtyHost, does: str) -> None:
    """Whether it is quiet or noisy; it takes no notice of the terminal's end."""
    session = ptyhost.python(
        "import os, signal, time\n"
        "there, is_there = os.pipe()\n"
        "if os.fork() == 0:\n"
        "    signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "    print('left', os.getpid(), flush=True)\n"
        "    os.write(is_there, b'.')\n"
        "    while True:\n"
        f"        try: {does}\n"
        "        except OSError: pass\n"
        "os.read(there, 1)"
    )
    ptyhost.client.stream(session)
    end = ptyhost.client.until_exit(session)
    assert end["exitCode"] == 0, "told though its terminal is still held"
    output = bytes(ptyhost.client.output[session])
    assert end["end"] == len(output)
    left = int(output.split(b"left ")[1].split(b"\r")[0])
    until(lambda: not exists(left) or _is_zombie(left))


def _is_zombie(pid: int) -> bool:
    """Nobody's child any more; that it is not reaped is the machine's affair."""
    return start_time(pid) is None


def test_what_was_printed_last_is_not_lost(ptyhost: PtyHost) -> None:
    """The terminal host learns of the last output and of the end in the same moment."""
    session = ptyhost.python(
        "import os, time\nprint('up')\nwhile not os.path.exists('go'): time.sleep(0.02)\n"
        "os.write(1, b'x' * 3000 + b'the end')\nos._exit(0)"
    )
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"up")
    ptyhost.process.send_signal(signal.SIGSTOP)
    try:
        (ptyhost.home / "go").touch()
        until(lambda: _is_zombie(ptyhost.pids[0]))
    finally:
        ptyhost.process.send_signal(signal.SIGCONT)
    ptyhost.client.until_exit(session)
    assert ptyhost.client.output[session].endswith(b"the end")


def test_an_agent_that_closes_its_terminal_goes_on(ptyhost: PtyHost) -> None:
    session = ptyhost.python(
        "import os, signal, time\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nprint('here')\n"
        "for n in range(3): os.close(n)\n"
        "while not os.path.exists('go'): time.sleep(0.02)\nos._exit(4)"
    )
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"here")
    assert ptyhost.entry(session)["exitCode"] is None
    ptyhost.client.type(session, b"typed into nothing")
    (ptyhost.home / "go").touch()
    assert ptyhost.client.until_exit(session)["exitCode"] == 4


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_zombie_is_left(ptyhost: PtyHost) -> None:
    for _ in range(8):
        session = ptyhost.spawn("true")
        until(lambda: not ptyhost.entry(session)["alive"])  # noqa: B023  called at once
        ptyhost.client.ask("collect", session=session)
    with open(f"/proc/{ptyhost.process.pid}/task/{ptyhost.process.pid}/children") as file:
        assert file.read() == ""
    assert len(os.listdir(f"/proc/{ptyhost.process.pid}/fd")) < 12
