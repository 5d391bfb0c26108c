"""What agents started and left running is named, and ended with its session's agent; or let live, where the user wants
that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths, self_command
from harness.left_running import WAYS, agent, end, leaver, left_by, lives, pids, runs_sleep, until_ended
from harness.sidecar import Client, Connect, kill, pids_of, wait_for

pytestmark = [pytest.mark.timeout(180), pytest.mark.shared_sidecar]


@pytest.fixture
async def out(tmp_path: Path) -> AsyncIterator[Path]:
    folder = tmp_path / "out"
    folder.mkdir()
    yield folder
    end(pids(folder))


async def started(client: Client, repo: Path, out: Path) -> tuple[dict[str, Any], list[int]]:
    made = await client.ask("session/create", repo=str(repo), agent="leaver", name="Leaver")
    return made, await left_by(out)


async def named(client: Client, session_id: str) -> list[int]:
    said = await client.ask("session/processes", id=session_id)
    return [each["pid"] for each in said["processes"]]


@pytest.mark.parametrize("way", WAYS)
async def test_however_it_was_left_a_stop_ends_it(connect: Connect, repo: Path, out: Path, way: str) -> None:
    client = await connect(settings=agent(leaver(out, way)))
    made, left = await started(client, repo, out)
    if way not in {"background", "nohup"}:  # Those are in the agent's own group, and end with it.
        assert set(left) & set(await named(client, made["id"]))
    await client.ask("session/stop", id=made["id"])
    await client.until(made["id"], "paused")
    await until_ended(pids(out))
    assert await named(client, made["id"]) == []


@pytest.mark.parametrize(
    ("way", "how"),
    [
        *(("setsid", how) for how in ("stop", "pause", "free", "remove", "forget")),
        pytest.param("setsid", "shutdown", marks=pytest.mark.shared_sidecar(False)),
        *((way, "remove") for way in ("group", "deaf", "unmarked")),
        ("deaf", "pause"),
    ],
)
async def test_what_an_agent_left_that_ended_goes_by_whatever_ends_a_session(
    connect: Connect, home: Path, repo: Path, out: Path, way: str, how: str
) -> None:
    client = await connect(settings=agent(leaver(out, way, "exit 0")))
    made, left = await started(client, repo, out)
    await client.until(made["id"], "completed")
    assert all(map(lives, left)), "an end of its own ends nothing else"
    assert set(left) <= set(await named(client, made["id"]))
    if how in {"stop", "forget"}:
        await client.ask(f"session/{how}", id=made["id"])
    elif how == "shutdown":
        process = await asyncio.create_subprocess_exec(*self_command("shutdown"), env={"BRANCHLINE_HOME": str(home)})
        assert await process.wait() == 0
    elif how == "remove":
        _, message, data = await client.refused("session/remove", id=made["id"], force=False, keepBranch=False)
        assert data["code"] == "DIRTY"
        assert {each["pid"] for each in data["processes"]} >= set(left)
        assert str(left[0]) in message
        await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
        assert not Path(made["worktree"]).exists()
    else:
        await client.ask("session/pause", id=made["id"], freeDisk=how == "free")
    assert not any(map(lives, pids(out))), "it had ended when the answer came"


@pytest.mark.parametrize("how", ["stop", "pause", "remove"])
async def test_it_is_let_live_where_the_user_wants_that(connect: Connect, repo: Path, out: Path, how: str) -> None:
    client = await connect(settings=agent(leaver(out, "setsid"), keepProcesses=True))
    made, left = await started(client, repo, out)
    assert await asyncio.to_thread(wait_for, lambda: runs_sleep(left[0]))
    said = await client.ask("session/processes", id=made["id"])
    assert (said["kept"], [each["pid"] for each in said["processes"]]) == (True, left)
    assert said["processes"][0]["name"] == "sleep"
    if how == "remove":
        _, _, data = await client.refused("session/remove", id=made["id"], force=False, keepBranch=False)
        assert (data["kept"], len(data["processes"])) == (True, 1)
        await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    else:
        await client.ask(f"session/{how}", id=made["id"])
        await client.until(made["id"], "paused")
        assert await named(client, made["id"]) == left
        _, message, _ = await client.refused(f"session/{how}", id=made["id"])
        assert "paused" in message or "nothing to pause" in message
    assert all(map(lives, left))


async def test_a_new_agent_is_not_taken_for_what_the_old_one_left(connect: Connect, repo: Path, out: Path) -> None:
    client = await connect(settings=agent(leaver(out, "deaf")))
    made, left = await started(client, repo, out)
    await client.ask("session/stop", id=made["id"])
    await client.until(made["id"], "paused")
    for each in out.iterdir():
        each.unlink()
    await client.ask("session/resume", id=made["id"])
    again = await left_by(out)
    await until_ended(left)
    assert all(map(lives, again)), "that of the new agent goes on"
    assert client.record(made["id"])["status"] in {"ready", "working", "starting"}
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    await until_ended(again)


@pytest.mark.shared_sidecar(False)
async def test_in_a_worktree_that_lost_its_session_too(
    connect: Connect, home: Path, repo: Path, out: Path, paths: Paths
) -> None:
    client = await connect(settings=agent(leaver(out, "setsid", "exit 0")))
    made, left = await started(client, repo, out)
    await client.until(made["id"], "completed")
    await client.leave()
    for pid in pids_of(home, "serve"):
        kill(pid)
    assert await asyncio.to_thread(wait_for, lambda: not pids_of(home, "serve"))
    for each in paths.data.glob("store.json*"):
        each.unlink()
    again = await connect(settings=agent(leaver(out, "setsid")), folders=[repo])
    for _ in range(400):
        if (await again.ask("worktree/orphans"))["orphans"]:
            break
        await asyncio.sleep(0.05)
    path = made["worktree"]
    _, message, data = await again.refused("worktree/remove", path=path, force=False)
    assert [each["pid"] for each in data["processes"]] == left
    assert f"sleep ({left[0]})" in message
    await again.ask("worktree/remove", path=path, force=True)
    assert not any(map(lives, left))


async def test_what_another_session_left_goes_on(connect: Connect, repo: Path, out: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    agents = {"leaver": {"command": leaver(out, "orphan")}, "other": {"command": leaver(other, "unmarked")}}
    client = await connect(settings={"agents": agents})
    made, left = await started(client, repo, out)
    neighbour = await client.ask("session/create", repo=str(repo), agent="other", name="Neighbour")
    theirs = await left_by(other)
    await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    assert (any(map(lives, left)), all(map(lives, theirs))) == (False, True)
    await client.ask("session/pause", id=neighbour["id"])
    assert not any(map(lives, theirs))


@pytest.mark.shared_sidecar(False)
async def test_after_a_crash_of_the_sidecar_it_is_known_still(
    connect: Connect, home: Path, repo: Path, out: Path
) -> None:
    client = await connect(settings=agent(leaver(out, "daemon", "exit 0")))
    made, left = await started(client, repo, out)
    await client.until(made["id"], "completed")
    for pid in pids_of(home, "serve"):
        kill(pid)
    again = await connect(settings=agent(leaver(out, "daemon")))
    assert await named(again, made["id"]) == left
    await again.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    assert not any(map(lives, left))


@pytest.mark.shared_sidecar(False)
async def test_after_the_end_of_the_terminal_host_too(connect: Connect, home: Path, repo: Path, out: Path) -> None:
    client = await connect(settings=agent(leaver(out, "setsid")))
    made, left = await started(client, repo, out)
    for pid in pids_of(home, "ptyhost"):
        kill(pid)
    await client.until(made["id"], "paused")
    assert await named(client, made["id"]) == left
    await client.ask("session/stop", id=made["id"])
    assert not any(map(lives, left))


async def test_the_users_own_processes_in_a_worktree_are_theirs(
    connect: Connect, repo: Path, out: Path, tmp_path: Path, paths: Paths
) -> None:
    """A shell of the user's stands there, and a command of theirs that runs when a session waits."""
    told = tmp_path / "told"
    command = ["sh", "-c", f"echo $$ > {told}.new; mv {told}.new {told}; exec sleep 25"]
    client = await connect(settings=agent(leaver(out, "setsid"), onWaiting=command))
    made, left = await started(client, repo, out)
    shell = await asyncio.create_subprocess_exec("sleep", "1000", cwd=made["worktree"], start_new_session=True)
    waiting = await client.ask("session/create", repo=str(repo), agent="demo", instruction="Add a feature")
    await client.until(waiting["id"], "waiting")
    assert await asyncio.to_thread(wait_for, told.exists)
    theirs = [shell.pid, int(told.read_text())]
    try:
        assert not set(theirs) & {*await named(client, made["id"]), *await named(client, waiting["id"])}
        await client.ask("session/pause", id=made["id"])
        await client.ask("session/pause", id=waiting["id"])
        assert not any(map(lives, left))
        assert lives(shell.pid)
        assert lives(theirs[1])
    finally:
        shell.kill()
        await shell.wait()
        end(theirs[1:])
