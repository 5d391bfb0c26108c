"""The ptyhost outlives bad clients, bad times and the sidecar, and ends when it is not needed."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from branchline.machine.paths import self_command
from branchline.ptyhost.ring import RingReader
from harness.ptyhost import PtyHost, running_host, until

MB = 1024 * 1024


@pytest.fixture(scope="module")
def shared_host() -> Iterator[PtyHost]:
    """For many tests that leave it as it was."""
    with running_host() as host:
        yield host


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\0\0\0\0",
        b"\xff\xff\xff\xff",
        b"\0\0\0\1\x63",
        b"\0\0\0\3\1[]",
        b"\0\0\0\3\2{}",  # A request before the greeting.
        b"\0\0\0\5\5abcd",
    ],
)
def test_garbage_closes_that_connection_only(shared_host: PtyHost, garbage: bytes) -> None:
    session = shared_host.spawn("cat")
    rude = shared_host.connect(greets=False)
    rude.link.sendall(garbage)
    with pytest.raises((EOFError, ConnectionError)):
        rude.until(lambda: False)
    shared_host.client.stream(session)
    shared_host.client.type(session, b"still here\n")
    shared_host.client.until_text(session, b"still here\r\nstill here\r\n")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"op": None},
        {"op": "nonsense"},
        {"op": ["list"]},
        {"op": "child"},
        {"op": "stream"},
        {"op": "stream", "session": "x", "from": 0},
        {"op": "stream", "session": str(uuid.uuid4()), "from": 0},
        {"op": "attach", "session": None},
        {"op": "guard", "command": [], "env": {}, "cwd": "/"},
        {"op": "guard", "command": "serve", "env": {}, "cwd": "/"},
        {"op": "kill", "session": {}},
        {"op": "resize", "session": [1]},
    ],
)
def test_a_request_that_does_not_fit_is_answered(shared_host: PtyHost, fields: dict[str, Any]) -> None:
    named = {name: value for name, value in fields.items() if name != "op"}
    assert shared_host.client.refused(fields.get("op", ""), **named) in {"UNKNOWN_OP", "BAD_REQUEST", "NO_SESSION"}
    shared_host.client.ask("list")


def test_signals_that_terminals_send_do_not_end_it(host: PtyHost) -> None:
    session = host.spawn("sleep", "1000")
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
        host.process.send_signal(number)
    assert host.entry(session)["alive"]


def test_told_to_end_it_ends_its_agents_first(host: PtyHost) -> None:
    session = host.spawn("sh", "-c", "trap 'echo bye; exit 7' HUP; echo up; while :; do sleep 0.05; done")
    host.client.stream(session)
    host.client.until_text(session, b"up")
    host.process.send_signal(signal.SIGTERM)
    assert host.client.until_exit(session)["exitCode"] == 7
    assert host.process.wait(20) == 0
    assert not host.paths.ptyhost_socket.exists()


def test_it_ends_by_itself_when_it_holds_nothing() -> None:
    with running_host(grace=0.05) as host:
        session = host.spawn("sh", "-c", "read x")
        host.client.link.close()
        with pytest.raises(subprocess.TimeoutExpired):
            host.process.wait(0.3)
        host.client = host.connect()
        host.client.type(session, b"\n")
        until(lambda: not host.entry(session)["alive"])
        host.client.link.close()
        with pytest.raises(subprocess.TimeoutExpired):
            host.process.wait(0.3)  # Somebody may still ask for the exit code.
        host.client = host.connect()
        host.client.ask("collect", session=session)
        host.client.link.close()
        assert host.process.wait(20) == 0
        assert not host.paths.ptyhost_socket.exists()


def test_there_is_one_a_user(host: PtyHost) -> None:
    second = subprocess.run(self_command("ptyhost"), env=host.env, timeout=60, check=False)
    assert second.returncode == 0
    assert host.client.ask("list") == {"sessions": []}


@pytest.mark.skipif(sys.platform != "linux", reason="sets another process's limits")
def test_without_files_to_open_it_goes_on(host: PtyHost) -> None:
    session = host.spawn("cat")
    host.client.stream(session)
    limits = resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE)
    highest = max(map(int, os.listdir(f"/proc/{host.process.pid}/fd")))
    resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
    waiting = host.connect()
    assert host.spawn_refused(str(uuid.uuid4())) in {"SPAWN_FAILED", "NO_SCROLLBACK"}
    host.client.type(session, b"still here\n")
    host.client.until_text(session, b"still here\r\nstill here\r\n")
    resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE, (highest + 3, limits[1]))
    assert host.spawn_refused(str(uuid.uuid4())) == "SPAWN_FAILED"
    resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE, limits)
    waiting.ask("list")
    assert host.entry(session)["alive"]


@pytest.mark.skipif(sys.platform != "linux", reason="sets another process's limits")
def test_a_full_disk_stops_no_agent(host: PtyHost) -> None:
    """A limit on the size of files stands in for the disk: writing beyond it fails in the same way."""
    session = host.python(
        "import sys\ninput()\nfor n in range(200_000): sys.stdout.write(f'{n:09}\\n')\nprint('flooded')\n"
        "while True: print('got', input())",
        ringSize=8 * MB,
    )
    host.client.stream(session)
    limits = resource.prlimit(host.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(host.process.pid, resource.RLIMIT_FSIZE, (500_000, limits[1]))
    host.client.type(session, b"\n")
    until(lambda: host.entry(session)["lost"] > 0)
    host.client.until_text(session, b"flooded")
    host.client.type(session, b"on\n")
    host.client.until_text(session, b"got on")
    resource.prlimit(host.process.pid, resource.RLIMIT_FSIZE, limits)
    host.client.type(session, b"again\n")
    host.client.until_text(session, b"got again")
    entry = host.entry(session)
    assert entry["start"] >= entry["lost"]
    with RingReader(host.home / f"{session}.ring") as ring:
        assert (ring.start, ring.end) == (entry["start"], entry["end"])
        assert ring.read(ring.end - 100, 100).endswith(b"got again\r\n")


def guard(host: PtyHost, script: str = "echo started >> guard.log") -> None:
    host.client.ask("guard", command=["/bin/sh", "-c", script], env=host.env, cwd=str(host.home))


def starts(host: PtyHost) -> int:
    path = host.home / "guard.log"
    return len(path.read_text().splitlines()) if path.exists() else 0


def test_a_sidecar_that_breaks_off_is_started_again(host: PtyHost) -> None:
    host.spawn("sleep", "1000")
    guard(host)
    host.client.link.close()
    until(lambda: starts(host) == 1)
    host.client = host.connect()
    guard(host)
    host.client.link.close()
    until(lambda: starts(host) == 2)
    assert "try 2" in host.log(), "it did not stay: the pause grows"


def test_a_started_sidecar_is_nobodys_child(host: PtyHost) -> None:
    host.spawn("sleep", "1000")
    guard(host, "ps -o ppid=,sid= -p $$ > guard.tmp; echo $$ >> guard.tmp; mv guard.tmp guard.log")
    host.client.link.close()
    until(lambda: starts(host) == 2)
    parent, session, pid = (host.home / "guard.log").read_text().split()
    assert int(parent) != host.process.pid
    assert session == pid


def test_after_a_goodbye_or_without_agents_no_sidecar_is_started(host: PtyHost) -> None:
    polite = host.connect()
    polite.ask("guard", command=["/bin/sh", "-c", "echo no >> guard.log"], env=host.env, cwd=str(host.home))
    polite.link.close()  # Without agents.
    host.client.ask("list")  # It has seen that.
    host.spawn("sleep", "1000")
    guard(host)
    host.client.ask("goodbye")
    host.client.link.close()
    host.client = host.connect()
    guard(host, "echo yes >> guard.log")
    host.client.link.close()
    until(lambda: starts(host) > 0)
    assert (host.home / "guard.log").read_text() == "yes\n"
    assert "try 2" not in host.log()


def test_while_one_sidecar_replaces_another_none_is_started(host: PtyHost) -> None:
    host.spawn("sleep", "1000")
    guard(host, "echo old >> guard.log")
    newer = host.connect()
    newer.ask("guard", command=["/bin/sh", "-c", "echo new >> guard.log"], env=host.env, cwd=str(host.home))
    host.client.link.close()
    newer.ask("list")
    newer.link.close()
    until(lambda: starts(host) > 0)
    assert (host.home / "guard.log").read_text() == "new\n"
    assert "try 2" not in host.log()
    host.client = host.connect()


def test_a_sidecar_that_cannot_be_started_harms_nobody(host: PtyHost) -> None:
    session = host.spawn("cat")
    for command, cwd in ((["/no/such/program"], "/"), (["/bin/sh"], "/no/such/folder"), (["a\0b"], "/")):
        client = host.connect()
        client.ask("guard", command=command, env=host.env, cwd=cwd)
        before = host.log().count("starting it again")
        client.link.close()
        until(lambda: host.log().count("starting it again") > before)  # noqa: B023  called at once
    assert host.entry(session)["alive"]


def test_it_loads_little() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom branchline.ptyhost import main as ptyhost\n"
        "print(sorted({'asyncio', 'attr', 'ctypes', 'pygls', 'logging', 'tempfile'} & set(sys.modules)))"
    )
    folder = os.path.dirname(self_command()[-1])
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
