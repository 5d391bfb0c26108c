"""What real agents note of their turns stands on their sessions' records, in the numbers that the model said.

`make test` has Claude Code and Codex do so, `make test-all` every one.
"""

from __future__ import annotations

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.agents.shared.usage import FromScreen
from harness.proofs import times
from real_agents.conftest import Meet
from real_agents.environment import ALL_NAMES
from real_agents.told import SLOW, shown, soon

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

TELLING = ALL_NAMES[: times("agents that tell what they used", some=2, full=len(ALL_NAMES))]
INPUT, OUTPUT = 100, 20
"""Tokens of each answer, by the stub model."""


@pytest.mark.parametrize("name", TELLING)
async def test_two_turns_are_counted(name: str, meet: Meet) -> None:
    client, repo = await meet(name)
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction="please do scenario:plain")
    await client.until(made["id"], "working", patience=SLOW)
    await shown(client, made["id"], "This is plain text.")
    await client.until(made["id"], "ready", patience=SLOW)
    await soon(client, made["id"], lambda record: record["usage"] is not None)
    await client.ask("session/send", id=made["id"], text="please do scenario:slow", submit=True)
    await shown(client, made["id"], "word079")
    await client.until(made["id"], "ready", patience=SLOW)
    if isinstance(BUILT_IN[name].usage, FromScreen):  # By its own reckoning, in round numbers.
        await soon(client, made["id"], lambda record: record["usage"]["output"] > OUTPUT)
        assert client.record(made["id"])["usage"]["told"] == "screen"
        return
    await soon(client, made["id"], lambda record: record["usage"]["input"] >= 2 * INPUT)
    usage = client.record(made["id"])["usage"]
    # Qwen Code has more answered than was asked of it, and says so.
    answers = usage["input"] // INPUT if name == "qwen" else 2
    assert (usage["input"], usage["output"], usage["cached"]) == (answers * INPUT, answers * OUTPUT, 0)
    assert (usage["told"], usage["cost"]) == ("conversation", 0 if name == "opencode" else None)
    days = (await client.ask("usage/days", days=2))["days"]
    assert {day["agent"] for day in days} == {name}
    assert sum(day["input"] for day in days) >= usage["input"]
