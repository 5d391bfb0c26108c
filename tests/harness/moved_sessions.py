"""Sessions whose repositories are moved, and what is to be seen of them then."""

from __future__ import annotations

from pathlib import Path

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from harness.service import InProcess
from harness.sidecar import git

STATES = ["live", "paused", "freed", "removed"]


async def begun(service: InProcess, repo: Path, state: str) -> tuple[str, Path]:
    """A session with a file that no commit has."""
    made = await service.create(repo, "demo", name="Precious")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    worktree = Path(made.worktree)
    (worktree / "loose.txt").write_text("loose\n")
    if state in {"paused", "freed"}:
        await service.pausing.pause(made.id, state == "freed")
    if state == "removed":
        await service.removal.remove(made.id, force=True, keep_branch=False)
    return made.id, worktree


def record(service: InProcess, session_id: str) -> Session:
    removed = service.removed.find(session_id)
    return removed.session if removed else service.sessions.get(session_id)


def refs(repo: Path, session_id: str) -> str:
    return git(repo, "for-each-ref", f"refs/branchline/{session_id}/")
