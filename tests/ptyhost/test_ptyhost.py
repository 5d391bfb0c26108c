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
from harness.ptyhost import PtyHost, running_ptyhost, until

MB = 1024 * 1024


@pytest.fixture(scope="module")
def shared_host() -> Iterator[PtyHost]:
    """For many tests that leave it as it was."""
    with running_ptyhost() as ptyhost:
        yield ptyhost


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


def test_signals_that_terminals_send_do_not_end_it(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sleep", "1000")
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
        ptyhost.process.send_signal(number)
    assert ptyhost.entry(session)["alive"]


def test_told_to_end_it_ends_its_agents_first(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("sh", "-c", "trap 'echo bye; exit 7' HUP; echo up; while :; do sleep 0.05; done")
    ptyhost.client.stream(session)
    ptyhost.client.until_text(session, b"up")
    ptyhost.process.send_signal(signal.SIGTERM)
    assert ptyhost.client.until_exit(session)["exitCode"] == 7
    assert ptyhost.process.wait(20) == 0
    assert not ptyhost.paths.ptyhost_socket.exists()


def test_it_ends_by_itself_when_it_holds_nothing() -> None:
    with running_ptyhost(grace=0.05) as ptyhost:
        session = ptyhost.spawn("sh", "-c", "read x")
        ptyhost.client.link.close()
        with pytest.raises(subprocess.TimeoutExpired):
            ptyhost.process.wait(0.3)
        ptyhost.client = ptyhost.connect()
        ptyhost.client.type(session, b"\n")
        until(lambda: not ptyhost.entry(session)["alive"])
        ptyhost.client.link.close()
        with pytest.raises(subprocess.TimeoutExpired):
            ptyhost.process.wait(0.3)  # Somebody may still ask for the exit code.
        ptyhost.client = ptyhost.connect()
        ptyhost.client.ask("collect", session=session)
        ptyhost.client.link.close()
        assert ptyhost.process.wait(20) == 0
        assert not ptyhost.paths.ptyhost_socket.exists()


def test_there_is_one_a_user(ptyhost: PtyHost) -> None:
    second = subprocess.run(self_command("ptyhost"), env=ptyhost.env, timeout=60, check=False)
    assert second.returncode == 0
    assert ptyhost.client.ask("list") == {"sessions": []}


@pytest.mark.skipif(sys.platform != "linux", reason="sets another process's limits")
def test_without_files_to_open_it_goes_on(ptyhost: PtyHost) -> None:
    session = ptyhost.spawn("cat")
    ptyhost.client.stream(session)
    limits = resource.prlimit(ptyhost.process.pid, resource.RLIMIT_NOFILE)
    highest = max(map(int, os.listdir(f"/proc/{ptyhost.process.pid}/fd")))
    resource.prlimit(ptyhost.process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
    waiting = ptyhost.connect()
    assert ptyhost.spawn_refused(str(uuid.uuid4())) in {"SPAWN_FAILED", "NO_SCROLLBACK"}
    ptyhost.client.type(session, b"still here\n")
    ptyhost.client.until_text(session, b"still here\r\nstill here\r\n")
    resource.prlimit(ptyhost.process.pid, resource.RLIMIT_NOFILE, (highest + 3, limits[1]))
    assert ptyhost.spawn_refused(str(uuid.uuid4())) == "SPAWN_FAILED"
    resource.prlimit(ptyhost.process.pid, resource.RLIMIT_NOFILE, limits)
    waiting.ask("list")
    assert ptyhost.entry(session)["alive"]


@pytest.mark.skipif(sys.platform != "linux", reason="sets another process's limits")
def test_a_full_disk_stops_no_agent(ptyhost: PtyHost) -> None:
    """A limit on the size of files stands in for the disk: writing beyond it fails in the same way."""
    session = ptyhost.python(
        "import sys\ninput()\nfor n in range(200_000): sys.stdout.write(f'{n:09}\\n')\nprint('flooded')\n"
        "while True: print('got', input())",
        ringSize=8 * MB,
    )
    ptyhost.client.stream(session)
    limits = resource.prlimit(ptyhost.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(ptyhost.process.pid, resource.RLIMIT_FSIZE, (500_000, limits[1]))
    ptyhost.client.type(session, b"\n")
    until(lambda: ptyhost.entry(session)["lost"] > 0)
    ptyhost.client.until_text(session, b"flooded")
    ptyhost.client.type(session, b"on\n")
    ptyhost.client.until_text(session, b"got on")
    resource.prlimit(ptyhost.process.pid, resource.RLIMIT_FSIZE, limits)
    ptyhost.client.type(session, b"again\n")
    ptyhost.client.until_text(session, b"got again")
    entry = ptyhost.entry(session)
    assert entry["start"] >= entry["lost"]
    with RingReader(ptyhost.home / f"{session}.ring") as ring:
        assert (ring.start, ring.end) == (entry["start"], entry["end"])
        assert ring.read(ring.end - 100, 100).endswith(b"got again\r\n")


def test_it_loads_little() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom branchline.ptyhost import main as ptyhost\n"
        "print(sorted({'asyncio', 'attr', 'ctypes', 'pygls', 'logging', 'tempfile'} & set(sys.modules)))"
    )
    folder = os.path.dirname(self_command()[-1])
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_its_log_is_as_talkative_as_it_is_told(ptyhost: PtyHost) -> None:
    assert ptyhost.client.refused("setLogLevel", level="loud") == "BAD_LEVEL"
    assert ptyhost.client.refused("setLogLevel", level=3) == "BAD_REQUEST"
    ptyhost.client.ask("list")
    assert "op=" not in ptyhost.log()
    ptyhost.client.ask("setLogLevel", level="debug")
    assert ptyhost.client.refused("kill", session=str(uuid.uuid4())) == "NO_SESSION"
    ptyhost.client.ask("spawn", **spawned(ptyhost))
    told = ptyhost.log()
    assert "op=kill" in told
    assert "refused: NO_SESSION" in told
    assert "argv=<3 entries>" in told
    assert "a word of the user" not in told
    ptyhost.client.ask("setLogLevel", level="error")
    before = ptyhost.log()
    ptyhost.client.ask("list")
    assert ptyhost.log() == before


def spawned(ptyhost: PtyHost) -> dict[str, object]:
    """Fields of the operation, for an agent with words of the user's in it."""
    session = str(uuid.uuid4())
    ring = str(ptyhost.home / f"{session}.ring")
    argv = ["sh", "-c", "exit 0 # a word of the user"]
    size = {"cols": 80, "rows": 24, "ringSize": 4096}
    return {"session": session, "argv": argv, "cwd": "/", "env": {"WORD": "a word of the user"}, "ring": ring, **size}
