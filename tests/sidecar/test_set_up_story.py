"""A project's set-up script in a terminal of the terminal host: approved, run, cut off, and what it leaves."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths, self_command
from branchline.service.terminals.script_terminals import LOG_SIZE
from harness.left_running import end, lives, pids, until_ended
from harness.sidecar import Client, Connect, git, kill, pids_of, wait_for
from harness.waiting import until

pytestmark = [pytest.mark.timeout(180), pytest.mark.shared_sidecar]

AGENT = {"printer": {"command": ["sh", "-c", "env > agent.env; printf '> '; exec sleep 600"]}}


async def set_up(client: Client, session_id: str, *statuses: str) -> dict[str, Any]:
    """The session's record once its set-up stands so."""

    def stands() -> bool:
        record = client.session(session_id)
        return record is not None and record["setup"] is not None and record["setup"]["status"] in statuses

    await until(stands)
    return client.record(session_id)


def commit_script(repo: Path, name: str, text: str) -> None:
    (repo / ".branchline").mkdir(exist_ok=True)
    (repo / ".branchline" / name).write_text(text)
    git(repo, "add", "-A")
    git(repo, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", name)


def variables(file: Path) -> dict[str, str]:
    lines = [line.partition("=") for line in file.read_text().splitlines()]
    return {name: value for name, _, value in lines}


async def test_from_the_approval_to_the_teardown(connect: Connect, repo: Path, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    ask = " ".join([f"BRANCHLINE_HOME={home}", *self_command("sessions")])
    commit_script(
        repo,
        "setup",
        f"""
        echo setting up $BRANCHLINE_NAME
        env > "$OUT/setup.env"
        read line && echo "read: $line" || echo "nothing to read"
        setsid sleep 600 > /dev/null 2>&1 &
        echo $! > "$OUT/daemon"
        {ask} > "$OUT/asked" 2>&1 && echo allowed || echo refused
        """,
    )
    client = await connect(
        settings={
            "agents": AGENT,
            "scriptEnvironment": {"OUT": str(out), "NEXT": "${port+1}"},
            "teardownScript": 'cat "$OUT/daemon" > "$OUT/torn-$BRANCHLINE_PORT"',
        }
    )
    made = await client.ask("session/create", repo=str(repo), agent="printer", name="Story")
    assert made["setupWaits"]["source"] == ".branchline/setup"
    assert not list(out.iterdir())
    digest = made["setupWaits"]["digest"]
    await client.ask("project/approveScript", path=str(repo), digest=digest)
    record = await set_up(client, made["id"], "done", "failed")
    assert (record["setup"]["status"], record["setupWaits"]) == ("done", None)
    told = variables(out / "setup.env")
    log = (await client.ask("setup/log", id=made["id"]))["lines"]
    assert [line for line in log if line] == [f"setting up {told['BRANCHLINE_NAME']}", "nothing to read", "refused"]
    await until(lambda: (Path(made["worktree"]) / "agent.env").exists())
    agent = variables(Path(made["worktree"]) / "agent.env")
    names = [name for name in told if name.startswith("BRANCHLINE_") and name != "BRANCHLINE_AGENT_SESSION"]
    assert len(names) == 6
    assert {name: agent[name] for name in [*names, "NEXT"]} == {name: told[name] for name in [*names, "NEXT"]}
    assert int(told["NEXT"]) == int(told["BRANCHLINE_PORT"]) + 1
    assert told["BRANCHLINE_MAIN"] == str(repo)
    daemon = int((out / "daemon").read_text())
    try:
        assert lives(daemon)
        left = await client.ask("session/processes", id=made["id"])
        assert daemon in [each["pid"] for each in left["processes"]]
        await client.ask("session/remove", id=made["id"], force=True, keepBranch=False)
        await until_ended([daemon])
    finally:
        end([daemon])
    assert (out / f"torn-{told['BRANCHLINE_PORT']}").read_text() == f"{daemon}\n"
    assert not Path(made["worktree"]).exists()
    assert (await client.ask("setup/log", id=made["id"], kind="teardown"))["lines"] is not None


async def test_one_that_floods_and_hangs_is_kept_within_its_bounds(
    connect: Connect, repo: Path, paths: Paths, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    script = """
    trap '' HUP TERM
    head -c 3000000 /dev/zero | tr '\\0' x | fold -w 100
    echo the end
    echo $$ > "$OUT/$$.pid"
    while true; do sleep 1; done
    """
    client = await connect(
        settings={
            "agents": AGENT,
            "setupScript": script,
            "setupMinutes": 0.1,
            "scriptEnvironment": {"OUT": str(out)},
        }
    )
    made = await client.ask("session/create", repo=str(repo), agent="printer", name="Flood")
    assert made["status"] == "starting"
    await until(lambda: bool(pids(out)))
    assert client.record(made["id"])["preparing"]["phase"] == "setup"
    assert (await client.ask("setup/log", id=made["id"]))["watch"] is not None
    record = await set_up(client, made["id"], "timedOut")
    await until_ended(pids(out))
    ring = paths.session_folder(made["id"]) / "setup.log"
    assert ring.stat().st_size <= LOG_SIZE + 4096
    said = await client.ask("setup/log", id=made["id"])
    assert said["watch"] is None
    assert [line for line in said["lines"] if line][-1].endswith("the end")
    await until(lambda: client.record(made["id"])["status"] != "starting")
    assert record["setup"]["exitCode"] is None


async def test_one_that_the_user_cancels_lets_the_agent_start(connect: Connect, repo: Path) -> None:
    client = await connect(settings={"agents": AGENT, "setupScript": "sleep 600"})
    made = await client.ask("session/create", repo=str(repo), agent="printer", name="Cancelled")
    await client.ask("setup/cancel", id=made["id"])
    await set_up(client, made["id"], "cancelled")
    await until(lambda: client.record(made["id"])["status"] != "starting")
    await client.ask("setup/run", id=made["id"])
    await set_up(client, made["id"], "running")
    await client.ask("session/stop", id=made["id"])
    await set_up(client, made["id"], "cancelled")


async def test_the_command_line_runs_it_again_and_says_what_it_printed(
    connect: Connect, repo: Path, home: Path
) -> None:
    client = await connect(settings={"agents": AGENT, "setupScript": "echo ready $((BRANCHLINE_PORT > 0))"})
    made = await client.ask("session/create", repo=str(repo), agent="printer", name="Line")
    await until(lambda: client.record(made["id"])["status"] != "starting")

    async def said(*words: str) -> str:
        environment = {"BRANCHLINE_HOME": str(home), "PATH": "/usr/bin:/bin"}
        process = await asyncio.create_subprocess_exec(
            *self_command(*words), env=environment, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await process.communicate()
        assert process.returncode == 0
        return told.decode().strip()

    assert await said("setup-log", "Line") == "ready 1"
    assert await said("run-setup", "Line") == "It runs."
    await set_up(client, made["id"], "done")


async def test_one_that_fails_is_told_to_one_window(connect: Connect, repo: Path) -> None:
    first = await connect(settings={"agents": AGENT, "setupScript": "exit 3"})
    second = await connect(settings={"agents": AGENT, "setupScript": "exit 3"})
    made = await first.ask("session/create", repo=str(repo), agent="printer", name="Failed")
    await set_up(first, made["id"], "failed")
    await set_up(second, made["id"], "failed")

    def told() -> list[Any]:
        return [what for client in (first, second) for name, what in client.heard if name == "setup/didFail"]

    await until(lambda: bool(told()))
    (only,) = told()
    assert only == {
        "id": made["id"],
        "name": "Failed",
        "kind": "setup",
        "why": "The set-up script failed with exit code 3.",
    }


@pytest.mark.shared_sidecar(False)
async def test_a_sidecar_that_is_killed_meanwhile_leaves_none_and_it_runs_again(
    connect: Connect, repo: Path, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    script = 'exec 9> "$OUT.lock"; flock -n 9 || touch "$OUT.twice"; echo $$ > "$OUT/$$.pid"; exec sleep 600'
    settings = {"agents": AGENT, "setupScript": script, "scriptEnvironment": {"OUT": str(out)}}
    client = await connect(settings=settings)
    made = await client.ask("session/create", repo=str(repo), agent="printer", name="Killed")
    await until(lambda: bool(pids(out)))
    (first,) = pids(out)
    (sidecar,) = pids_of(home, "serve")
    kill(sidecar)
    assert await asyncio.to_thread(wait_for, lambda: pids_of(home, "serve") not in ([], [sidecar]))
    again = await connect(settings=settings)
    record = await again.until(made["id"], "paused")
    assert (record["reason"], record["setup"]["status"]) == ("interrupted", "cutOff")
    assert Path(record["worktree"]).is_dir()
    await until_ended([first])
    await again.ask("session/resume", id=made["id"])
    await until(lambda: len(pids(out)) == 2)
    await set_up(again, made["id"], "running")
    assert not Path(f"{out}.twice").exists()
    await again.ask("setup/cancel", id=made["id"])
    record = await again.until(made["id"], "working", "ready", "starting", "waiting")
    await again.ask("session/remove", id=made["id"], force=True, keepBranch=False)
    await until_ended(pids(out))
    assert json.loads(json.dumps(record["setup"]))["status"] in {"cancelled", "running"}
