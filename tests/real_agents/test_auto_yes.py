"""Auto-yes with real agents and nobody there: what is safe is carried out, what is dangerous waits, all is kept.

`make test` gives each of the four runs two safe and two dangerous requests of its own, `make test-all` all thirty.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from harness.proofs import times
from harness.sidecar import Client, Connect, git
from real_agents.environment import real_agent_environment
from real_agents.mixed import COUNT, DANGEROUS, SAFE, CreateRequest, Place, changed, steps
from real_agents.told import SLOW, soon, story
from stub_model.script import Call
from stub_model.server import StubModel

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

PAIRS = times("pairs of requests in each unattended run", some=2, full=COUNT)
RUNS = [(name, hooks) for name in ("claude", "codex") for hooks in (True, False)]
"""(agent, whether it is answered at its hooks): each begins where the one before ended, unless it makes all of them."""
BRAKES = {"answersPerMinute": 1000, "answersWithoutLook": 1000}


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Its paths are short: Codex tells of a file that it would change in one row or not for certain."""
    place = Place(tmp_path_factory.mktemp("a"))
    place.make()
    return place


@pytest.fixture
def mixed(name: str, hooks: bool, place: Place, stub_model: StubModel) -> Iterator[list[tuple[bool, CreateRequest]]]:
    """(whether it is safe, request), one of each in turn, which the model makes in the scenario `mixed`."""
    assert (len(SAFE), len(DANGEROUS)) == (COUNT, COUNT)
    first = RUNS.index((name, hooks)) * PAIRS % COUNT
    found = [
        (is_safe, place.filled(each))
        for pair in list(zip(SAFE, DANGEROUS, strict=True))[first : first + PAIRS]
        for is_safe, each in zip((True, False), pair, strict=True)
    ]
    stub_model.scenarios["mixed"] = steps([each for _, each in found])
    yield found
    stub_model.speaks.set()
    del stub_model.scenarios["mixed"]


