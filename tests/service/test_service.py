"""The parts fit together: everything that a session's change asks for has somebody who does it."""

from __future__ import annotations

import inspect
from pathlib import Path

from branchline.core.model.status import Status
from branchline.service import service as wiring
from harness.service import InProcess
from harness.sidecar import git


async def test_every_effect_is_carried_out_by_somebody(service: InProcess) -> None:
    assert service.sessions.nobody_does() == set()


def test_parts_are_put_together_by_name_without_handing_functions_around() -> None:
    """At most six arguments each: what needs more has more than one duty."""
    parts = [
        part for _, part in inspect.getmembers(wiring, inspect.isclass) if "branchline.service." in part.__module__
    ]
    assert len(parts) > 30
    most = {part.__name__: len(inspect.signature(part).parameters) for part in parts}
    assert {name: count for name, count in most.items() if count > 6} == {}
    code = inspect.getsource(wiring.Service)
    assert "lambda" not in code


async def test_a_session_from_its_creation_to_its_end(service: InProcess, repo: Path) -> None:
    made = await service.create(repo, name="first")
    assert (made.status, Path(made.worktree).is_dir()) == (Status.STARTING, True)
    assert service.program(made).cwd == made.worktree
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    assert git(repo, "branch", "--list", made.branch) != ""
    removed = await service.removal.remove(made.id, force=True, keep_branch=False)
    assert (removed.session.id, Path(made.worktree).exists(), service.sessions.all()) == (made.id, False, [])
