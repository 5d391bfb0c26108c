"""An update meets what runs already: the terminal host of the version before, and its windows and viewers."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from branchline.ptyhost.connecting import connect_or_start
from harness.environments import keeper, kept
from harness.left_running import agent, end, leaver, left_by, lives
from harness.pty_program import PtyProgram
from harness.sidecar import Connect, kill, pids_of, wait_for
from harness.terminal import list_held, type_into
from harness.version_before import unpack

pytestmark = pytest.mark.timeout(120)

SESSION = "00000000-0000-4000-8000-000000000001"
ASKS = (
    "import os; print(os.get_terminal_size()); print('got', input()); print(os.get_terminal_size()); input(); exit(3)"
)
PROGRAM: dict[str, Any] = {"agents": {"asker": {"command": [sys.executable, "-c", ASKS]}}}


class Listener:
    """Keeps what it is told of the one session."""

    def __init__(self) -> None:
        self.output = b""
        self.sizes: list[tuple[int, int]] = []
        self.exit: tuple[int, int] | None = None

    def on_output(self, session_id: str, offset: int, data: bytes) -> None:
        assert offset == len(self.output)
        self.output += data

    def on_resized(self, session_id: str, offset: int, cols: int, rows: int) -> None:
        self.sizes.append((cols, rows))

    def on_exit(self, session_id: str, exit_code: int, end: int) -> None:
        self.exit = exit_code, end

    def on_lagged(self, session_id: str, offset: int) -> None:
        raise AssertionError("nothing was passed over")

    def on_ptyhost_lost(self) -> None:
        raise AssertionError("it runs on")


@pytest.fixture
def before(tmp_path: Path) -> list[str]:
    return unpack(tmp_path / "before")


@pytest.fixture
async def old_ptyhost(home: Path, paths: Paths, before: list[str]) -> AsyncIterator[int]:
    """Its pid."""
    environment = {**os.environ, "BRANCHLINE_HOME": str(home)}
    process = await asyncio.to_thread(subprocess.Popen, [*before, "host", "--grace", "600"], env=environment)
    try:
        await until(paths.ptyhost_socket.exists)
        yield process.pid
        await (await connect_or_start(paths, Listener())).shutdown()
        assert await asyncio.to_thread(process.wait, 20) == 0
    finally:
        process.kill()
        process.wait()


async def until(condition: Any) -> None:
    assert await asyncio.to_thread(wait_for, condition), "it did not come"


async def test_a_session_in_an_older_terminal_host(old_ptyhost: int, paths: Paths) -> None:
    heard = Listener()
    ptyhost = await connect_or_start(paths, heard)
    assert ptyhost.greeting["pid"] == old_ptyhost
    folder = paths.session_folder(SESSION)
    folder.mkdir(parents=True)
    argv, env, ring = [sys.executable, "-c", ASKS], dict(os.environ), str(folder / "ring")
    await ptyhost.spawn(SESSION, argv, cwd="/", env=env, cols=70, rows=20, ring=ring, ring_size=1024 * 1024)
    await ptyhost.stream(SESSION, 0)
    await until(lambda: b"columns=70, lines=20" in heard.output)
    assert not await ptyhost.type_at(SESSION, "too late\n", 0)
    await ptyhost.resize(SESSION, 90, 30)
    ptyhost.write(SESSION, b"keys\n", mark=5)
    await until(lambda: b"got keys" in heard.output and b"columns=90, lines=30" in heard.output)
    assert heard.sizes == [(70, 20), (90, 30)]
    await ptyhost.close()

    # As after an update: another client takes the session over, with all that was printed.
    again = Listener()
    ptyhost = await connect_or_start(paths, again)
    (entry,) = await ptyhost.held()
    assert (entry["session"], entry["alive"], entry["mark"]) == (SESSION, True, 5)
    await ptyhost.stream(SESSION, 0)
    await until(lambda: again.output == heard.output)
    ptyhost.write(SESSION, b"\n")
    await until(lambda: again.exit is not None)
    assert again.exit == (3, len(again.output))
    assert await ptyhost.collect(SESSION) == 3
    await ptyhost.close()


async def test_an_older_terminal_host_knows_no_log_level_and_goes_on(
    old_ptyhost: int, paths: Paths, caplog: pytest.LogCaptureFixture
) -> None:
    ptyhost = await connect_or_start(paths, Listener())
    caplog.clear()
    await ptyhost.set_log_level("debug")
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "knows no operation" in caplog.text
    assert await ptyhost.held() == []
    await ptyhost.close()


async def test_a_sidecar_with_an_older_terminal_host(
    old_ptyhost: int, connect: Connect, repo: Path, home: Path, paths: Paths
) -> None:
    client = await connect(settings=PROGRAM)
    made = await client.ask("session/create", repo=str(repo), agent="asker")
    assert [entry["session"] for entry in list_held(paths)] == [made["id"]]
    assert pids_of(home, "ptyhost") == []
    await client.ask("log/setLevel", level="debug")
    before = pids_of(home, "serve")
    for pid in before:
        kill(pid)
    # It is the older terminal host that starts the sidecar again.
    await until(lambda: set(pids_of(home, "serve")) - set(before))
    again = await connect(settings=PROGRAM)
    await again.until(made["id"], "ready", "working", "waiting")
    type_into(home, made["id"], b"both\n")
    for _ in range(400):
        if "got both" in (await again.ask("session/screen", id=made["id"]))["lines"]:
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("what was typed did not come")
    type_into(home, made["id"], b"\n")
    ended = await again.until(made["id"], "failed", "completed")
    assert "3" in ended["reason"]
    await again.ask("session/remove", id=made["id"], force=True, keepBranch=False)


async def test_what_an_agent_left_in_an_older_terminal_host_goes_too(
    old_ptyhost: int, connect: Connect, repo: Path, paths: Paths, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    client = await connect(settings=agent(leaver(out, "daemon")))
    made = await client.ask("session/create", repo=str(repo), agent="leaver")
    left = await left_by(out)
    assert [entry["session"] for entry in list_held(paths)] == [made["id"]]
    try:
        said = await client.ask("session/processes", id=made["id"])
        assert [each["pid"] for each in said["processes"]] == left
        await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
        assert not any(map(lives, left))
    finally:
        end(left)


async def test_windows_and_viewers_of_the_version_before(
    connect: Connect, repo: Path, home: Path, before: list[str]
) -> None:
    today = await connect(settings=PROGRAM)
    made = await today.ask("session/create", repo=str(repo), agent="asker")
    sidecars = pids_of(home, "serve")
    older = await connect(settings=PROGRAM, command=[*before, "stdio"])
    assert older.record(made["id"])["agent"] == "asker"
    assert set(pids_of(home, "serve")) <= set(sidecars), "it was not replaced"
    environment = {**os.environ, "TERM": "xterm-256color", "BRANCHLINE_HOME": str(home)}
    with PtyProgram([*before, "attach", made["id"]], home, environment, cols=77, rows=21) as viewer:
        viewer.until_text("columns=")
        viewer.send(b"keys\n")
        viewer.until_text("got keys", "columns=77, lines=21")
        viewer.send(b"\x1d\x1d")
        assert viewer.until_exit() == 0


async def test_a_window_of_the_version_before_gives_no_environment(
    connect: Connect, repo: Path, before: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    await connect(settings=keeper(out), env={"WHOSE": "of today"})
    older = await connect(settings=keeper(out), command=[*before, "stdio"], env={"WHOSE": "older"})
    made = await older.ask("session/create", repo=str(repo), agent="keeper")
    assert (await kept(out, made["worktree"]))["WHOSE"] == "of today", "the last one that is known"


async def test_a_hook_of_the_version_before(connect: Connect, paths: Paths, before: list[str]) -> None:
    await connect()
    command = [*before, "hook", "claude", SESSION, str(paths.sidecar_socket)]
    payload = b'{"hook_event_name": "Stop"}'
    done = await asyncio.to_thread(subprocess.run, command, input=payload, capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    told = (paths.log_dir / "sidecar.log").read_text()
    assert f"a hook of a session that does not run: {SESSION[:8]}" in told
    assert "dropped" not in told
