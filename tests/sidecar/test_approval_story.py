"""A repository's script is approved by a client or in a shell, and by no process of an agent's."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from branchline.machine.paths import self_command
from harness.shell import branchline
from harness.sidecar import Connect, git, plain
from harness.updates import NAMED
from harness.waiting import until

pytestmark = [pytest.mark.timeout(180), pytest.mark.shared_sidecar]


async def test_only_the_user_approves(connect: Connect, repo: Path, home: Path, tmp_path: Path) -> None:
    (repo / ".branchline").mkdir()
    (repo / ".branchline" / "setup").write_text("echo ready > set-up\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "scripts")
    said = await branchline(home, "setup", str(repo), "--json")
    (script,) = json.loads(said.stdout)["scripts"]
    assert (script["kind"], script["approval"], script["before"]) == ("setup", "waiting", None)
    out = tmp_path / "out"
    attempt = shlex.join(self_command("setup", str(repo), "--approve", script["digest"]))
    sly = f"BRANCHLINE_HOME={shlex.quote(str(home))} {attempt} > {shlex.quote(str(out))} 2>&1; exec cat"
    client = await connect(settings={"agents": {"sly": {"command": ["/bin/sh", "-c", sly], "like": "demo"}}})
    made = await client.ask("session/create", repo=str(repo), agent="sly", name="sly")
    await until(lambda: out.exists() and "agent" in out.read_text())
    assert "An agent started this" in out.read_text()
    waits = client.record(made["id"])["setupWaits"]
    assert waits == {"source": ".branchline/setup", "digest": script["digest"]}
    worktree = Path(client.record(made["id"])["worktree"])
    assert not (worktree / "set-up").exists()
    with pytest.raises(JsonRpcException) as caught:
        await client.ask("project/approveScript", path=str(repo), digest="0" * 64)
    assert plain(caught.value.data)["code"] == "SCRIPT_CHANGED"
    said = await branchline(home, "setup", str(repo), "--approve", script["digest"][:16])
    assert "It is approved" in said.stdout, said.stderr
    await until(lambda: (worktree / "set-up").exists())
    told = await client.ask("project/scripts", path=str(worktree))
    assert [each["approval"] for each in told["scripts"]] == ["approved"]
    assert client.record(made["id"])["setupWaits"] is None
    said = await branchline(home, "setup", str(repo), "--never")
    assert said.returncode == 0, said.stderr
