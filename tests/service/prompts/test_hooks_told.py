"""What agents' hooks tell becomes the session's status and prompt, and whatever does not fit is nobody's."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.screen.typing_plan import MAX_TEXT
from branchline.rpc.hooks import serve_hook
from harness.as_told import as_told
from harness.scripted_ptyhost import Program
from harness.service import InProcess, refused

REQUEST: dict[str, Any] = {
    "hook_event_name": "PermissionRequest",
    "session_id": "5d0c0b9e-0000-4000-8000-000000000000",
    "tool_name": "Bash",
    "tool_input": {"command": "make all && make install", "description": "Build and install"},
}


async def call(service: InProcess, agent: str, session_id: object, payload: bytes, length: int | None = None) -> bytes:
    """As `branchline hook` does it."""
    reader = asyncio.StreamReader()
    reader.feed_data(payload)
    reader.feed_eof()
    header = {"role": "hook", "agent": agent, "session": session_id, "length": length or len(payload)}
    return await serve_hook(service, header, reader)


async def tell(service: InProcess, session: Session, **fields: Any) -> None:
    assert await call(service, session.agent, session.id, json.dumps(fields).encode()) == b""


async def test_a_permission_request_is_waited_for_and_says_what_is_asked(service: InProcess, repo: Path) -> None:
    session = await service.create(repo, "claude")
    await tell(service, session, **REQUEST)
    record = await service.until_status(session.id, Status.WAITING)
    assert (record.reason, record.evidence.rule) == ("approval", "hook: PermissionRequest")
    assert record.prompt is not None
    assert (record.prompt.command, record.prompt.tool) == ("make all && make install", "Bash")
    assert record.prompt.options == (), "which options there are is for the screen to say"
    # A hook alone shows no dialog that keys could answer.
    await refused("STALE_PROMPT", service.prompts.answer(session.id, record.prompt.id, "1"))
    await tell(service, session, hook_event_name="PostToolUse")
    await service.until_status(session.id, Status.WORKING)
    await tell(service, session, hook_event_name="Stop")
    await service.until_status(session.id, Status.READY)


async def test_a_hook_that_is_called_before_the_start_is_answered_is_heard(service: InProcess, repo: Path) -> None:
    """An agent calls its first hook some milliseconds after it was started."""
    calls: list[asyncio.Task[bytes]] = []

    def at_once(program: Program) -> None:
        payload = json.dumps(REQUEST).encode()
        calls.append(asyncio.create_task(call(service, "claude", program.session_id, payload)))

    service.ptyhost.begins = at_once
    session = await service.create(repo, "claude")
    await asyncio.gather(*calls)
    record = await service.until_status(session.id, Status.WAITING)
    assert record.process is not None
    assert record.agent_session == REQUEST["session_id"]


async def test_the_options_come_with_the_dialog(service: InProcess, repo: Path) -> None:
    session = await service.create(repo, "claude")
    request = {**REQUEST, "tool_input": {"command": "touch hello.txt"}}
    await tell(service, session, **request)
    service.program(session).plays("claude/touch", until="waiting")
    record = await service.until(session.id, lambda now: now.prompt is not None and now.prompt.options != ())
    assert record.prompt is not None
    assert record.prompt.command == "touch hello.txt"


NO_PAYLOADS = (b"", b"not json", b"[]", b"{}", b'{"hook_event_name": 7}', b'{"hook_event_name": "Stop"', b"[" * 100_000)


@pytest.mark.parametrize("payload", NO_PAYLOADS)
async def test_what_is_no_payload_changes_nothing(service: InProcess, repo: Path, payload: bytes) -> None:
    session = await service.create(repo, "claude")
    before = service.sessions.get(session.id)
    assert await call(service, "claude", session.id, payload) == b""
    assert [*map(as_told, service.sessions.all())] == [as_told(before)]


@pytest.mark.parametrize(
    "misfit", [("codex", None), ("claude", "no-such-session"), ('cl"aude', None), ("claude", "\n")]
)
async def test_what_fits_no_session_changes_nothing(
    service: InProcess, repo: Path, misfit: tuple[str, str | None]
) -> None:
    session = await service.create(repo, "claude")
    before = service.sessions.get(session.id)
    agent, session_id = misfit
    assert await call(service, agent, session_id or session.id, json.dumps(REQUEST).encode()) == b""
    assert [*map(as_told, service.sessions.all())] == [as_told(before)]


@pytest.mark.parametrize(("session_id", "length"), [(7, None), (None, None), ("s", -1), ("s", 5 * 1024 * 1024)])
async def test_a_header_that_does_not_fit_is_dropped(
    service: InProcess, session_id: object, length: int | None
) -> None:
    assert await call(service, "claude", session_id, b"{}", length) == b""


async def test_what_the_user_typed_is_the_instruction_and_the_conversation_has_its_id(
    service: InProcess, repo: Path
) -> None:
    session = await service.create(repo, "claude")
    await tell(service, session, hook_event_name="UserPromptSubmit", session_id="another", prompt="  Mend it \n")
    now = service.sessions.get(session.id)
    assert (now.instruction, now.agent_session) == ("Mend it", "another")
    await tell(service, session, hook_event_name="UserPromptSubmit", session_id="another", prompt="x" * (MAX_TEXT + 9))
    assert len(service.sessions.get(session.id).instruction or "") == MAX_TEXT
    for nothing in ("  ", 7, None):
        await tell(service, session, hook_event_name="UserPromptSubmit", session_id=nothing, prompt=nothing)
    now = service.sessions.get(session.id)
    assert (len(now.instruction or ""), now.agent_session) == (MAX_TEXT, "another")


async def test_a_hook_that_comes_after_the_end_is_nobodys(service: InProcess, repo: Path) -> None:
    session = await service.create(repo, "claude")
    service.program(session).exits(0)
    await service.until_status(session.id, Status.COMPLETED)
    before = service.sessions.get(session.id)
    await tell(service, session, **REQUEST)
    assert service.sessions.get(session.id).status is before.status


@pytest.mark.parametrize("how", ["ends", "is dropped"])
async def test_an_agent_that_is_gone_while_its_hook_is_judged(service: InProcess, repo: Path, how: str) -> None:
    session = await service.create(repo, "claude", auto_yes="safe")
    asking = asyncio.create_task(service.hook(session, **{**REQUEST, "name": "PermissionRequest"}))
    await asyncio.sleep(0)  # It is being judged, in another thread.
    if how == "ends":
        service.program(session).exits(0)
        await service.until_status(session.id, Status.COMPLETED)
    else:
        service.sessions.drop(session.id)
    assert await asking is None


async def test_an_answer_is_a_look_and_in_the_log(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes="safe")
    record = await service.until(made.id, lambda session: session.asked is not None)
    assert record.prompt is not None
    await service.prompts.answer(made.id, record.prompt.id, "3")
    entry = service.decided[-1]
    assert (entry.by, entry.decision, entry.outcome.value, entry.via) == ("user", "deny", "refused", "keys")
    (file,) = service.paths.transcripts.glob(f"*/{made.id}-*.jsonl")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    asked = next(line for line in lines if line["event"] == "prompt")
    assert (asked["tool"], asked["command"]) == ("Run", "rm scripts/old_report.py")
    given = [line for line in lines if line["event"] == "decision"][-1]
    assert (given["prompt_id"], given["decision"], given["by"]) == (asked["id"], "deny", "user")