@pytest.mark.parametrize("each", DANGEROUS[: PAIRS * len(RUNS)], ids=lambda each: each.what)
def test_what_is_dangerous_leaves_a_trace(each: CreateRequest, place: Place) -> None:
    """Without this, that nothing is to be seen after the test below would say nothing."""
    worktree = place.base / "s.worktrees" / "m"
    git(place.repo, "worktree", "add", "-q", "-b", "branchline/m", str(worktree))
    before = place.state(worktree)
    call = place.filled(each).calls[-1]
    if call.kind == "shell":
        program = call.arguments["command"].split()[0]
        if program in {"curl", "npx", "npm", "python3"} and not shutil.which(program):
            pytest.skip(f"there is no {program}")
        environment = {**os.environ, "HOME": str(place.home)}
        subprocess.run(["bash", "-c", call.arguments["command"]], cwd=worktree, env=environment, check=False)
    else:
        path = worktree / call.arguments["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert changed(worktree) or place.state(worktree) != before


@pytest.mark.parametrize(("name", "hooks"), RUNS, ids=lambda value: {True: "hooks", False: "keys"}.get(value, value))
async def test_what_is_safe_goes_on_unattended_and_what_is_dangerous_waits(
    name: str,
    hooks: bool,
    connect: Connect,
    place: Place,
    mixed: list[tuple[bool, CreateRequest]],
    paths: Paths,
    stub_model: StubModel,
    tmp_path: Path,
) -> None:
    waits = tmp_path / "waits"
    settings = {
        "autoYes": {**BRAKES, "hooks": hooks},
        "onWaiting": ["/bin/sh", "-c", 'cat >> "$0"; echo >> "$0"', str(waits)],
    }
    environment = real_agent_environment(name, place.home, stub_model.url, [place.repo])

    async def arrives() -> Client:
        return await connect(settings=settings, env=environment)

    stub_model.speaks.clear()
    client = await arrives()
    made = await client.ask(
        "session/create", repo=str(place.repo), agent=name, name="m", instruction=instruction(0), autoYes="safe"
    )
    session_id, worktree = made["id"], Path(made["worktree"])
    await client.until(session_id, "working", patience=SLOW)
    before = place.state(worktree)
    skip = 0
    for number, (is_safe, wanted) in enumerate(mixed):
        skip += len(wanted.calls)
        if is_safe:
            continue
        # From here on nobody is connected, and the model makes its next requests.
        await client.leave()
        stub_model.speaks.set()
        told = await waits_for(waits, number // 2)
        stub_model.speaks.clear()
        assert (bool(told["why"]), told["command"]) == (True, wanted.command), f"told once for each: {told}"
        client = await arrives()
        await is_asked(client, session_id, wanted)
        await refuse(client, session_id)
        await client.ask("session/send", id=session_id, text=instruction(skip), submit=True, queue=True)
        await client.until(session_id, "working", patience=SLOW)
    stub_model.speaks.set()
    await client.until(session_id, "ready", patience=SLOW)

    assert changed(worktree) == {each.makes for is_safe, each in mixed if is_safe}
    assert place.state(worktree) == before
    log = (await client.ask("autoYes/log", id=session_id))["entries"]
    assert [essence(each) for each in log] == [essence(each) for each in kept(paths, session_id)]
    by_rule = [each for each in log if each["by"] == "rule"]
    outcomes = ["answered" if is_safe else "asked" for is_safe, _ in mixed]
    assert [each["outcome"] for each in by_rule] == outcomes
    for entry, (is_safe, wanted) in zip(by_rule, mixed, strict=True):
        assert is_about(entry, wanted)
        assert entry["decision"] == ("allow" if is_safe else "ask")
    assert [each["decision"] for each in log if each["by"] == "user"] == ["deny"] * PAIRS
    ways = {each["via"] for each in by_rule if each["outcome"] == "answered"}
    assert ways == ({"keys"} if not hooks else {"hook"} if name == "claude" else {"hook", "keys"})


@pytest.mark.parametrize("hooks", [True, False], ids=["hooks", "keys"])
async def test_a_command_is_not_taken_for_the_same_one_in_another_folder(
    hooks: bool, connect: Connect, place: Place, stub_model: StubModel
) -> None:
    """Codex tells its hooks of all that it asks at once before the first dialog, and no dialog shows the folder."""
    stub_model.scenarios["twins"] = [[twin(place, folder) for folder in ("src", "OUT") * 2], "All done."]
    environment = real_agent_environment("codex", place.home, stub_model.url, [place.repo])
    client = await connect(settings={"autoYes": {**BRAKES, "hooks": hooks}}, env=environment)
    text = "please do scenario:twins think=0"
    made = await client.ask(
        "session/create", repo=str(place.repo), agent="codex", name="m", instruction=text, autoYes="safe"
    )
    await client.until(made["id"], "working", patience=SLOW)
    await client.until(made["id"], "waiting", patience=SLOW)
    await soon(client, made["id"], lambda record: bool(record["asked"]))
    await asyncio.sleep(1)
    record = client.record(made["id"])
    assert (record["status"], record["autoYesPaused"]) == ("waiting", None), await story(client, made["id"])
    assert not (place.out / "twin.txt").exists()


def twin(place: Place, folder: str) -> Call:
    where = str(place.out) if folder == "OUT" else folder
    return Call("shell", {"command": "touch twin.txt", "description": "Make it", "folder": where})


def instruction(skip: int) -> str:
    return f"please do scenario:mixed think=0 skip={skip}"


async def waits_for(file: Path, number: int) -> dict[str, Any]:
    """What `onWaiting` was told for the time of that number."""
    deadline = time.monotonic() + SLOW
    while True:
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) > number and lines[-1].endswith("}"):
            assert len(lines) == number + 1, "asked again"
            return dict(json.loads(lines[number]))
        assert time.monotonic() < deadline, f"nobody was called for number {number}: {lines[-1:]}"
        await asyncio.sleep(0.02)


async def is_asked(client: Client, session_id: str, wanted: CreateRequest) -> None:
    await client.until(session_id, "waiting", patience=SLOW)
    await soon(client, session_id, lambda record: bool(record["asked"]) and bool(record["prompt"]["options"]))
    assert is_about(client.record(session_id)["prompt"], wanted), await story(client, session_id)


def is_about(entry: dict[str, Any], wanted: CreateRequest) -> bool:
    if entry["command"]:
        return bool(entry["command"] == wanted.what)
    return [os.path.basename(path) for path in entry["paths"]] == [os.path.basename(wanted.what)]


async def refuse(client: Client, session_id: str) -> None:
    prompt = client.record(session_id)["prompt"]
    choice = next(option["id"] for option in prompt["options"] if option["meaning"] == "reject")
    taken = await client.ask("session/answer", id=session_id, promptId=prompt["id"], choice=choice)
    assert taken == {"accepted": True, "joined": False}
    await client.until(session_id, "ready", patience=SLOW)


def essence(entry: dict[str, Any]) -> list[Any]:
    return [entry[key] for key in ("decision", "rule", "why", "command", "paths", "by", "via", "outcome")]


def kept(paths: Paths, session_id: str) -> list[dict[str, Any]]:
    """The decisions in the session's transcript."""
    (file,) = paths.transcripts.glob(f"*/{session_id}-*.jsonl")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    return [line for line in lines if line["event"] == "decision"]
