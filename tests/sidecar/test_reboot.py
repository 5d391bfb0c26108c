"""After a crash, a reboot or a lost list: nothing runs twice, nothing is shown that is not, and all comes back."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from harness.sidecar import PATIENCE, Client, Connect, kill, pids_of, processes_of, wait_for
from harness.terminal import list_held

pytestmark = pytest.mark.timeout(120)


async def started(client: Client, repo: Path, **wanted: Any) -> tuple[str, Path]:
    made = await client.ask("session/create", repo=str(repo), agent="demo", **wanted)
    await client.until(made["id"], "ready")
    return made["id"], Path(made["worktree"])


async def end_sidecar(home: Path) -> None:
    """With the terminal host, so that none is started again."""
    for command in ("ptyhost", "serve"):
        for pid in pids_of(home, command):
            kill(pid)
    assert await asyncio.to_thread(wait_for, lambda: not pids_of(home, "serve"))


async def test_after_a_reboot_all_go_on_at_once(connect: Connect, repo: Path, home: Path, paths: Paths) -> None:
    client = await connect()
    sessions = [await started(client, repo, name=f"s{number}") for number in range(3)]
    (sessions[0][1] / "half done.txt").write_text("half done\n")
    stopped, _ = await started(client, repo, name="stopped")
    await client.ask("session/stop", id=stopped)
    await client.until(stopped, "paused")
    for pid, _ in processes_of(home):
        kill(pid)
    assert await asyncio.to_thread(wait_for, lambda: not processes_of(home))
    shutil.rmtree(home / "run")
    again = await connect()
    for session_id, _ in sessions:
        record = await again.until(session_id, "paused")
        assert record["reason"] == "interrupted"
    assert (await again.ask("session/resumeAll"))["resumed"] == 3
    for session_id, worktree in sessions:
        assert (await again.until(session_id, "ready"))["worktree"] == str(worktree)
    assert again.record(stopped)["reason"] == "stopped"
    assert (sessions[0][1] / "half done.txt").read_text() == "half done\n"
    held = [entry["session"] for entry in list_held(paths)]
    assert sorted(held) == sorted(session_id for session_id, _ in sessions), "each runs once"


async def test_a_second_agent_is_never_started_beside_one_that_lives(
    connect: Connect, repo: Path, home: Path, tmp_path: Path
) -> None:
    """The terminal host dies, and its agent does not listen to the hang-up."""
    alive = tmp_path / "alive"
    alive.mkdir()
    script = (
        "import os, signal, time, sys\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        f"others = os.listdir({str(alive)!r})\n"
        f"open({str(alive)!r} + '/' + str(os.getpid()), 'w').close()\n"
        "print('beside', [each for each in others if os.path.exists('/proc/' + each)], flush=True)\n"
        "time.sleep(600)"
    )
    client = await connect(settings={"agents": {"deaf": {"command": ["python3", "-c", script]}}})
    made = await client.ask("session/create", repo=str(repo), agent="deaf")
    await client.until(made["id"], "ready")
    for pid in pids_of(home, "ptyhost"):
        kill(pid)
    await client.until(made["id"], "paused")
    await client.ask("session/resume", id=made["id"])
    await client.until(made["id"], "ready")
    lines = (await client.ask("session/output", id=made["id"], lines=100))["lines"]
    assert [line for line in lines if line.startswith("beside")] == ["beside []"] * 2


async def test_worktrees_are_found_where_a_window_is_open_though_nothing_else_knows_of_them(
    connect: Connect, repo: Path, home: Path, paths: Paths
) -> None:
    client = await connect()
    session_id, worktree = await started(client, repo, name="Orphan")
    await end_sidecar(home)
    for file in paths.store.parent.glob("store.json*"):
        file.unlink()
    elsewhere = await connect(folders=[home])
    listing = await elsewhere.ask("session/list")
    assert (listing["sessions"], listing["notices"]) == ([], [])
    await connect(folders=[repo / "src"])
    await until_notices(elsewhere, ["ORPHANED_WORKTREES"])
    (orphan,) = (await elsewhere.ask("worktree/orphans"))["orphans"]
    assert (orphan["path"], orphan["branch"], orphan["repo"]) == (str(worktree), "branchline/orphan", str(repo))
    adopted = await elsewhere.ask("worktree/adopt", path=str(worktree))
    assert (adopted["id"], adopted["status"], adopted["branch"]) == (session_id, "paused", "branchline/orphan")
    await until_notices(elsewhere, [])


async def test_a_worktree_without_a_session_is_removed(connect: Connect, repo: Path, home: Path, paths: Paths) -> None:
    client = await connect()
    _, worktree = await started(client, repo, name="Orphan")
    (worktree / "loose.txt").write_text("loose\n")
    await end_sidecar(home)
    content = json.loads(paths.store.read_text())
    content["tables"]["sessions"] = {}
    paths.store.write_text(json.dumps(content))
    again = await connect()
    listing = await again.ask("session/list")
    assert [notice["code"] for notice in listing["notices"]] == ["ORPHANED_WORKTREES"]
    _, _, data = await again.refused("worktree/remove", path=str(worktree), force=False)
    assert (data["code"], data["files"]) == ("DIRTY", 1)
    await again.ask("worktree/remove", path=str(worktree), force=True)
    assert not worktree.exists()
    _, _, data = await again.refused("worktree/adopt", path=str(worktree))
    assert data["code"] == "NOT_ORPHANED"


async def until_notices(client: Client, codes: list[str]) -> None:
    """Every window is told."""

    def told() -> list[str]:
        last = [params for method, params in client.heard if method == "session/didSync"][-1]
        return [notice["code"] for notice in last["notices"]]

    deadline = time.monotonic() + PATIENCE
    while told() != codes:
        assert time.monotonic() < deadline, told()
        await asyncio.sleep(0.02)


async def test_the_lists_last_version_but_one(connect: Connect, repo: Path, home: Path, paths: Paths) -> None:
    """A damaged list: the one before is used, agents run on, and it is said."""
    client = await connect()
    session_id, _ = await started(client, repo)
    await client.ask("session/update", id=session_id, pinned=True)
    (sidecar,) = pids_of(home, "serve")
    kill(sidecar)
    torn = paths.store.read_bytes()[:100]
    paths.store.unlink()  # It may have been killed in between two renames, when both names are of one file.
    paths.store.write_bytes(torn)
    again = await connect()
    assert (await again.until(session_id, "ready"))["id"] == session_id
    assert "STORE_DAMAGED" in [notice["code"] for notice in (await again.ask("session/list"))["notices"]]
    assert list(paths.data.glob("store.json.damaged-*"))
