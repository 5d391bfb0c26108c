"""A session's changed files, as clients keep them: asked for when the record says that they are others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.sidecar import Client, Connect, git

Count = Callable[[], int]


@pytest.fixture
def counted_git(tmp_path: Path) -> tuple[dict[str, str], Count]:
    """An environment whose git is the real one, and how often it was asked for a worktree's differences by then."""
    folder, calls = tmp_path / "counted", tmp_path / "calls"
    folder.mkdir()
    calls.touch()
    program = folder / "git"
    program.write_text(f'#!/bin/sh\necho "$*" >>"{calls}"\nexec "{shutil.which("git")}" "$@"\n')
    program.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    return environment, lambda: calls.read_text().count(" diff-index ")


async def altered(client: Client, session_id: str) -> dict[str, Any]:
    """What the record says once it was counted that something altered."""
    await client.ask("session/changes", id=session_id)
    changes: dict[str, Any] = client.record(session_id)["changes"]
    return changes


async def listed(client: Client, session_id: str) -> dict[str, str]:
    tree = client.record(session_id)["changes"]["tree"]
    found = await client.ask("session/changes", id=session_id, tree=tree)
    assert found["tree"] == tree
    return {file["path"]: file["status"] for file in found["files"]}


async def test_each_change_is_told_and_counted_once(
    connect: Connect, repo: Path, counted_git: tuple[dict[str, str], Count]
) -> None:
    environment, counts = counted_git
    client = await connect(env=environment)
    made = await client.ask("session/create", repo=str(repo), agent="demo")
    session_id, worktree = made["id"], Path(made["worktree"])
    await client.until(session_id, "ready")
    assert client.record(session_id)["changes"]["tree"] == "", "it was not counted yet"

    (worktree / "new.txt").write_text("new\n")
    with (worktree / "README.md").open("a") as file:
        file.write("more\n")
    told = [await altered(client, session_id)]
    assert await listed(client, session_id) == {"README.md": "M", "new.txt": "U"}

    (worktree / "new.txt").rename(worktree / "other.txt")
    told.append(await altered(client, session_id))
    assert await listed(client, session_id) == {"README.md": "M", "other.txt": "U"}

    git(worktree, "checkout", "-q", "README.md")
    with (worktree / ".gitignore").open("a") as file:
        file.write("more\n")
    told.append(await altered(client, session_id))
    assert await listed(client, session_id) == {".gitignore": "M", "other.txt": "U"}

    git(worktree, "add", "other.txt")
    told.append(await altered(client, session_id))
    assert await listed(client, session_id) == {".gitignore": "M", "other.txt": "A"}

    assert [(each["files"], each["added"], each["removed"]) for each in told] == [(2, 2, 0)] * 4
    assert len({(each["tree"], each["untracked"]) for each in told}) == 4
    assert counts() == 4


async def test_an_edit_of_the_users_is_counted_wherever_its_path_leads_to_the_worktree(
    client: Client, repo: Path, tmp_path: Path
) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo")
    session_id, worktree = made["id"], Path(made["worktree"])
    await client.until(session_id, "ready")
    link = tmp_path / "link"
    link.symlink_to(worktree, target_is_directory=True)
    for number, folder in enumerate((worktree, link), 1):
        (folder / f"{number}.txt").write_text("new\n")
        client.lsp.protocol.notify("session/didEdit", {"path": str(folder / f"{number}.txt")})
        while client.record(session_id)["changes"]["files"] != number:
            await client.hears("session/didChange")
    (file, _) = (await client.ask("session/changes", id=session_id))["files"]
    assert (file["file"], file["oldFile"]) == (str(worktree / "1.txt"), None)
