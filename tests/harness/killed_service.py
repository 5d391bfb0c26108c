"""A service that was killed while it did something, and what it had written down by then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.status import Status
from harness.service import InProcess


async def started(service: InProcess, repo: Path, **wanted: Any) -> tuple[str, Path]:
    made = await service.create(repo, "demo", **wanted)
    await service.until_status(made.id, Status.READY)
    return made.id, Path(made.worktree)


async def killed(service: InProcess) -> dict[str, Any]:
    """It is gone, with the terminal host and every agent; what stands in the store."""
    await service.close()
    service.ptyhost.close()
    content: dict[str, Any] = json.loads(service.paths.store.read_text())
    return content


def edit(service: InProcess, content: dict[str, Any], session_id: str, **fields: Any) -> None:
    """As the sidecar that was killed had written it down by then."""
    for record in content["tables"]["sessions"].values():
        if record["id"] == session_id:
            record.update(fields)
    service.paths.store.write_text(json.dumps(content))


class Killed(BaseException):
    """Nothing runs any more."""


def kill_at(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, when: str, count: int) -> None:
    """At this call of it, before or after it has done its work."""
    real, calls = getattr(owner, name), [0]

    async def killing(*args: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] == count and when == "before":
            raise Killed
        result = await real(*args, **named)
        if calls[0] == count:
            raise Killed
        return result

    monkeypatch.setattr(owner, name, killing)
