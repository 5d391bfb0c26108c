"""What a client was told of a session, and waiting for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from harness.sidecar import Client

SLOW = 120.0
"""Seconds for a real agent on a busy machine."""
_SOON = 30.0


async def asked(client: Client, session_id: str) -> dict[str, Any]:
    """The record, once it tells a prompt with its options.

    A hook or a status report says that something is asked some 30 ms before the dialog is drawn.
    """
    await client.until(session_id, "waiting", patience=SLOW)
    await soon(client, session_id, lambda record: bool((record["prompt"] or {}).get("options")))
    return client.record(session_id)


async def soon(client: Client, session_id: str, holds: Callable[[dict[str, Any]], bool]) -> None:
    """Until the record is like that; or fail."""
    deadline = time.monotonic() + _SOON
    while not holds(client.record(session_id)):
        if time.monotonic() > deadline:
            pytest.fail(await story(client, session_id))
        await asyncio.sleep(0.02)


async def decided(client: Client, session_id: str) -> dict[str, Any]:
    """The one decision of auto-yes. By keys it is recorded when the dialog is gone, after what it let happen."""
    deadline = time.monotonic() + _SOON
    while not (entries := (await client.ask("autoYes/log", id=session_id))["entries"]):
        if time.monotonic() > deadline:
            pytest.fail(await story(client, session_id))
        await asyncio.sleep(0.02)
    entry: dict[str, Any]
    (entry,) = entries
    return entry


async def story(client: Client, session_id: str) -> str:
    """All that was told and the screen as it is, for the message of a failure."""
    screen = await client.ask("session/screen", id=session_id)
    told = [[r["status"], r["reason"], r["evidence"], r["prompt"]] for r in _told(client, session_id)]
    return "\n".join([*map(str, told), *screen["lines"]])


def statuses(client: Client, session_id: str, since: int = 0) -> list[str]:
    """Those that it came into from the notification number `since` on: a record may alter in something else.

    Not that a hook says that something is asked: on a busy machine it comes seconds before the dialog is drawn.
    """
    told = _told(client, session_id)
    first = len(told) - len(_told(client, session_id, since))
    found, before = [], ""
    for number, record in enumerate(told):
        is_early = record["status"] == "waiting" and not (record["prompt"] or {}).get("options")
        if not is_early and record["status"] != before:
            before = record["status"]
            found += [before] if number >= first else []
    return found


def rules(client: Client, session_id: str) -> list[str]:
    """Which rules told what was told."""
    return [record["evidence"]["rule"] for record in _told(client, session_id)]


def _told(client: Client, session_id: str, since: int = 0) -> list[dict[str, Any]]:
    changed = [params["session"] for method, params in client.heard[since:] if method == "session/didChange"]
    return [record for record in changed if record["id"] == session_id]


async def shown(client: Client, session_id: str, text: str, on_screen: bool = False) -> None:
    """Until the agent's terminal shows it."""
    deadline = time.monotonic() + SLOW
    while True:
        lines: list[Any] = []
        if client.record(session_id)["status"] in {"starting", "working", "waiting", "ready"}:
            method, more = ("session/screen", {}) if on_screen else ("session/output", {"lines": 500})
            lines = (await client.ask(method, id=session_id, **more))["lines"]
        if any(text in line for line in lines):
            return
        if time.monotonic() > deadline:
            pytest.fail(f"“{text}” is not shown:\n{await story(client, session_id)}")
        await asyncio.sleep(0.1)
