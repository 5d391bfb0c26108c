"""How agents end, by themselves and when told, in a real ptyhost."""

from __future__ import annotations

import os
import signal
import sys
import uuid

import pytest

from branchline.machine.processes import start_time
from harness.ptyhost import PtyHost, exists, until


def test_exit_codes_wait_for_whoever_collects_them(host: PtyHost) -> None:
    killed = host.spawn("sh", "-c", "kill -9 $$")
    failed = host.spawn("sh", "-c", "exit 200")
    until(lambda: not any(host.entry(one)["alive"] for one in (killed, failed)))
    for client in (host.client, host.connect()):
        client.link.close()
    host.client = host.connect()
    assert host.client.refused("collect", session=str(uuid.uuid4())) == "NO_SESSION"
    assert host.client.ask("collect", session=killed)["exitCode"] == -9
    assert host.client.ask("collect", session=failed)["exitCode"] == 200


def test_a_running_agent_is_not_collected(host: PtyHost) -> None:
    session = host.spawn("sleep", "1000")
    assert host.client.refused("collect", session=session) == "STILL_RUNNING"


def test_signals_reach_the_whole_group(host: PtyHost) -> None:
    session = host.spawn(
        "sh",
        "-c",
        "trap 'echo parent' USR1; (trap 'echo child; exit' USR1; echo up; while :; do sleep 0.05; done) & wait; wait",
    )
    host.client.stream(session)
    host.client.until_text(session, b"up")
    assert host.client.ask("signal", session=session, signal=signal.SIGUSR1) == {"sent": True}
    host.client.until_text(session, b"child")
    host.client.until_text(session, b"parent")
    host.client.until_exit(session)
    assert host.client.ask("signal", session=session, signal=signal.SIGUSR1) == {"sent": False}
    assert host.client.refused("signal", session=session, signal=9999) == "BAD_REQUEST"
    assert host.client.refused("signal", session=session, signal=-1) == "BAD_REQUEST"


def test_an_agent_that_ignores_all_but_kill_is_killed(host: PtyHost) -> None:
    session = host.python(
        "import os, signal\n"
        "def told(number, _): os.write(1, signal.Signals(number).name.encode() + b'\\n')\n"
        "for number in (signal.SIGHUP, signal.SIGTERM): signal.signal(number, told)\n"
        "os.write(1, b'up\\n')\nwhile True: signal.pause()"
    )
    host.client.stream(session)
    host.client.until_text(session, b"up")
    host.client.ask("kill", session=session)
    host.client.ask("kill", session=session)  # A second one changes nothing.
    assert host.client.until_exit(session)["exitCode"] == -signal.SIGKILL
    assert bytes(host.client.output[session]).split() == [b"up", b"SIGHUP", b"SIGTERM"]


def test_a_polite_agent_ends_at_the_first_signal(host: PtyHost) -> None:
    session = host.spawn("sh", "-c", "trap 'echo bye; exit 5' HUP; echo up; while :; do sleep 0.05; done")
    host.client.stream(session)
    host.client.until_text(session, b"up")
    host.client.ask("kill", session=session)
    assert host.client.until_exit(session)["exitCode"] == 5
    assert b"bye" in host.client.output[session]


def test_a_stopped_agent_can_be_killed(host: PtyHost) -> None:
    session = host.spawn("sh", "-c", "trap 'exit 6' HUP; echo up; while :; do sleep 0.05; done")
    host.client.stream(session)
    host.client.until_text(session, b"up")
    host.client.ask("signal", session=session, signal=signal.SIGSTOP)
    host.client.ask("kill", session=session)
    assert host.client.until_exit(session)["exitCode"] == 6


@pytest.mark.parametrize("does", ["time.sleep(0.02)", "os.write(1, b'noise'), time.sleep(0.01)"])
def test_what_an_ended_agent_leaves_in_its_group_is_ended(host: PtyHost, does: str) -> None:
    """Whether it is quiet or noisy; it takes no notice of the terminal's end."""
    session = host.python(
        "import os, signal, time\n"
        "if os.fork() == 0:\n"
        "    signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "    print('left', os.getpid(), flush=True)\n"
        "    while True:\n"
        f"        try: {does}\n"
        "        except OSError: pass\n"
        "time.sleep(0.1)"
    )
    host.client.stream(session)
    end = host.client.until_exit(session)
    assert end["exitCode"] == 0, "told though its terminal is still held"
    output = bytes(host.client.output[session])
    assert end["end"] == len(output)
    left = int(output.split(b"left ")[1].split(b"\r")[0])
    until(lambda: not exists(left) or _is_zombie(left))


def _is_zombie(pid: int) -> bool:
    """Nobody's child any more; that it is not reaped is the machine's affair."""
    return start_time(pid) is None


def test_what_was_printed_last_is_not_lost(host: PtyHost) -> None:
    """The host learns of the last output and of the end in the same moment."""
    session = host.python(
        "import os, time\nprint('up')\nwhile not os.path.exists('go'): time.sleep(0.02)\n"
        "os.write(1, b'x' * 3000 + b'the end')\nos._exit(0)"
    )
    host.client.stream(session)
    host.client.until_text(session, b"up")
    host.process.send_signal(signal.SIGSTOP)
    try:
        (host.home / "go").touch()
        until(lambda: _is_zombie(host.pids[0]))
    finally:
        host.process.send_signal(signal.SIGCONT)
    host.client.until_exit(session)
    assert host.client.output[session].endswith(b"the end")


def test_an_agent_that_closes_its_terminal_goes_on(host: PtyHost) -> None:
    session = host.python(
        "import os, signal, time\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nprint('here')\n"
        "for n in range(3): os.close(n)\n"
        "while not os.path.exists('go'): time.sleep(0.02)\nos._exit(4)"
    )
    host.client.stream(session)
    host.client.until_text(session, b"here")
    assert host.entry(session)["exitCode"] is None
    host.client.type(session, b"typed into nothing")
    (host.home / "go").touch()
    assert host.client.until_exit(session)["exitCode"] == 4


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_zombie_is_left(host: PtyHost) -> None:
    for _ in range(8):
        session = host.spawn("true")
        until(lambda: not host.entry(session)["alive"])  # noqa: B023  called at once
        host.client.ask("collect", session=session)
    with open(f"/proc/{host.process.pid}/task/{host.process.pid}/children") as file:
        assert file.read() == ""
    assert len(os.listdir(f"/proc/{host.process.pid}/fd")) < 12
