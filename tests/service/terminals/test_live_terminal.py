"""A live terminal whose output was overwritten before the sidecar came to read it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from branchline.agents.shared.agent import Agent
from branchline.core.model.agent import HookEvent, Launch
from branchline.core.model.status import Status
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.terminal.screen import Screen
from harness.service import SilentOwner


@pytest.fixture
async def terminal(tmp_path: Path) -> AsyncIterator[LiveTerminal]:
    terminal = LiveTerminal(
        "0" * 8,
        Agent("test", "Test", "test", "", launch=lambda _: Launch(("test",)), observe=lambda _: None),
        Screen(40, 6),
        folder=tmp_path,
        mark=0,
        status=Status.WORKING,
        owner=SilentOwner(),
    )
    yield terminal
    terminal.close()


async def test_the_screen_begins_anew_where_output_is_there_again(terminal: LiveTerminal) -> None:
    terminal.feed(0, b"old \x1b[3")  # Within a sequence, whose end is lost.
    terminal.restart_at(1000)
    assert (terminal.screen.offset, terminal.received) == (1000, 1000)
    terminal.feed(1000, b"new")
    assert (terminal.screen.offset, terminal.received) == (1003, 1003)
    assert terminal.screen.lines() == ("new", "", "", "", "", "")


@pytest.mark.parametrize("said", [b"", b"\x1b[?2004h", b"\x1b[?2004h\x1b[?2004l"])
async def test_whether_it_takes_pastes_is_not_lost_with_the_output(terminal: LiveTerminal, said: bytes) -> None:
    """A program says so when it starts, and not again."""
    terminal.feed(0, said)
    terminal.restart_at(1000)
    assert terminal.pastes is said.endswith(b"h")
    terminal.close()
    assert not terminal.pastes


async def test_whoever_waits_for_what_was_lost_waits_no_longer(terminal: LiveTerminal) -> None:
    """Where the disk took nothing there may be no output after the gap."""
    waits = asyncio.create_task(terminal.reached(1000))
    await asyncio.sleep(0)
    terminal.restart_at(1000)
    await waits


@pytest.mark.parametrize("waits_for", ["output", "rest"])
async def test_whoever_waits_for_one_that_is_closed_waits_no_longer(terminal: LiveTerminal, waits_for: str) -> None:
    waits = asyncio.create_task(terminal.reached(1000) if waits_for == "output" else terminal.rests())
    await asyncio.sleep(0)
    terminal.close()
    await waits


async def test_one_that_is_closed_shows_and_asks_nothing(terminal: LiveTerminal) -> None:
    """Its screen is freed: whoever held on to it must not read that."""
    terminal.feed(0, b"something")
    terminal.close()
    terminal.hook(HookEvent("PermissionRequest", {}))
    assert (terminal.observe(), terminal.prompt()) == (None, None)
    assert terminal.quiet_for() >= 0
