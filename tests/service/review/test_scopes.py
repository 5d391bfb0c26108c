"""Parts of what a session changed can be looked at by themselves."""

from __future__ import annotations

from pathlib import Path

from harness.service import InProcess, refused
from harness.sidecar import git


async def test_what_is_in_no_commit_and_what_one_changed(service: InProcess, repo: Path) -> None:
    made = await service.create(repo)
    made = await service.until(made.id, lambda session: session.process is not None)
    worktree, scopes = Path(made.worktree), service.review.scopes
    assert await scopes.commits(made.id) == []
    assert await scopes.uncommitted(made.id) == (made.base, [])
    for name in ("one", "two"):
        (worktree / f"{name}.txt").write_text(f"{name}\n")
        git(worktree, "add", ".")
        git(worktree, "commit", "-qm", f"{name}\n\nbody")
    (worktree / "one.txt").write_text("otherwise\n")
    (worktree / "new.txt").write_text("new\n")
    latest, first = await scopes.commits(made.id)
    assert [latest.subject, first.subject] == ["two", "one"]
    left, files = await scopes.uncommitted(made.id)
    assert (left, [(each.path, each.status.value) for each in files]) == (
        latest.id,
        [("new.txt", "A"), ("one.txt", "M")],
    )
    left, right, files = await scopes.of_commit(made.id, latest.id)
    assert (left, right, [each.path for each in files]) == (first.id, latest.id, ["two.txt"])
    await refused("BAD_REVISION", scopes.of_commit(made.id, "0" * 40))
    await refused("BAD_REVISION", scopes.of_commit(made.id, "--all"))
