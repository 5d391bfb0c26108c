"""Roles over the protocol: personas, a template's session, and a second opinion on its work."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from harness.sidecar import PATIENCE, Client

pytestmark = [pytest.mark.timeout(120), pytest.mark.shared_sidecar]

TEMPLATE = "---\npersona: qa\nvariables:\n  part: Which part?\n---\nWrite docs for {{part}}\n{{selection}}\n"


async def test_a_session_of_a_template_and_a_second_opinion_on_it(client: Client, repo: Path) -> None:
    everything = await client.ask("session/list")
    assert {"qa", "reviewer"} <= {each["name"] for each in everything["personas"]}
    folder = repo / ".branchline" / "templates"
    folder.mkdir(parents=True)
    (folder / "docs.md").write_text(TEMPLATE)
    (folder / "broken.md").write_text("---\n")
    listed = await client.ask("template/list", repo=str(repo))
    assert [(each["name"], each["takesSelection"], each["takesFile"]) for each in listed["templates"]] == [
        ("docs", True, False)
    ]
    assert [(each["where"], each["line"]) for each in listed["bad"]] == [(".branchline/templates/broken.md", 1)]
    names, texts = ["part", "selection"], ["the command", "a\nb"]
    filled = await client.ask("template/fill", repo=str(repo), name="docs", names=names, texts=texts)
    assert filled["instruction"] == "Write docs for the command\na\nb"
    given = {key: value for key, value in filled.items() if value is not None}
    made = await client.ask("session/create", **{**given, "repo": str(repo), "agent": "demo"})
    assert (made["persona"], made["notes"]) == ("qa", 0)
    changed = await client.ask("session/update", id=made["id"], persona="specialist")
    assert (changed["persona"], changed["nextAutoYes"]) == ("specialist", None)

    asked = await client.ask("session/secondOpinion", id=made["id"])
    assert (asked["persona"], asked["reviews"], asked["autoYes"]) == ("reviewer", made["id"], "read-only")
    deadline = time.monotonic() + PATIENCE
    while not client.record(made["id"])["notes"]:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    [note] = (await client.ask("session/notes", id=made["id"]))["notes"]
    assert note["session"] == asked["id"]
    assert "Finding:" in note["text"]
