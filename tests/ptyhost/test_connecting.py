"""The ptyhost is started where there is none, and its loss and its end are told."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from branchline.core.errors import BranchlineError
from branchline.machine.processes import start_time
from harness.ptyhost_client import Home, Listener, spawn, until, until_ended


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
    await ptyhost.guard(["/bin/sh", "-c", f"touch {home.paths.data}/restarted"], os.environ)
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
    await ptyhost.guard(["/bin/sh", "-c", f"touch {home.paths.data}/restarted"], os.environ)
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
