"""Sessions are compared by a client and in a shell, one is kept, and all is put back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.shell import branchline
from harness.sidecar import Client, git

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]


async def test_compared_kept_and_put_back(client: Client, repo: Path, home: Path) -> None:
    made = []
    for name in ("one-way", "other-way"):
        session = await client.ask("session/create", repo=str(repo), agent="demo", name=name, task="web-1")
        session = await client.until(session["id"], "ready")
        Path(session["worktree"], "new.txt").write_text(f"{name}\n")
        Path(session["worktree"], "same.txt").write_text("same\n")
        made.append(session)
    ids = [each["id"] for each in made]
    found = await client.ask("session/compare", repo=str(repo), task="web-1")
    assert [each["id"] for each in found["sessions"]] == ids
    assert [(each["path"], each["differs"]) for each in found["files"]] == [("new.txt", True), ("same.txt", False)]
    two = await client.ask("session/compareTwo", id=ids[0], other=ids[1])
    assert [each["path"] for each in two["files"]] == ["new.txt"]
    left = await client.ask("session/readFile", id=ids[1], path="new.txt", at=two["left"])
    assert left["text"] == "one-way\n"

    printed = await branchline(home, "compare", "one-way", "other-way")
    assert printed.returncode == 0, printed.stderr
    assert [line.split() for line in printed.stdout.splitlines()] == [
        ["one-way", "other-way"],
        ["new.txt", "U", "+1", "-0", "U", "+1", "-0"],
        ["same.txt", "U", "+1", "-0", "a", "U", "+1", "-0", "a"],
        ["2", "files", "+2", "-0", "2", "files", "+2", "-0"],
    ]
    as_json = await branchline(home, "compare", "--json", *ids)
    assert json.loads(as_json.stdout) == found

    planned = await client.ask("session/keep", id=ids[1], others=ids, how="squash", dryRun=True)
    assert (planned["landed"], [each["files"] for each in planned["losses"]]) == (None, [2])
    kept = await client.ask("session/keep", id=ids[1], others=[ids[0]], how="squash")
    assert (kept["removed"], kept["failed"]) == ([ids[0]], None)
    assert (repo / "new.txt").read_text() == "other-way\n"
    assert (await client.until(ids[1], "ready"))["landed"]["removed"] == [ids[0]]
    back = await client.ask("session/putBack", id=ids[1])
    assert back == {"restored": [ids[0]], "failed": [], "stays": ""}
    assert git(repo, "status", "--porcelain") == ""
    assert not (repo / "new.txt").exists()
