"""What happens between a decision and its key, with a real terminal host between them: the dialog changes, or auto-yes
is switched off. The rules are tried in tests/service/auto_yes/test_key_races.py."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from branchline.machine.paths import Paths
from harness.proofs import times
from harness.sidecar import PATIENCE, Client, Connect

pytestmark = pytest.mark.shared_sidecar

PROGRAM = Path(__file__).parent.parent / "harness" / "swapping_agent.py"
NO_BRAKES = {"answersPerMinute": 1000, "answersWithoutLook": 100_000}
QUESTIONS = times("questions that change while they get a common answer, on a real terminal", some=25, full=250)
STOPS, HELD = 10, 3
"""How often auto-yes is stopped, and how often at least a dialog must have stood there then."""


async def swapping(
    connect: Connect, paths: Paths, repo: Path, log: Path, cases: int, delays: list[float], *more: str, **settings: Any
) -> tuple[Client, str]:
    sessions = paths.session_folder("any").parent
    command = [sys.executable, str(PROGRAM), str(log), str(cases), ",".join(map(str, delays)), str(sessions), *more]
    agents = {"swapping": {"command": command, "like": "demo"}}
    client: Client = await connect(settings={"agents": agents, "autoYes": NO_BRAKES, **settings})
    made = await client.ask("session/create", repo=str(repo), agent="swapping", autoYes="safe")
    return client, made["id"]


def written(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


async def all_written(log: Path, cases: int, patience: float) -> list[dict[str, Any]]:
    deadline = time.monotonic() + patience
    while len(written(log)) < cases:
        assert time.monotonic() < deadline, written(log)[-3:]
        await asyncio.sleep(0.05)
    return written(log)


@pytest.mark.timeout(180)
async def test_no_key_ever_meets_another_dialog(connect: Connect, paths: Paths, repo: Path, tmp_path: Path) -> None:
    """Dialogs that change within twice the time in which they are decided and answered, each another moment."""
    cases, log = 25, tmp_path / "keys"
    chance = random.Random(4)  # noqa: S311  no secret: the same moments in each run
    delays = [round(0.05 + 1.95 * chance.random(), 3) for _ in range(cases)]
    await swapping(connect, paths, repo, log, cases, delays)
    found = await all_written(log, cases, 120)
    wrong = [each for each in found if each["key"] is not None and each["stood"] != each["asked"]]
    assert wrong == []
    answered = [each for each in found if each["key"] == "1"]
    changed = [each for each in found if each["stood"] != each["asked"]]
    assert len(answered) > 2, "some were in time"
    assert len(changed) > 2, "some changed before"
    assert len(answered) + len(changed) == cases, "each was one or the other"


@pytest.mark.timeout(600)
async def test_no_common_answer_ever_meets_another_question(
    connect: Connect, paths: Paths, repo: Path, tmp_path: Path
) -> None:
    """The same with questions, of which a rule is about the first one alone; both have the same options."""
    log = tmp_path / "keys"
    chance = random.Random(6)  # noqa: S311  no secret: the same moments in each run
    delays = [round(0.05 + 1.95 * chance.random(), 3) for _ in range(QUESTIONS)]
    rule = {"words": "which format", "answer": {"option": "CSV"}}
    await swapping(connect, paths, repo, log, QUESTIONS, delays, "questions", answers=[rule])
    found = await all_written(log, QUESTIONS, 500)
    assert [each for each in found if each["key"] is not None and each["stood"] != each["asked"]] == []
    answered = [each for each in found if each["key"] is not None]
    changed = [each for each in found if each["stood"] != each["asked"]]
    assert {each["key"] for each in answered} == {"2"}
    assert len(answered) > 2, "some were in time"
    assert len(changed) > 2, "some changed before"
    assert len(answered) + len(changed) == QUESTIONS, "each was one or the other"


@pytest.mark.timeout(180)
async def test_no_key_comes_after_auto_yes_is_off(connect: Connect, paths: Paths, repo: Path, tmp_path: Path) -> None:
    """Stopped at another moment of each decision, and switched on again for the next. A key may be on its way to the
    dialog that stands there then; tests/service has none on its way."""
    cases, log = 200, tmp_path / "keys"
    chance = random.Random(5)  # noqa: S311  no secret: the same moments in each run
    client, session_id = await swapping(connect, paths, repo, log, cases, [0.0])
    off: list[tuple[float, float]] = []
    held: list[dict[str, Any]] = []
    first = await all_written(log, 5, PATIENCE)
    answer = statistics.median(each["until"] - each["at"] for each in first)
    while len(off) < STOPS or len(held) < HELD:
        await asyncio.sleep(0.02 * chance.random())
        await client.ask("autoYes/stopAll")
        stopped = time.monotonic()
        await asyncio.sleep(4 * answer)
        off.append((stopped, time.monotonic()))
        before = len(written(log))
        await client.ask("session/update", id=session_id, autoYes="safe")
        found = await all_written(log, before + 1, PATIENCE)
        held = [each for each in found for stopped, on in off if each["at"] < stopped and each["until"] > on]
    wrong = [each for each in found for stopped, on in off if stopped < each["at"] and each["until"] < on]
    assert [each for each in wrong if each["key"]] == [], (
        "a dialog that came after the stop was answered before its end"
    )
