"""Sidecars that start after somebody edited the store, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from branchline.core.model.session import Session
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPauseCode
from harness.service import InProcess
from harness.sidecar import SEAL

OTHER = "0" * 64
UNCONFIRMED = AutoYesPauseCode.UNCONFIRMED.value


def switch(service: InProcess, session_id: str, preset: str) -> None:
    service.editing.update(session_id, name=None, task=None, auto_yes=Preset(preset), pinned=None, read=None)


async def waiting(service: InProcess, repo: Path, preset: str) -> Session:
    """It asks whether it may delete a file, which nothing below `worktree` answers."""
    made = await service.create(repo, "demo", instruction="Delete the old script", auto_yes=preset)
    return await service.until(made.id, lambda now: bool(now.prompt and (preset == "off" or now.asked)))


async def after_edit(
    service: InProcess,
    edit: Callable[[dict[str, Any]], None],
    seal: str | None = SEAL,
    least: int = 0,
    *,
    inherits: bool = True,
) -> InProcess:
    """The sidecar that starts when somebody edited the store while none ran. `edit` gets its tables; with `inherits`
    the terminal host hands on what the sidecar before left."""
    await service.close()
    content = json.loads(service.paths.store.read_text())
    edit(content["tables"])
    service.paths.store.write_text(json.dumps(content))
    if not inherits:
        service.ptyhost.kept = None
    again = InProcess(service.paths, service.ptyhost, None)
    if seal is not None:
        again.sealing.hand_over(seal, least)
    await again.start()
    return again


def records(tables: dict[str, Any]) -> list[dict[str, Any]]:
    return list(tables["sessions"].values())


def edits(**fields: Any) -> Callable[[dict[str, Any]], None]:
    def edit(tables: dict[str, Any]) -> None:
        for record in records(tables):
            record.update(fields)

    return edit


def nothing(tables: dict[str, Any]) -> None:
    pass


def pause(service: InProcess, session_id: str) -> str | None:
    found = service.sessions.get(session_id).auto_yes_paused
    return None if found is None else found.code
