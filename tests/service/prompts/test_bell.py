"""A session's terminals ring when it begins to wait for the user, if they want that."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.service.prompts.telling import Telling
from harness.service import InProcess


async def rung(service: InProcess, repo: Path, auto_yes: str = "off") -> int:
    """How often, when it has come to its end, or asked."""
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes=auto_yes)
    await service.until(
        made.id, lambda now: now.status is Status.WAITING or (now.status is Status.READY and now.has_conversation)
    )
    return service.program(made).bells


async def test_it_rings_once_for_each_prompt(service: InProcess, repo: Path) -> None:
    service.configure(bell=True)
    assert await rung(service, repo) == 1


async def test_by_itself_it_does_not(service: InProcess, repo: Path) -> None:
    assert await rung(service, repo) == 0


async def test_for_what_auto_yes_answers_it_does_not(service: InProcess, repo: Path) -> None:
    service.configure(bell=True)
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes="worktree")
    await service.until(made.id, lambda now: now.status is Status.READY and now.has_conversation)
    assert service.decided[0].by == "rule"
    assert service.program(made).bells == 0


async def test_in_quiet_hours_it_does_not(service: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service.configure(bell=True)
    monkeypatch.setattr(Telling, "is_quiet", True)
    assert await rung(service, repo) == 0
