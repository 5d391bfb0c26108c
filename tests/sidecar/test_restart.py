"""`stdio --replace`: another sidecar, the same agents."""

from __future__ import annotations

from pathlib import Path

from branchline.machine.paths import self_command
from harness.sidecar import Connect, pids_of, wait_for


async def test_another_sidecar_takes_over_the_agents(connect: Connect, home: Path, repo: Path) -> None:
    client = await connect()
    made = await client.ask("session/create", repo=str(repo), agent="demo")
    await client.until(made["id"], "ready")
    before, agents = pids_of(home, "serve"), pids_of(home, "demo-agent")

    again = await connect(command=[*self_command("stdio"), "--replace"])
    assert wait_for(lambda: len(pids_of(home, "serve")) == 1)
    assert pids_of(home, "serve") != before
    assert pids_of(home, "demo-agent") == agents
    assert again.record(made["id"])["status"] == "ready"
    await again.ask("session/send", id=made["id"], text="Delete the old script", submit=True)
    await again.until(made["id"], "waiting")


async def test_where_none_runs_one_is_started(connect: Connect, home: Path) -> None:
    await connect(command=[*self_command("stdio"), "--replace"])
    assert len(pids_of(home, "serve")) == 1
