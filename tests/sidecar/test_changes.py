"""The user's own edits in a worktree are told by the window, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sidecar import Client

pytestmark = pytest.mark.shared_sidecar


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
