"""New sessions start from the fetched upstream when the user says so, else from what is here, and that is said."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from branchline.core.model.session import Session
from branchline.service.sessions.create_request import CreateRequest
from harness.service import InProcess
from harness.sidecar import git
from harness.updates import NAMED


@pytest.fixture
def remote(repo: Path, tmp_path: Path) -> Path:
    """The upstream of `main`, which went on elsewhere."""
    bare = tmp_path / "remote.git"
    git(tmp_path, "clone", "-q", "--bare", str(repo), str(bare))
    git(repo, "remote", "add", "origin", str(bare))
    git(repo, "fetch", "-q", "origin")
    git(repo, "branch", "-q", "--set-upstream-to", "origin/main", "main")
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", "-b", "main", str(bare), str(other))
    (other / "new.txt").write_text("new\n")
    git(other, "add", "-A")
    git(other, *NAMED, "commit", "-qm", "new")
    git(other, "push", "-q", "origin", "main")
    return bare


async def create(service: InProcess, repo: Path, base: str | None = None) -> Session:
    """As `session/create` does."""
    request = CreateRequest(str(repo), "demo", base=base)
    start, why_not = await service.upstreams.start_of(request, None)
    return await service.creation.create(attrs.evolve(request, base=start), not_fetched=why_not)


async def test_it_starts_from_what_the_upstream_has_by_now(service: InProcess, repo: Path, remote: Path) -> None:
    service.configure(newSessionsFromUpstream=True)
    local = git(repo, "rev-parse", "main")
    made = await create(service, repo)
    assert (Path(made.worktree) / "new.txt").exists()
    assert (made.base, made.not_fetched) == (git(remote, "rev-parse", "main"), None)
    assert git(repo, "rev-parse", "main") == local, "the user's own branch stays"
    await service.until(made.id, lambda session: session.drift is not None and session.drift.base == "origin/main")


async def test_without_the_setting_nothing_is_fetched(service: InProcess, repo: Path, remote: Path) -> None:
    made = await create(service, repo)
    assert (made.base, made.not_fetched) == (git(repo, "rev-parse", "main"), None)


async def test_what_the_user_names_goes_before(service: InProcess, repo: Path, remote: Path) -> None:
    service.configure(newSessionsFromUpstream=True)
    made = await create(service, repo, base="main")
    assert (made.base, made.not_fetched) == (git(repo, "rev-parse", "main"), None)


@pytest.mark.parametrize("why", ["the remote is gone", "there is no upstream"])
async def test_where_it_cannot_be_fetched_it_starts_from_what_is_here(
    why: str, service: InProcess, repo: Path, remote: Path
) -> None:
    service.configure(newSessionsFromUpstream=True)
    if why == "the remote is gone":
        remote.rename(remote.with_name("gone"))
    else:
        git(repo, "branch", "-q", "--unset-upstream", "main")
    made = await create(service, repo)
    assert made.base == git(repo, "rev-parse", "main")
    assert made.not_fetched
