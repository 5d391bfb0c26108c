"""The whole path over the protocol, with the demo agent: create, work, look at the changes, stop, remove."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from branchline.rpc.protocol import INVALID_PARAMS
from harness.sidecar import PATIENCE, Client, Connect, git
from harness.terminal import type_into

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]


async def test_a_session_from_creation_to_removal(client: Client, repo: Path, home: Path) -> None:
    head = git(repo, "rev-parse", "HEAD")
    created = await client.ask("session/create", repo=str(repo), agent="demo", instruction="Add a greeting")
    session_id = created["id"]
    assert created["status"] in {"starting", "working", "ready"}
    assert created["branch"].startswith("branchline/")
    assert created["base"] == head
    assert Path(created["worktree"]).parent == Path(f"{repo}.worktrees")
    assert git(created["worktree"], "rev-parse", "--abbrev-ref", "HEAD") == created["branch"]

    statuses = [
        params["session"]["status"]
        for method, params in client.heard
        if method == "session/didChange" and params["session"]["id"] == session_id
    ]
    assert statuses[:2] == ["queued", "starting"], "the row is there before the worktree is"

    record = await client.approve_all(session_id)
    assert record["unread"] is True
    deadline = time.monotonic() + PATIENCE
    while not (record := client.record(session_id))["changes"]["files"]:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)

    changes = await client.ask("session/changes", id=session_id)
    assert changes["base"] == head
    told = client.record(session_id)["changes"]["tree"]
    assert await client.ask("session/changes", id=session_id, tree=told) == changes, "as it was counted"
    assert len(changes["files"]) == record["changes"]["files"]
    assert sum(file["added"] for file in changes["files"]) == record["changes"]["added"]
    modified = next(file for file in changes["files"] if file["status"] == "M")
    before = await client.ask("session/readFile", id=session_id, path=modified["path"], at="base")
    assert before["text"] == git(repo, "show", f"HEAD:{modified['path']}") + "\n"
    after = await client.ask("session/readFile", id=session_id, path=modified["path"], at=changes["tree"])
    assert after["text"] == (Path(created["worktree"]) / modified["path"]).read_text()
    assert git(repo, "status", "--porcelain") == ""
    assert git(repo, "rev-parse", "HEAD") == head

    stopped = await client.ask("session/stop", id=session_id)
    assert stopped["id"] == session_id
    paused = await client.until(session_id, "paused")
    assert paused["reason"] == "stopped"
    assert paused["since"] == paused["evidence"]["at"]

    searched = await client.ask("session/search", text="a GREETING")
    assert searched == {"found": [{"id": session_id, "line": "Add a greeting"}], "complete": True}
    losses = await client.ask("session/losses", id=session_id)
    assert (losses["files"], losses["live"], losses["processes"]) == (record["changes"]["files"], False, [])
    _, message, data = await client.refused("session/remove", id=session_id, force=False, keepBranch=False)
    assert data["code"] == "DIRTY"
    assert (data["files"], data["live"]) == (record["changes"]["files"], False)
    assert str(data["files"]) in message
    assert Path(created["worktree"]).is_dir()

    gone = await client.ask("session/remove", id=session_id, force=True, keepBranch=False)
    kept = git(repo, "for-each-ref", "--format=%(refname)", f"refs/branchline/{session_id}/[0-9]*").splitlines()
    assert gone["snapshot"] in kept
    assert client.session(session_id) is None
    assert not Path(created["worktree"]).exists()
    assert created["branch"] not in git(repo, "branch", "--list")
    assert (await client.ask("session/list"))["sessions"] == []


async def test_an_agent_that_is_not_installed(client: Client, repo: Path, home: Path) -> None:
    settings: dict[str, Any] = {"agentPaths": {"aider": "/nowhere/aider"}}
    client.lsp.workspace_did_change_configuration(types.DidChangeConfigurationParams({"settings": settings}))
    _, message, data = await client.refused("session/create", repo=str(repo), agent="aider")
    assert data["code"] == "AGENT_NOT_FOUND"
    assert data["install"] in message
    assert (await client.ask("session/list"))["sessions"] == []
    assert git(repo, "branch", "--list", "branchline/*") == ""
    assert not Path(f"{repo}.worktrees").exists()


async def test_more_sessions_than_slots_wait_in_the_queue(connect: Connect, repo: Path) -> None:
    client = await connect(settings={"maxSessions": 1})
    first = await client.ask("session/create", repo=str(repo), agent="demo", name="one")
    second = await client.ask("session/create", repo=str(repo), agent="demo", name="two")
    assert (second["status"], second["queuePlace"], second["worktree"]) == ("queued", 1, "")
    await client.ask("session/stop", id=first["id"])
    started = await client.until(second["id"], "ready")
    assert started["queuePlace"] is None


async def test_two_clients_hear_the_same(connect: Connect, repo: Path) -> None:
    one, two = await connect(), await connect()
    created = await one.ask("session/create", repo=str(repo), agent="demo")
    await one.until(created["id"], "ready")
    await two.until(created["id"], "ready")
    assert (await one.ask("session/list"))["revision"] == (await two.ask("session/list"))["revision"]
    revisions = [params["revision"] for method, params in two.heard if method == "session/didChange"]
    assert revisions == sorted(set(revisions))
    await one.send("shutdown", None)
    one.lsp.protocol.notify("exit", None)
    assert (await two.ask("session/list"))["sessions"][0]["id"] == created["id"], "one client's exit ends only itself"


async def test_only_watched_screens_are_painted(connect: Connect, repo: Path, home: Path) -> None:
    watching, other = await connect(), await connect()
    created = await watching.ask("session/create", repo=str(repo), agent="demo")
    await watching.until(created["id"], "ready")
    await watching.ask("session/watch", ids=[created["id"]])
    type_into(home, created["id"], b"half a line")
    painted = await watching.hears("session/didPaint")
    assert (painted["id"], painted["cols"], painted["rows"]) == (created["id"], 120, 30)
    deadline = time.monotonic() + PATIENCE
    while not any("half a line" in line for line in painted["lines"]):
        assert time.monotonic() < deadline
        painted = await watching.hears("session/didPaint")
    assert "session/didPaint" not in [method for method, _ in other.heard]
    while True:
        _, _, data = await watching.refused("session/send", id=created["id"], text="more", submit=True)
        if data["code"] == "INPUT_BUSY":
            break  # Nothing is typed behind a half-typed line.
        assert data["code"] == "NOT_READY", "the screen has to stand still first"
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def test_what_else_is_asked_of_a_session(client: Client, repo: Path) -> None:
    first = await client.ask("session/create", repo=str(repo), agent="demo", name="Same name")
    second = await client.ask("session/create", repo=str(repo), agent="demo", name="Same name")
    assert (first["name"], first["title"], second["name"]) == ("same-name", "Same name", "same-name-2")
    renamed = await client.ask("session/update", id=first["id"], name="  Other  ", task="web-1", pinned=True, read=True)
    assert (renamed["name"], renamed["task"], renamed["pinned"], renamed["unread"]) == ("Other", "web-1", True, False)
    assert renamed["branch"] == first["branch"], "names are labels, the branch stays"
    await client.ask("session/activate", id=second["id"])
    assert ("session/didActivate", {"id": second["id"]}) in client.heard
    await client.until(first["id"], "ready")
    screen = await client.ask("session/screen", id=first["id"])
    assert len(screen["lines"]) <= screen["rows"]
    assert any(line.strip() for line in screen["lines"])
    assert len((await client.ask("session/output", id=first["id"], lines=3))["lines"]) == 3
    lately = (await client.ask("session/lately"))["sessions"]
    assert {"id": first["id"], "told": None, "did": None} in lately, "it was told nothing, and did nothing"
    attach = await client.ask("session/attach", id=first["id"])
    assert attach["command"][-2:] == ["attach", first["id"]]
    assert attach["cwd"] == first["worktree"]
    _, message, data = await client.refused("session/create", repo=str(repo), agent="demo", sandbox="everything")
    assert (data["code"], bool(message)) == ("BAD_SANDBOX", True)
    code, message, _ = await client.refused("session/create", repo=str(repo), agent="demo", autoYes="everything")
    assert code == INVALID_PARAMS
    assert "off, read-only, safe, worktree" in message
    assert len((await client.ask("session/list"))["sessions"]) == 2
    listing = await client.ask("repo/branches", repo=str(repo))
    names = {branch["name"] for branch in listing["branches"]}
    assert listing["current"] == git(repo, "rev-parse", "--abbrev-ref", "HEAD")
    assert names == set(git(repo, "branch", "--format=%(refname:short)").splitlines())
