"""A session's work is landed by a client, and in a shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from harness.shell import branchline
from harness.sidecar import Client, git, plain

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]


async def test_landed_by_a_client_and_in_a_shell(client: Client, repo: Path, home: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Login")
    made = await client.until(made["id"], "ready")
    worktree = Path(made["worktree"])
    (worktree / "new.txt").write_text("new\n")

    planned = await branchline(home, "land", made["name"], "--dry-run", "--how", "rebase")
    assert planned.returncode == 0, planned.stderr
    assert "rebase main" in planned.stdout
    landed = await client.ask("session/land", id=made["id"], how="squash", message="Add new.txt\n\nBy hand.")
    assert landed["landed"]["commit"] == git(repo, "rev-parse", "main").strip()
    assert git(repo, "log", "--format=%s", "-1", "main").strip() == "Add new.txt"
    record = await client.until(made["id"], "ready")
    assert record["landed"] == landed["landed"], "it was told before the answer"
    (worktree / "more.txt").write_text("more\n")
    again = await branchline(home, "land", made["name"], "--message", "More")
    assert again.returncode == 0, again.stderr
    assert (repo / "more.txt").read_text() == "more\n"
    (worktree / "README.md").write_text("theirs\n")
    (repo / "README.md").write_text("mine\n")
    with pytest.raises(JsonRpcException) as caught:
        await client.ask("session/land", id=made["id"], how="merge")
    assert plain(caught.value.data)["code"] == "CHECKOUT_DIRTY"
    assert (await branchline(home, "land", made["name"])).returncode == 1
    (repo / "README.md").unlink()
    git(repo, "checkout", "--", "README.md")
    assert (await client.ask("session/apply", id=made["id"], files=["README.md"]))["files"] == ["README.md"]
    assert (repo / "README.md").read_text() == "theirs\n"
    with pytest.raises(JsonRpcException) as caught:
        await client.ask("session/createPullRequest", id=made["id"], title="T", text="")
    assert plain(caught.value.data)["code"] == "NOT_PUSHED"
