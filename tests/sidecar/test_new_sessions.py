"""What a new session can be made from, and what is given to one, as a client asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.sidecar import Client, git

pytestmark = pytest.mark.shared_sidecar


async def test_a_session_has_what_the_check_said_that_it_would_lack_and_the_changes(client: Client, repo: Path) -> None:
    (repo / ".git" / "info").mkdir(exist_ok=True)
    (repo / ".git" / "info" / "exclude").write_text(".env\n")
    (repo / ".env").write_text("PORT=3000\n")
    (repo / "README.md").write_text("changed\n")
    told = await client.ask("worktree/checkSetup", repo=str(repo / "src"))
    file, port = told["findings"]
    assert (told["root"], file) == (
        str(repo),
        {"kind": "file", "path": ".env", "detail": "", "pattern": "/.env"},
    )
    assert (port["kind"], port["detail"]) == ("port", "3000")
    written = await client.ask("worktree/include", repo=str(repo), patterns=[file["pattern"]])
    assert Path(written["path"]).read_text() == "/.env\n"
    made = await client.ask("session/create", repo=str(repo), agent="demo", withChanges=True)
    assert made["notCarried"] == []
    tree = Path((await client.until(made["id"], "ready"))["worktree"])
    assert ((tree / ".env").read_text(), (tree / "README.md").read_text()) == ("PORT=3000\n", "changed\n")


async def test_a_session_in_a_subfolder_from_a_pull_request_gets_a_file(
    client: Client, repo: Path, tmp_path: Path
) -> None:
    place = await client.ask("repo/of", path=str(repo / "src" / "tally"))
    assert place == {"root": str(repo), "checkout": str(repo), "path": "src/tally", "isFolder": True}
    forge = tmp_path / "forge"
    git(tmp_path, "clone", "-q", "--bare", str(repo), str(forge))
    git(forge, "update-ref", "refs/pull/7/head", "HEAD~1")
    git(repo, "remote", "add", "origin", str(forge))
    fetched = await client.ask("repo/fetchPullRequest", repo=str(repo), number=7)
    assert fetched["commit"] == git(repo, "rev-parse", "HEAD~1")
    # No address of a forge: nobody is asked.
    assert await client.ask("repo/issue", repo=str(repo), number=7) == {"issue": None}
    assert await client.ask("repo/pullRequests", repo=str(repo)) == {"pullRequests": None}
    made = await client.ask(
        "session/create",
        repo=str(repo),
        agent="demo",
        base=fetched["commit"],
        subfolder=place["path"],
        environment=["MODE=quick"],
        limits=["sameAnswers=3"],
    )
    assert (made["base"], made["subfolder"], made["environment"]) == (fetched["commit"], "src/tally", ["MODE"])
    assert made["limits"] == ["sameAnswers=3"]
    await client.until(made["id"], "ready")
    (tmp_path / "a shot.png").write_bytes(b"picture")
    given = await client.ask("session/giveFiles", id=made["id"], files=[str(tmp_path / "a shot.png")])
    (copy,) = given["files"]
    assert (Path(copy).name, Path(copy).read_bytes(), given["typed"]) == ("a-shot.png", b"picture", True)
    limited = await client.ask(
        "session/update", id=made["id"], limits=["answersPerMinute=5", "sameAnswers=3"], network="on"
    )
    assert (limited["limits"], limited["nextLimits"]) == (["sameAnswers=3", "answersPerMinute=5"], None)
    with pytest.raises(Exception, match="cannot be cut off from the network yet"):
        await client.ask("session/update", id=made["id"], network="off")
