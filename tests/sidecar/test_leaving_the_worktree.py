"""A real program that leaves its worktree, with no hook to tell of it, is seen by where it is when it comes to rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sidecar import Client, Connect
from harness.waiting import until

pytestmark = pytest.mark.shared_sidecar

SCRIPT = """
echo up
while [ ! -e '{go}' ]; do sleep 0.2; done
cd "$(cat '{go}')"
echo "by the agent" > stray.txt
until [ -e '{seen}' ]; do echo "still at it"; sleep 0.1; done
exec cat
"""


async def strays(connect: Connect, repo: Path, tmp_path: Path, *, to_another: bool) -> tuple[Client, Path, str]:
    """The program works in that place, and rests once it was seen to work."""
    go, seen = tmp_path / "go", tmp_path / "seen"
    leaver = {"command": ["sh", "-c", SCRIPT.format(go=go, seen=seen)]}
    client = await connect(settings={"agents": {"leaver": leaver}})
    target = repo
    if to_another:
        other = await client.ask("session/create", repo=str(repo), agent="demo")
        await client.until(other["id"], "ready")
        target = Path(other["worktree"])
    made = await client.ask("session/create", repo=str(repo), agent="leaver")
    await client.until(made["id"], "ready")
    (tmp_path / "new").write_text(str(target))
    (tmp_path / "new").rename(go)
    await client.until(made["id"], "working")
    seen.touch()
    await client.until(made["id"], "ready")
    return client, target, made["id"]


async def until_strayed(client: Client, session_id: str, path: Path) -> dict[str, object]:
    while True:
        for each in client.record(session_id)["strayed"]:
            if (each["path"], each["way"]) == (str(path), "entered"):
                return dict(each)
        await client.hears("session/didChange")


async def test_to_the_main_checkout(connect: Connect, repo: Path, tmp_path: Path) -> None:
    client, target, session_id = await strays(connect, repo, tmp_path, to_another=False)
    found = await until_strayed(client, session_id, target)
    assert (found["session"], found["main"]) == (None, True)


async def test_to_another_sessions_worktree(connect: Connect, repo: Path, tmp_path: Path) -> None:
    client, target, session_id = await strays(connect, repo, tmp_path, to_another=True)
    found = await until_strayed(client, session_id, target)
    other = str(found["session"])
    assert (client.record(other)["worktree"], found["main"]) == (str(target), False)
    while client.record(other)["changes"]["files"] != 1:
        await client.hears("session/didChange")
    wanted = (other, "after another agent was there")

    def is_told() -> bool:
        told = [params for name, params in client.heard if name == "snapshot/didChange"]
        return wanted in [(params["id"], params["reason"]) for params in told]

    await until(is_told)
