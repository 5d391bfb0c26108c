"""The sidecar's connection to a real ptyhost."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.errors import BranchlineError
from branchline.machine.paths import Paths, self_command
from branchline.machine.processes import group_exists, start_time
from branchline.ptyhost.client import PtyhostConnection, Started
from branchline.ptyhost.connecting import connect_or_start

PATIENCE = 20.0


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.output: dict[str, bytes] = {}
        self.sizes: list[tuple[int, int, int]] = []
        self.exits: dict[str, tuple[int, int]] = {}
        self.lagged: list[int] = []
        self.lost = 0
        self.raises = False

    def on_output(self, session_id: str, offset: int, data: bytes) -> None:
        if self.raises:
            raise RuntimeError("this listener has a mistake")
        self.output[session_id] = self.output.get(session_id, b"") + data

    def on_resized(self, session_id: str, offset: int, cols: int, rows: int) -> None:
        self.sizes.append((offset, cols, rows))

    def on_exit(self, session_id: str, exit_code: int, end: int) -> None:
        self.exits[session_id] = (exit_code, end)

    def on_lagged(self, session_id: str, offset: int) -> None:
        self.lagged.append(offset)

    def on_ptyhost_lost(self) -> None:
        self.lost += 1


class Home:
    def __init__(self, folder: Path) -> None:
        self.paths = Paths.from_environment({"BRANCHLINE_HOME": str(folder)})
        self.starts = 0
        self._ends = folder / "ends"
        self.listener = Listener()
        self.connections: list[PtyhostConnection] = []

    def command(self, *arguments: str) -> list[str]:
        """Our own command, counted when it ends: one that came second may still be on its way when a test is over."""
        self.starts += 1
        return ["/bin/sh", "-c", f'"$@"; echo >> {self._ends}', "sh", *self_command(*arguments)]

    def all_ended(self) -> bool:
        return (self._ends.read_text().count("\n") if self._ends.exists() else 0) == self.starts

    async def connect(self, listener: Listener | None = None) -> PtyhostConnection:
        connection = await connect_or_start(self.paths, listener or self.listener)
        self.connections.append(connection)
        return connection


async def spawn(ptyhost: PtyhostConnection, home: Home, script: str, **more: int) -> tuple[str, Started]:
    session = str(uuid.uuid4())
    folder = home.paths.session_folder(session)
    folder.mkdir(parents=True)
    size = {"cols": 80, "rows": 24, "ring_size": 1024 * 1024, **more}
    ring = str(folder / "ring")
    process = await ptyhost.spawn(
        session, ["sh", "-c", script], cwd="/", env={"PATH": os.environ["PATH"]}, ring=ring, **size
    )
    return session, process


@pytest.fixture
async def home(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Home]:
    """A BRANCHLINE_HOME in which nothing runs yet; afterwards nothing does any more."""
    folder = Path(tempfile.mkdtemp(prefix="bl-", dir="/tmp"))
    monkeypatch.setenv("BRANCHLINE_HOME", str(folder))
    home = Home(folder)
    monkeypatch.setattr("branchline.ptyhost.connecting.self_command", home.command)
    yield home
    if home.paths.ptyhost_socket.exists():
        await (await home.connect()).shutdown()
    for connection in home.connections:
        await connection.close()
    await until(home.all_ended)
    assert "unexpected" not in (home.paths.log_dir / "ptyhost.log").read_text()
    shutil.rmtree(folder)


async def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.01)


async def test_a_session_from_its_start_to_its_end(home: Home) -> None:
    ptyhost, heard = await home.connect(), home.listener
    session, process = await spawn(ptyhost, home, "read x; echo got $x; stty size; read x; exit 3", cols=70, rows=20)
    assert start_time(process.pid) == process.start_time
    assert (await ptyhost.stream(session, 0))["mark"] == 0
    ptyhost.write(session, b"one\n", mark=77)
    await until(lambda: b"got one" in heard.output.get(session, b""))
    (entry,) = await ptyhost.held()
    assert {name: entry[name] for name in ("session", "pid", "alive", "exitCode", "cols", "rows", "mark", "lost")} == {
        "session": session,
        "pid": process.pid,
        "alive": True,
        "exitCode": None,
        "cols": 70,
        "rows": 20,
        "mark": 77,
        "lost": 0,
    }
    await ptyhost.resize(session, 90, 30)
    await until(lambda: len(heard.sizes) == 2)
    assert [size[1:] for size in heard.sizes] == [(70, 20), (90, 30)]
    ptyhost.write(session, b"\n")
    await until(lambda: session in heard.exits)
    assert heard.exits[session] == (3, len(heard.output[session]))
    assert await ptyhost.collect(session) == 3
    assert await ptyhost.held() == []


async def test_typing_only_on_what_was_seen(home: Home) -> None:
    ptyhost, heard = await home.connect(), home.listener
    session, _ = await spawn(ptyhost, home, "stty -echo; printf one; read x; printf two; read x; echo got $x")
    await ptyhost.stream(session, 0)
    await until(lambda: heard.output.get(session) == b"one")
    assert not await ptyhost.type_at(session, "early\n", 2)
    assert not await ptyhost.type_at(session, "late\n", 4)
    assert await ptyhost.type_at(session, "right\n", 3)
    await until(lambda: heard.output[session] == b"onetwo")
    assert not await ptyhost.type_at(session, "for one\n", 3)
    assert await ptyhost.type_at(session, "for two\n", 6)
    await until(lambda: session in heard.exits)
    assert heard.output[session] == b"onetwogot for two\r\n"
    assert not await ptyhost.type_at(session, "nobody\n", len(heard.output[session]))


async def test_the_ptyhosts_errors_have_its_codes(home: Home) -> None:
    ptyhost = await home.connect()
    with pytest.raises(BranchlineError) as caught:
        await ptyhost.spawn(
            str(uuid.uuid4()), ["/no/program"], cwd="/", env={}, cols=80, rows=24, ring="/no/ring", ring_size=4096
        )
    assert caught.value.code == "NO_SCROLLBACK"
    with pytest.raises(BranchlineError) as caught:
        await ptyhost.kill(str(uuid.uuid4()))
    assert caught.value.code == "NO_SESSION"
    with pytest.raises(BranchlineError) as caught:
        await ptyhost.guard(["x" * 9_000_000])
    assert caught.value.code == "TOO_LARGE"
    session, _ = await spawn(ptyhost, home, "sleep 1000")
    with pytest.raises(BranchlineError) as caught:
        await ptyhost.stream(session, 5)
    assert caught.value.code == "BAD_OFFSET"


async def test_signals_and_killing(home: Home) -> None:
    ptyhost, heard = await home.connect(), home.listener
    session, _ = await spawn(ptyhost, home, "trap 'echo usr1' USR1; echo up; while :; do sleep 0.02; done")
    await ptyhost.stream(session, 0)
    await until(lambda: b"up" in heard.output.get(session, b""))
    assert await ptyhost.signal(session, signal.SIGUSR1)
    await until(lambda: b"usr1" in heard.output[session])
    await ptyhost.kill(session)
    await until(lambda: session in heard.exits)
    assert heard.exits[session][0] == -signal.SIGHUP
    await until_entry(ptyhost, lambda entry: not group_exists(int(entry["pid"])))
    assert not await ptyhost.signal(session, signal.SIGUSR1)


async def test_output_that_is_gone_is_said(home: Home) -> None:
    ptyhost, heard = await home.connect(), home.listener
    session, _ = await spawn(ptyhost, home, "yes | head -c 50000; read x", ring_size=8192)
    await until_entry(ptyhost, lambda entry: entry["end"] == 75_000)
    await ptyhost.stream(session, 0)
    await until(lambda: bool(heard.lagged) and len(heard.output.get(session, b"")) == 75_000 - heard.lagged[0])
    await ptyhost.unstream(session)
    ptyhost.write(session, b"\n")
    await until_ended(ptyhost)
    assert session not in heard.exits


async def until_entry(ptyhost: PtyhostConnection, condition: Callable[[dict[str, Any]], bool]) -> None:
    """Of the only session."""
    deadline = time.monotonic() + PATIENCE
    while True:
        (entry,) = await ptyhost.held()
        if condition(entry):
            return
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.01)


async def until_ended(ptyhost: PtyhostConnection) -> None:
    await until_entry(ptyhost, lambda entry: not entry["alive"])


async def test_many_starters_get_one_ptyhost(home: Home) -> None:
    connections = await asyncio.gather(*(home.connect(Listener()) for _ in range(5)))
    assert len({connection.greeting["pid"] for connection in connections}) == 1


async def test_a_dead_ptyhosts_socket_is_replaced(home: Home) -> None:
    first = await home.connect()
    os.kill(first.greeting["pid"], signal.SIGKILL)
    await until(lambda: home.listener.lost == 1)
    assert home.paths.ptyhost_socket.exists()
    second = await home.connect()
    assert second.greeting["pid"] != first.greeting["pid"]
    assert await second.held() == []


async def test_a_lost_ptyhost_is_told_and_requests_fail(home: Home) -> None:
    ptyhost = await home.connect()
    session, process = await spawn(ptyhost, home, "sleep 1000")
    await ptyhost.stream(session, 0)
    os.kill(ptyhost.greeting["pid"], signal.SIGSTOP)
    asked = asyncio.create_task(ptyhost.held())
    await asyncio.sleep(0)
    os.kill(ptyhost.greeting["pid"], signal.SIGKILL)
    with pytest.raises(BranchlineError) as caught:
        await asked
    assert caught.value.code == "HOST_UNREACHABLE"
    await until(lambda: home.listener.lost)
    with pytest.raises(BranchlineError) as caught:
        await ptyhost.held()
    assert caught.value.code == "HOST_UNREACHABLE"
    ptyhost.write(session, b"into nothing")
    await until(lambda: start_time(process.pid) is None)
    assert home.listener.lost == 1


async def test_a_listener_that_raises_cuts_nobody_off(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    ptyhost, heard = await home.connect(), home.listener
    session, _ = await spawn(ptyhost, home, "cat")
    await ptyhost.stream(session, 0)
    heard.raises = True
    ptyhost.write(session, b"one\n")
    await until(lambda: "was not taken" in caplog.text)
    heard.raises = False
    ptyhost.write(session, b"two\n")
    await until(lambda: b"two" in heard.output.get(session, b""))
    assert heard.lost == 0


async def test_after_a_goodbye_agents_go_on_and_nothing_is_told(home: Home) -> None:
    ptyhost = await home.connect()
    session, process = await spawn(ptyhost, home, "read x; exit 4")
    await ptyhost.guard(["/bin/sh", "-c", f"touch {home.paths.data}/restarted"])
    await ptyhost.goodbye()
    assert home.listener.lost == 0
    again = await home.connect()
    assert [entry["pid"] for entry in await again.held()] == [process.pid]
    again.write(session, b"\n")
    await until_ended(again)
    assert await again.collect(session) == 4
    assert not (home.paths.data / "restarted").exists()


async def test_an_unattended_sidecar_is_started_again(home: Home) -> None:
    ptyhost = await home.connect()
    await spawn(ptyhost, home, "sleep 1000")
    await ptyhost.guard(["/bin/sh", "-c", f"touch {home.paths.data}/restarted"])
    await ptyhost.close()
    await until((home.paths.data / "restarted").exists)
    assert home.listener.lost == 0, "it was our own doing"


async def test_shutting_down_ends_everything(home: Home) -> None:
    ptyhost = await home.connect()
    _, process = await spawn(ptyhost, home, "sleep 1000")
    await ptyhost.shutdown()
    await until(lambda: start_time(process.pid) is None)
    assert not home.paths.ptyhost_socket.exists()
    assert home.listener.lost == 0


async def test_a_ptyhost_that_cannot_start(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await home.connect()).shutdown()
    home.paths.ptyhost_lock.unlink()
    home.paths.ptyhost_lock.mkdir()
    monkeypatch.setattr("branchline.ptyhost.connecting.START_PATIENCE", 0.3)
    with pytest.raises(BranchlineError, match="its log is in") as caught:
        await home.connect()
    assert caught.value.code == "HOST_UNREACHABLE"
    await until(lambda: "IsADirectoryError" in (home.paths.log_dir / "ptyhost.err").read_text())


async def test_something_else_behind_the_socket(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await home.connect()).shutdown()
    monkeypatch.setattr("branchline.ptyhost.connecting.START_PATIENCE", 0.3)
    monkeypatch.setattr("branchline.ptyhost.connecting.START_AGAIN", float("inf"))

    async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_unix_server(babble, home.paths.ptyhost_socket)
    with pytest.raises(BranchlineError) as caught:
        await home.connect()
    assert caught.value.code == "HOST_UNREACHABLE"
    server.close()
    home.paths.ptyhost_socket.unlink(missing_ok=True)
