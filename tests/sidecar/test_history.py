"""What happened, as clients and shells get it: documents, files, and `branchline log`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.shell import branchline
from harness.sidecar import Client

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]


async def test_what_happened_is_told_written_and_printed(client: Client, repo: Path, home: Path) -> None:
    made = await client.ask("session/create", repo=str(repo), agent="demo", name="Told", instruction="Show [x](y)")
    session_id = made["id"]
    asking = await client.until(session_id, "waiting")
    assert asking["prompt"]
    shown = await client.ask("history/session", id=session_id)
    assert "Show \\[x\\](y)" in shown["text"]
    assert shown["sessions"] == [session_id]
    assert shown["older"] is None
    for link in shown["links"]:
        assert "Snapshot" in shown["text"].split("\n")[link["line"]]
        assert link["id"] == session_id
    latest = await client.ask("history/session", id=session_id, most=1, format="json")
    assert len({each["at"] for each in json.loads(latest["text"])["entries"]}) == 1
    assert latest["older"] is not None
    german = await client.ask("history/session", id=session_id, language="de")
    assert "## Fortschritt" in german["text"]
    both: dict[str, Any] = {"repo": str(repo), "kinds": ["instruction"], "since": "2020-01-01T00:00:00Z"}
    of_repo = json.loads((await client.ask("history/of", **both, format="json"))["text"])
    assert [each["event"] for each in of_repo["entries"]] == ["input"]
    for request in ({"kinds": ["such"]}, {"statuses": ["such"]}, {"since": "yesterday"}):
        _, _, data = await client.refused("history/of", **request)
        assert data["code"] == "BAD_REQUEST"
    path = Path((await client.ask("history/export", id=session_id, format="json"))["path"])
    assert {"created", "input"} <= {each["event"] for each in json.loads(path.read_text())["entries"]}
    output = Path((await client.ask("history/exportOutput", id=session_id))["path"]).read_text()
    assert output.strip()
    assert "\x1b" not in output

    printed = await branchline(home, "log", "Told")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert "## Progress" in printed.stdout
    whole = await branchline(home, "log", session_id[:8], "--json", "--all")
    assert json.loads(whole.stdout)["sessions"][0]["id"] == session_id
    nobody = await branchline(home, "log", "nobody")
    assert nobody.returncode == 1
    assert "There is no session 'nobody'" in nobody.stderr

    await client.ask("session/remove", id=session_id, force=True, keepBranch=False)
    gone = await client.ask("history/session", id=session_id)
    assert "Session removed" in gone["text"]
    kept = Path((await client.ask("history/exportOutput", id=session_id))["path"]).read_text()
    assert kept.splitlines()[:1] == output.splitlines()[:1]
