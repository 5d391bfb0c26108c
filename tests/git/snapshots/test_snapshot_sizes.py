"""What snapshots take is what nothing else reaches."""

from __future__ import annotations

import os
from pathlib import Path

from branchline.git.snapshots.sizes import size_of
from harness.repositories import Repo
from harness.snapshots import AT, SESSION, take

LARGE = 300_000


async def size(repo: Repo, *ids: str) -> int:
    found = await size_of(str(repo.path), ids or (SESSION,))
    assert found is not None
    return found


async def test_only_what_nothing_else_reaches(repo: Repo, work: Repo, folder: Path) -> None:
    assert await size(repo) == 0
    await take(work, folder)
    small = await size(repo)
    assert 0 < small < 5000, "a commit or two, and trees"
    work.write("large", os.urandom(LARGE))
    await take(work, folder, at=AT + 10)
    assert LARGE < await size(repo) < LARGE + 10_000
    work("add", "large")
    work("commit", "--quiet", "-m", "it is the branch's too")
    assert await size(repo) < 10_000


async def test_what_two_sessions_share_is_neither_ones_alone(repo: Repo, work: Repo, folder: Path) -> None:
    work.write("large", os.urandom(LARGE))
    await take(work, folder)
    repo("update-ref", "refs/branchline/another/1", (repo("rev-parse", f"refs/branchline/{SESSION}/1")))
    assert await size(repo) < 5000
    assert await size(repo, SESSION, "another") > LARGE


async def test_a_partial_clone_cannot_tell(repo: Repo, work: Repo, folder: Path) -> None:
    await take(work, folder)
    repo("config", "remote.origin.promisor", "true")
    repo("config", "remote.origin.url", "/nowhere")
    assert await size_of(str(repo.path), [SESSION]) is None
