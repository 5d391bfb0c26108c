"""What a repository's checkouts are by now, and which are left, is nothing to its sessions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from harness.moved_sessions import STATES, begun
from harness.proofs import pairs
from harness.service import InProcess
from harness.sidecar import git
from harness.worktree_files import branches

GONE = ["the first checkout", "every checkout", "the first checkout, without a word to git"]
CHANGES = ["core.bare", "a branch without a commit", "a HEAD that leads nowhere"]


@pytest.fixture
def bare(repo: Path, tmp_path: Path) -> Path:
    """A bare repository with its checkouts beside it: `.bare`, `main`, `second`."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(tmp_path, "clone", "-q", "--bare", str(repo), str(folder / ".bare"))
    (folder / ".git").write_text("gitdir: ./.bare\n")
    git(folder / ".bare", "worktree", "add", "-q", str(folder / "main"), "main")
    git(folder / ".bare", "worktree", "add", "-q", "-b", "second", str(folder / "second"), "main")
    return folder


@pytest.mark.parametrize(("gone", "state"), pairs("checkouts of bare repositories that go", GONE, STATES))
async def test_the_first_checkout_of_a_bare_repository_goes(
    service: InProcess, bare: Path, state: str, gone: str
) -> None:
    session_id, _ = await begun(service, bare / "main", state)
    for name in ("main", "second") if gone == "every checkout" else ("main",):
        if "without" in gone:
            shutil.rmtree(bare / name)
        else:
            git(bare / ".bare", "worktree", "remove", "--force", str(bare / name))
    if state == "removed":
        await service.removal.restore(session_id)
    assert await service.timeline.all(session_id)
    assert service.sessions.get(session_id).repo == str(bare / ("second" if (bare / "second").exists() else ".bare"))
    number = (await service.timeline.all(session_id))[-1].number
    forked = await service.forking.fork(session_id, number, agent=None, instruction=None, name="Forked")
    await service.until_status(forked.id, Status.READY)
    if state != "live":
        service.running.resume(session_id)
        await service.until_status(session_id, Status.READY)
    worktree = Path(service.sessions.get(session_id).worktree)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert (worktree.exists(), "branchline/precious" in branches(bare / ".bare")) == (False, False)


@pytest.mark.parametrize(("how", "state"), pairs("checkouts that became something else", CHANGES, STATES))
async def test_what_the_main_checkout_is_by_now_is_nothing_to_its_sessions(
    service: InProcess, repo: Path, state: str, how: str
) -> None:
    session_id, _ = await begun(service, repo, state)
    if how == "core.bare":
        git(repo, "config", "core.bare", "true")
    else:
        git(repo, "symbolic-ref", "HEAD", "refs/heads/" + ("new" if "without" in how else "x/y/z"))
    if state == "removed":
        await service.removal.restore(session_id)
    if state != "live":
        service.running.resume(session_id)
        await service.until_status(session_id, Status.READY)
    worktree = Path(service.sessions.get(session_id).worktree)
    assert (worktree / "loose.txt").read_text() == "loose\n"
    await service.removal.remove(session_id, force=True, keep_branch=False)
    assert (worktree.exists(), "branchline/precious" in branches(repo)) == (False, False)


@pytest.mark.parametrize("state", STATES)
async def test_a_submodule_is_moved_with_what_it_is_in(
    service: InProcess, repo: Path, tmp_path: Path, state: str
) -> None:
    git(tmp_path, "init", "-q", str(tmp_path / "super"))
    git(tmp_path / "super", "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repo), "lib")
    session_id, _ = await begun(service, tmp_path / "super" / "lib", state)
    (tmp_path / "super").rename(tmp_path / "other")
    await service.locating.locate(session_id, str(tmp_path / "other" / "lib"))
    if state == "removed":
        await service.removal.restore(session_id)
    assert await service.timeline.all(session_id)
    assert service.sessions.get(session_id).repo == str(tmp_path / "other" / "lib")


@pytest.mark.parametrize("what", ["the checkout", "the git folder", "both"])
async def test_a_checkout_with_its_git_folder_elsewhere(
    service: InProcess, repo: Path, tmp_path: Path, what: str
) -> None:
    git(repo, "init", "-q", "--separate-git-dir", str(tmp_path / "folder.git"))
    session_id, worktree = await begun(service, repo, "freed")
    assert service.sessions.get(session_id).common_dir == str(tmp_path / "folder.git")
    folder, checkout = tmp_path / "folder.git", repo
    if what != "the checkout":
        folder = folder.rename(tmp_path / "other.git")
        (repo / ".git").write_text(f"gitdir: {folder}\n")
    if what != "the git folder":
        checkout = repo.rename(tmp_path / "other")
    await service.locating.look_through([str(checkout)])
    session = service.sessions.get(session_id)
    assert (session.repo, session.common_dir) == (str(checkout), str(folder))
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)
    assert (worktree / "loose.txt").exists()
