"""What a session of each agent is said to be: at work, asking, done, in trouble; and its questions answered.

`make test` has two of them meet an error of the model, `make test-all` every one.
"""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest

from branchline.demo import sample
from harness.proofs import times
from harness.sidecar import Client, Connect
from real_agents.environment import ALL_NAMES, LIGHT_FIRST, programs, real_agent_environment
from real_agents.told import SLOW, asked, rules, soon, statuses, story
from stub_model.server import StubModel

pytestmark = [pytest.mark.agents, pytest.mark.timeout(400)]

TROUBLES = {"api error", "overloaded", "rate limited", "login needed"}
GIVES_UP = {"claude", "codex"}
"""Our settings allow these one retry after an error of the server. The others have no setting that ends it: they retry
for far longer than a test may take, and stay working meanwhile."""
HOOKED = {"claude", "codex"}
"""Their hooks are installed whatever stands in the folders above."""
RETRIES = 4.0
"""Seconds for which those are watched: two retries of opencode, the slowest to begin."""
IN_TROUBLE = sorted(LIGHT_FIRST, key=lambda name: name not in {"codex", "gemini"})[
    : times("agents that meet an error of the model", some=2, full=len(LIGHT_FIRST))
]
"""One that gives up, and one that does not, come first."""


@pytest.fixture(params=ALL_NAMES)
def name(request: pytest.FixtureRequest) -> str:
    if not (programs() / request.param).exists():
        pytest.skip(f"there is no {request.param} for this machine")
    return str(request.param)


async def test_an_approval_is_told_and_answered(
    name: str, connect: Connect, tmp_path: Path, stub_model: StubModel
) -> None:
    repo = sample.create(tmp_path / "sample")
    client = await connect(env=real_agent_environment(name, tmp_path / "user", stub_model.url, [repo]))
    # Names that no rule can know.
    wanted, refused = (f"{word}-{uuid.uuid4().hex[:8]}.txt" for word in ("wanted", "refused"))
    made = await client.ask("session/create", repo=str(repo), agent=name, instruction=instruction(wanted))
    session_id, worktree = made["id"], Path(made["worktree"])

    prompt = await approval(client, session_id, wanted)
    *before, last_but_one, last = statuses(client, session_id)
    assert (last_but_one, last) == ("working", "waiting")
    assert set(before) <= {"queued", "starting"}, await story(client, session_id)
    await refuses_what_is_not_asked(client, session_id, prompt)
    assert not (worktree / wanted).exists()
    assert name not in HOOKED or any("hook" in rule for rule in rules(client, session_id))

    count = len(client.heard)
    assert await answer(client, session_id, prompt, "accept") == {"accepted": True, "joined": False}
    await client.until(session_id, "ready", patience=SLOW)
    assert (worktree / wanted).exists()
    after = statuses(client, session_id, count)
    # aider asks the model nothing after a command that printed nothing: it may be ready at once.
    assert after == ["working", "ready"] or (name == "aider" and after == ["ready"])

    await client.ask("session/send", id=session_id, text=instruction(refused), submit=True, queue=True)
    prompt = await approval(client, session_id, refused)
    assert await answer(client, session_id, prompt, "reject") == {"accepted": True, "joined": False}
    await client.until(session_id, "ready", patience=SLOW)
    assert not (worktree / refused).exists()


@pytest.mark.parametrize("name", IN_TROUBLE, indirect=True)
async def test_an_error_of_the_model_is_told(
    name: str, connect: Connect, tmp_path: Path, stub_model: StubModel
) -> None:
    repo = sample.create(tmp_path / "sample")
    client = await connect(env=real_agent_environment(name, tmp_path / "user", stub_model.url, [repo]))
    text = "please do scenario:error status=401"
    session_id = (await client.ask("session/create", repo=str(repo), agent=name, instruction=text))["id"]
    await ends_in_trouble(client, session_id, {"login needed"})

    count = len(client.heard)
    text = "please do scenario:error status=500"
    await client.ask("session/send", id=session_id, text=text, submit=True, queue=True)
    if name in GIVES_UP:
        await ends_in_trouble(client, session_id, TROUBLES)
        return
    await client.until(session_id, "working", patience=SLOW)
    await asyncio.sleep(RETRIES)
    # It may have told that it is ready before the instruction was typed.
    told = statuses(client, session_id, count)
    assert told[-2:] in (["working"], ["ready", "working"]), await story(client, session_id)


def instruction(file: str) -> str:
    # The model thinks for longer than a status must last to be told.
    return f"please do scenario:touch file={file} think=0.7"


async def approval(client: Client, session_id: str, file: str) -> Any:
    """The prompt for this file's command."""
    record = await asked(client, session_id)
    prompt = record["prompt"]
    assert (record["status"], record["reason"]) == ("waiting", "approval")
    assert (prompt["kind"], prompt["command"]) == ("approval", f"touch {file}")
    return prompt


async def answer(client: Client, session_id: str, prompt: Any, meaning: str) -> Any:
    """Choose the one option that means this."""
    (choice,) = (option["id"] for option in prompt["options"] if option["meaning"] == meaning)
    return await client.ask("session/answer", id=session_id, promptId=prompt["id"], choice=choice)


async def refuses_what_is_not_asked(client: Client, session_id: str, prompt: Any) -> None:
    choice = prompt["options"][0]["id"]
    _, _, data = await client.refused("session/answer", id=session_id, promptId="0123456789abcdef", choice=choice)
    assert data["code"] == "STALE_PROMPT"
    _, _, data = await client.refused("session/answer", id=session_id, promptId=prompt["id"], choice="no such option")
    assert data["code"] == "NO_SUCH_OPTION"
    await asyncio.sleep(0.5)
    record = client.record(session_id)
    assert (record["status"], record["prompt"]["id"]) == ("waiting", prompt["id"])


async def ends_in_trouble(client: Client, session_id: str, reasons: set[str]) -> None:
    """It works, and is then ready again with one of these reasons: the line that says it may be drawn last."""
    await client.until(session_id, "working", patience=SLOW)
    await client.until(session_id, "ready", "failed", patience=SLOW)
    await soon(client, session_id, lambda record: record["status"] == "ready" and record["reason"] in reasons)
