"""Agents start in the environment of the window that asks for them, not in that of the one that came first."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from branchline.machine.sockets import dial
from harness.environments import keeper, kept, variables
from harness.repositories import gits_own
from harness.sidecar import Client, Connect, kill, pids_of, wait_for
from harness.terminal import list_held

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]


async def create(client: Client, repo: Path, name: str, agent: str = "keeper") -> dict[str, Any]:
    made: dict[str, Any] = await client.ask("session/create", repo=str(repo), agent=agent, name=name)
    return made


async def test_each_window_gives_its_own(connect: Connect, repo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = await connect(settings=keeper(out), env={"WHOSE": "first", "HTTP_PROXY": "http://one", "OLD": "1"})
    later = {"WHOSE": "later", "SSH_AUTH_SOCK": "/tmp/later.sock", "BYTES": os.fsdecode(b"\xff\xfe")}
    second = await connect(settings=keeper(out), env=later)
    for client, whose in ((second, "later"), (first, "first"), (second, "later")):
        made = await create(client, repo, f"of {whose}")
        found = await kept(out, made["worktree"])
        assert found["WHOSE"] == whose
        assert ("HTTP_PROXY" in found, "OLD" in found) == (whose == "first", whose == "first")
        assert (found.get("SSH_AUTH_SOCK") == "/tmp/later.sock") is (whose == "later")
        assert (found.get("BYTES") == later["BYTES"]) is (whose == "later")
        assert "BRANCHLINE_HOME" not in found


async def test_an_agent_that_was_installed_later_is_found(connect: Connect, repo: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "brandnew").write_text("#!/bin/sh\necho up\nexec cat\n")
    (tools / "brandnew").chmod(0o755)
    settings = {"agents": {"brandnew": {"command": ["brandnew"]}}}
    first = await connect(settings=settings)
    second = await connect(settings=settings, env={"PATH": f"{tools}:{os.environ['PATH']}"})

    async def program(client: Client) -> str | None:
        listed = (await client.ask("session/list"))["agents"]
        programs: dict[str, str | None] = {each["name"]: each["program"] for each in listed}
        return programs["brandnew"]

    synced = [params for method, params in second.heard if method == "session/didSync"][-1]
    assert str(tools / "brandnew") in [each["program"] for each in synced["agents"]]
    assert (await program(first), await program(second)) == (None, str(tools / "brandnew"))
    assert (await first.refused("session/create", repo=str(repo), agent="brandnew"))[2]["code"] == "AGENT_NOT_FOUND"
    made = await create(second, repo, "new", "brandnew")
    await second.until(made["id"], "working", "ready")
    await second.ask("session/stop", id=made["id"])
    await second.until(made["id"], "paused")
    assert (await first.refused("session/resume", id=made["id"]))[2]["code"] == "AGENT_NOT_FOUND"
    await second.ask("session/resume", id=made["id"])
    await second.until(made["id"], "working", "ready")


async def test_whoever_resumes_or_forks_gives_theirs(connect: Connect, repo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = await connect(settings=keeper(out), env={"WHOSE": "first"})
    made = await create(first, repo, "goes on")
    assert (await kept(out, made["worktree"]))["WHOSE"] == "first"
    second = await connect(settings=keeper(out), env={"WHOSE": "second"})
    for client, whose in ((second, "second"), (first, "first")):
        await client.ask("session/pause", id=made["id"])
        await client.ask("session/resume", id=made["id"])
        assert (await kept(out, made["worktree"]))["WHOSE"] == whose
    (snapshot, *_) = (await second.ask("snapshot/list", id=made["id"]))["snapshots"]
    forked = await second.ask("snapshot/fork", id=made["id"], number=snapshot["number"])
    assert (await kept(out, forked["worktree"]))["WHOSE"] == "second"


async def test_one_that_waited_in_the_queue_has_that_of_who_asked(connect: Connect, repo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    settings = keeper(out, maxSessions=1, agents={"cat": {"command": ["sh", "-c", "echo up; exec cat"]}})
    first = await connect(settings=settings, env={"WHOSE": "first"})
    runs = await create(first, repo, "runs", "cat")
    asks = await connect(settings=settings, env={"WHOSE": "asks"})
    waits = await create(asks, repo, "waits")
    assert waits["status"] == "queued"
    await asks.leave()
    await connect(settings=settings, env={"WHOSE": "last"})
    await first.ask("session/stop", id=runs["id"])
    worktree = (await first.until(waits["id"], "working", "ready"))["worktree"]
    assert (await kept(out, worktree))["WHOSE"] == "asks"


@pytest.mark.shared_sidecar(False)
async def test_after_a_crash_the_last_known_one_counts(
    connect: Connect, repo: Path, home: Path, paths: Paths, tmp_path: Path
) -> None:
    """Nobody is there; the terminal host brought the sidecar back."""
    out = tmp_path / "out"
    settings = keeper(out, maxSessions=1, agents={"cat": {"command": ["sh", "-c", "echo up; exec cat"]}})
    first = await connect(settings=settings, env={"WHOSE": "first"})
    runs = await create(first, repo, "runs", "cat")
    await first.until(runs["id"], "working", "ready")
    last = await connect(settings=settings, env={"WHOSE": "last", "XDG_DATA_HOME": str(tmp_path / "elsewhere")})
    waits = await create(last, repo, "waits")
    await first.leave()
    await last.leave()
    before = pids_of(home, "serve")
    for pid in before:
        kill(pid)
    assert await asyncio.to_thread(wait_for, lambda: bool(set(pids_of(home, "serve")) - set(before)))
    (agent,) = [entry["pid"] for entry in list_held(paths)]
    kill(agent)
    assert await asyncio.to_thread(wait_for, lambda: any(out.glob("[!n]*")))
    (found,) = [variables(each.read_bytes()) for each in out.glob("[!n]*")]
    assert (found["WHOSE"], "BRANCHLINE_HOME" in found) == ("last", False)
    again = await connect(settings=settings, env={"WHOSE": "again"})
    assert {each["id"] for each in (await again.ask("session/list"))["sessions"]} == {runs["id"], waits["id"]}


async def test_what_the_users_hooks_run_in_is_of_the_window_that_asks(
    connect: Connect, repo: Path, tmp_path: Path
) -> None:
    hook = repo / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\necho "$WHOSE" >> {tmp_path}/said\n')
    hook.chmod(0o755)
    first = await connect(env={"WHOSE": "first"})
    second = await connect(env={"WHOSE": "second"})
    for client, name in ((first, "one"), (second, "two"), (first, "three")):
        await create(client, repo, name, "demo")
    assert (tmp_path / "said").read_text().split() == ["first", "second", "first"]


async def test_a_command_of_the_users_has_the_last_one(connect: Connect, repo: Path, tmp_path: Path) -> None:
    command = ["/bin/sh", "-c", f'echo "$WHOSE" > {tmp_path}/new; mv {tmp_path}/new {tmp_path}/said']
    await connect(settings={"onWaiting": command}, env={"WHOSE": "first"})
    second = await connect(settings={"onWaiting": command}, env={"WHOSE": "second"})
    await second.ask("session/create", repo=str(repo), agent="demo", instruction="Add a feature")
    assert await asyncio.to_thread(wait_for, (tmp_path / "said").exists)
    assert (tmp_path / "said").read_text().strip() == "second"


@pytest.mark.shared_sidecar(False)
async def test_it_is_on_no_disk_and_in_no_log(connect: Connect, repo: Path, home: Path, tmp_path: Path) -> None:
    out, secret = tmp_path / "out", "correct-horse-battery"
    first = await connect(settings=keeper(out), env={"HARMLESS_NAME": f"{secret}-1"})
    await first.ask("log/setLevel", level="trace")
    second = await connect(settings=keeper(out), env={"HARMLESS_NAME": f"{secret}-2"})
    made = await create(second, repo, "one")
    assert (await kept(out, made["worktree"]))["HARMLESS_NAME"] == f"{secret}-2"
    await second.ask("session/pause", id=made["id"])
    sidecar = pids_of(home, "serve")
    files = [path for path in [*home.rglob("*"), *(repo / ".git").rglob("*")] if path.is_file()]
    assert len(files) > 20
    assert not [path for path in files if secret.encode() in path.read_bytes()]
    assert pids_of(home, "serve") == sidecar


GIT = {"GIT_QUARANTINE_PATH", "GIT_NAMESPACE"} | {
    f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL", "DATE")
}


async def test_a_window_that_git_opened_does_not_lead_agents_elsewhere(
    connect: Connect, repo: Path, tmp_path: Path
) -> None:
    """As by `GIT_EDITOR='code --wait' git commit`, or out of a hook."""
    names = gits_own() | GIT
    asks = tmp_path / "said"
    git = f"(git rev-parse --show-toplevel; git var GIT_AUTHOR_IDENT) > {asks}.new 2>&1; mv {asks}.new {asks}; exec cat"
    settings = keeper(tmp_path / "out", agents={"git": {"command": ["/bin/sh", "-c", git]}})
    client = await connect(settings=settings, env={**dict.fromkeys(names, "/nowhere"), "GIT_PAGER": "cat"})
    listed = await client.ask("repo/branches", repo=str(repo))
    assert (listed["current"], "main" in [each["name"] for each in listed["branches"]]) == ("main", True)
    made = await create(client, repo, "one")
    found = await kept(tmp_path / "out", made["worktree"])
    assert names & set(found) == {"GIT_CONFIG_PARAMETERS"}
    assert "/nowhere" not in found["GIT_CONFIG_PARAMETERS"], "it is ours"
    assert found["GIT_PAGER"] == "cat"
    made = await create(client, repo, "two", "git")
    assert await asyncio.to_thread(wait_for, asks.exists)
    folder, who = asks.read_text().splitlines()
    assert folder == made["worktree"]
    assert who.startswith("Robin Sample <robin@example.com>"), "the repository's own user"


@pytest.mark.parametrize("said", ['"x"', "-1", "true", "99999999999", "4"])
async def test_one_that_is_none_harms_nobody(connect: Connect, paths: Paths, said: str) -> None:
    client = await connect()
    link = dial(paths.sidecar_socket)
    assert link is not None
    with link:
        link.sendall(b'{"role": "client", "version": "0.1.0", "environment": %s}\n[1]\n' % said.encode())
        if said == "4":  # What follows is JSON, and no environment: it goes on without.
            body = b'{"jsonrpc": "2.0", "id": 1, "method": "session/list", "params": {}}'
            link.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            with link.makefile("rb") as stream:
                assert [stream.readline() for _ in range(2)][1].startswith(b"Content-Length")
        else:
            with link.makefile("rb") as stream:
                assert stream.read().count(b"\n") == 1, "the greeting, and the end"
    assert (await client.ask("session/list"))["sessions"] == []
