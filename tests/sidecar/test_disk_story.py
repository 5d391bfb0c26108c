"""What is on the disk is counted and cleaned up in a shell, and the doctor sees to spares."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths, self_command
from branchline.relay import relay
from harness.shell import branchline
from harness.sidecar import Client, Connect, git
from harness.updates import NAMED
from harness.waiting import until

pytestmark = pytest.mark.timeout(180)


async def told(home: Path, *words: str) -> str:
    done = await branchline(home, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def paused(client: Client, repo: Path, name: str) -> dict[str, Any]:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name=name)
    await client.until(made["id"], "ready")
    await client.ask("session/stop", id=made["id"])
    return await client.until(made["id"], "paused")


@pytest.mark.shared_sidecar
async def test_counted_and_cleaned_up(client: Client, repo: Path, home: Path) -> None:
    (repo / ".gitignore").write_text("node_modules\n")
    git(repo, "add", "-A")
    git(repo, *NAMED, "commit", "-qm", "ignore")
    first = await paused(client, repo, "First")
    worktree = Path(first["worktree"])
    (worktree / "node_modules").mkdir()
    (worktree / "node_modules" / "x").write_bytes(b"x" * 2_000_000)
    found = json.loads(await told(home, "disk", "--json"))
    use = next(each for each in found["sessions"] if each["id"] == first["id"])
    assert use["caches"] >= 2_000_000
    assert use["name"] == first["name"]
    assert str(repo) in [each["repo"] for each in found["repositories"]]
    assert "caches 1.9 MB" in await told(home, "disk")

    assert "node_modules" in await told(home, "clean-up", "--caches")
    assert (worktree / "node_modules").exists(), "it was only said"
    assert "are being deleted" in await told(home, "clean-up", "--caches", "--yes")
    assert not (worktree / "node_modules").exists()

    (worktree / "new.txt").write_text("new\n")
    assert first["name"] not in await told(home, "clean-up", "--merged")
    await client.ask("session/land", id=first["id"], how="squash")
    assert f"{first['name']}: landed on main" in await told(home, "clean-up", "--merged")
    assert worktree.exists()
    await told(home, "clean-up", "--merged", "--yes")
    assert not worktree.exists()
    assert (await client.ask("session/restore", id=first["id"]))["status"] == "paused"
    assert (worktree / "new.txt").read_text() == "new\n"


def cancelled(paths: Paths) -> Any:
    """What is answered to a count that is taken back while it is under way."""

    def frame(message: dict[str, Any]) -> bytes:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)

    with relay.connect(paths, "client") as link, link.makefile("rb") as stream:
        link.sendall(frame({"id": 7, "method": "session/disk", "params": {}}))
        link.sendall(frame({"method": "$/cancelRequest", "params": {"id": 7}}))
        length = 0
        while line := stream.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(stream.read(length))


@pytest.mark.shared_sidecar
async def test_a_count_that_nobody_waits_for_is_ended(client: Client, repo: Path, paths: Paths) -> None:
    await paused(client, repo, "Counted")
    answer = await asyncio.to_thread(cancelled, paths)
    assert (answer["id"], answer["error"]["code"]) == (7, -32800)
    assert (await client.ask("session/disk"))["sessions"], "the next one counts"


async def test_the_doctor_says_how_spares_are_and_drops_them(connect: Connect, repo: Path, home: Path) -> None:
    client = await connect(settings={"spareWorktrees": 2})
    folder = Path(f"{repo}.worktrees/.branchline-spares")
    await paused(client, repo, "First")

    async def spares() -> list[dict[str, Any]]:
        (found,) = (await client.ask("repository/disk"))["repositories"]
        kept: list[dict[str, Any]] = found["spares"]
        return kept

    seen = set()
    for _ in range(600):
        states = [each["state"] for each in await spares()]
        seen |= {*states}
        if states == ["ready", "ready"]:
            break
        await asyncio.sleep(0.1)
    assert states == ["ready", "ready"]
    assert seen <= {"ready", None}, "None: it is just being made, or settled"
    text = await told(home, "doctor")
    assert text.count("ready for the next session") == 2
    report = await told(home, "diagnostics")
    assert "spare worktrees: 2 ready" in report
    assert str(folder) not in report
    one, two = await spares()
    (Path(one["path"]) / ".git").unlink()
    git(repo, "worktree", "unlock", two["path"])
    git(repo, "worktree", "lock", "--reason", "mine", two["path"])
    done = await branchline(home, "doctor")
    assert (done.returncode, "somebody else locked it" in done.stdout, "not whole" in done.stdout) == (1, True, True)
    done = await branchline(home, "doctor", "--drop-spares")
    assert done.returncode == 1
    assert f"{two['path']} was not deleted" in done.stdout
    assert (Path(one["path"]).exists(), Path(two["path"]).exists()) == (False, True)
    git(repo, "worktree", "unlock", two["path"])
    git(repo, "worktree", "remove", "--force", two["path"])
    assert await spares() == []
    await paused(client, repo, "Second")
    await until(lambda: len(list(folder.glob("*"))) == 2)
    process = await asyncio.create_subprocess_exec(
        *self_command("shutdown"), env={"BRANCHLINE_HOME": str(home), "PATH": "/usr/bin:/bin"}
    )
    assert await process.wait() == 0
    assert not folder.exists()
    assert ".branchline-spares" not in git(repo, "worktree", "list", "--porcelain")
