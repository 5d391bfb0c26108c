"""The sidecar's connection to a real ptyhost."""

from __future__ import annotations

import asyncio
import os
import signal
import uuid
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.machine.processes import group_exists, start_time
from harness.ptyhost_client import Home, spawn, until, until_ended, until_entry


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


async def test_what_was_printed_before_a_key_is_read_before_it(home: Home, tmp_path: Path) -> None:
    """However long the terminal host was held up: it looks once more, and types nothing."""
    ptyhost, heard = await home.connect(), home.listener
    go, done = tmp_path / "go", tmp_path / "done"
    script = f"stty -echo; printf one; until [ -e {go} ]; do sleep 0.05; done; printf two; touch {done}; read x"
    session, _ = await spawn(ptyhost, home, script)
    await ptyhost.stream(session, 0)
    await until(lambda: heard.output.get(session) == b"one")
    held_up = ptyhost.greeting["pid"]
    os.kill(held_up, signal.SIGSTOP)
    try:
        go.touch()
        await until(done.exists)
        typing = asyncio.create_task(ptyhost.type_at(session, "for one\n", 3))
        await asyncio.sleep(0)  # It is sent before anybody waits for what comes of it.
    finally:
        os.kill(held_up, signal.SIGCONT)
    assert not await typing
    await until(lambda: heard.output[session] == b"onetwo")
    assert await ptyhost.type_at(session, "for two\n", 6)
    await until(lambda: session in heard.exits)


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
        await ptyhost.guard(["x" * 9_000_000], {})
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
