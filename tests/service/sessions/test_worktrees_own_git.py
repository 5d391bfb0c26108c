"""What git keeps for one worktree comes back with it, and what only that refers to is not collected meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from harness.refusals import refused
from harness.repositories import Repo
from harness.service import InProcess
from harness.sidecar import git
from harness.worktree_files import refs_of


async def freed(service: InProcess, session_id: str, repo: Path) -> None:
    await service.pausing.pause(session_id, free_disk=True)
    collect(repo)
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)


async def removed(service: InProcess, session_id: str, repo: Path) -> None:
    await service.removal.remove(session_id, force=True, keep_branch=False)
    collect(repo)
    await service.removal.restore(session_id)


async def freed_and_removed(service: InProcess, session_id: str, repo: Path) -> None:
    await service.pausing.pause(session_id, free_disk=True)
    await removed(service, session_id, repo)
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)


async def lost(service: InProcess, session_id: str, repo: Path) -> None:
    """Somebody deleted the folder, and git has not noticed."""
    await service.pausing.pause(session_id, free_disk=False)
    shutil.rmtree(service.sessions.get(session_id).worktree)
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)


def fed(repo: Path, text: str, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=repo, input=text, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def collect(repo: Path) -> None:
    git(repo, "gc", "--quiet", "--prune=now")


Away = Callable[[InProcess, str, Path], Awaitable[None]]
AWAYS = [freed, removed, freed_and_removed, lost]


@pytest.fixture
async def session_id(service: InProcess, repo: Path) -> str:
    git(repo, "config", "core.repositoryformatversion", "1")
    git(repo, "config", "extensions.worktreeConfig", "true")
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await service.until_listed(made.id, "at the start")
    return made.id


def commit(worktree: Path, text: str) -> str:
    (worktree / "README.md").write_text(text)
    git(worktree, "commit", "-qam", text)
    return git(worktree, "rev-parse", "HEAD")


@pytest.mark.parametrize("away", AWAYS)
async def test_all_of_it_comes_back(away: Away, service: InProcess, session_id: str, repo: Path) -> None:
    worktree = Path(service.sessions.get(session_id).worktree)
    git(worktree, "config", "--worktree", "user.email", "w@example.com")
    dropped = [commit(worktree, text) for text in ("one", "two")]
    git(worktree, "reset", "-q", "--hard", "HEAD~2")
    git(worktree, "update-ref", "refs/worktree/mark", dropped[0])
    tag = fed(repo, tag_of(dropped[0]), "hash-object", "-w", "-t", "tag", "--stdin")
    git(worktree, "update-ref", "refs/worktree/tag", tag)
    git(worktree, "symbolic-ref", "refs/worktree/symbolic", "refs/worktree/mark")
    git(worktree, "sparse-checkout", "set", "--no-cone", "/*", "!/src/")
    questions = (
        ("config", "--worktree", "--list"),
        ("reflog", "--format=%H %gs"),
        ("rev-parse", "refs/worktree/mark", "refs/worktree/tag", "refs/worktree/symbolic", "ORIG_HEAD"),
        ("sparse-checkout", "list"),
        ("status", "--porcelain"),
        ("ls-files", "-t"),
    )
    before = [git(worktree, *question) for question in questions]
    await away(service, session_id, repo)
    assert Path(service.sessions.get(session_id).worktree) == worktree
    assert [git(worktree, *question) for question in questions] == before
    for each in (*dropped, tag):
        git(worktree, "cat-file", "-e", each)
    assert git(worktree, "show", f"{dropped[1]}:README.md") == "two"
    assert not [ref for ref in refs_of(repo, session_id) if "entry" in ref], "the worktree holds it again"


def tag_of(commit: str) -> str:
    return f"object {commit}\ntype commit\ntag x\ntagger t <t@e> 1 +0000\n\nx\n"


@pytest.mark.parametrize("away", [freed, removed])
async def test_what_only_the_main_checkout_has_stays_there(
    away: Away, service: InProcess, session_id: str, repo: Path
) -> None:
    """git gives a new worktree a copy of its settings."""
    worktree = Path(service.sessions.get(session_id).worktree)
    assert "S " not in git(worktree, "ls-files", "-t")
    git(repo, "config", "--worktree", "user.email", "main@example.com")
    git(repo, "sparse-checkout", "set", "--no-cone", "/*", "!/src/")
    await away(service, session_id, repo)
    assert "user.email" not in Repo(worktree)("config", "--worktree", "--list", check=False)
    assert "S " not in git(worktree, "ls-files", "-t")


async def test_a_bisect_comes_back_with_a_removed_session(service: InProcess, session_id: str, repo: Path) -> None:
    worktree = Path(service.sessions.get(session_id).worktree)
    git(worktree, "bisect", "start", "HEAD", "HEAD~2")
    before = git(worktree, "bisect", "log"), git(worktree, "for-each-ref", "refs/bisect")
    error = await refused("DIRTY", service.removal.remove(session_id, force=False, keep_branch=False))
    assert error.data["missing"] == ["a bisect under way"]
    await removed(service, session_id, repo)
    assert (git(worktree, "bisect", "log"), git(worktree, "for-each-ref", "refs/bisect")) == before


@pytest.mark.parametrize("kind", ["link", "huge", "name"])
async def test_what_cannot_be_kept_is_named_first(kind: str, service: InProcess, session_id: str) -> None:
    worktree = Path(service.sessions.get(session_id).worktree)
    entry = Path(git(worktree, "rev-parse", "--absolute-git-dir"))
    name = "of a\ntool" if kind == "name" else "of-a-tool"
    if kind == "link":
        os.symlink("elsewhere", entry / name)
    else:
        with (entry / name).open("wb") as file:
            file.truncate(20 * 1024 * 1024 if kind == "huge" else 1)
    said = f"{name}, which git keeps for this worktree"
    error = await refused("NOT_KEPT", service.pausing.pause(session_id, free_disk=True))
    assert error.data["missing"] == [said]
    assert worktree.is_dir()
    error = await refused("DIRTY", service.removal.remove(session_id, force=False, keep_branch=False))
    assert error.data["missing"] == [said]


async def test_a_ref_that_somebody_else_wrote_writes_nowhere_else(
    service: InProcess, session_id: str, repo: Path
) -> None:
    worktree = Path(service.sessions.get(session_id).worktree)
    await service.pausing.pause(session_id, free_disk=True)
    blob = fed(repo, "planted", "hash-object", "-w", "--stdin")
    names = ("..%2F..%2Fconfig", "%2Ftmp%2Fplanted", "commondir", "a%2F..%2F..%2F..%2Fplanted", "good")
    tree = fed(repo, "".join(f"100644 blob {blob}\t{name}\n" for name in names), "mktree")
    commit = git(repo, "commit-tree", tree, "-m", "x")
    git(repo, "update-ref", f"refs/branchline/{session_id}/entry/entry", commit)
    config = (repo / ".git" / "config").read_bytes()
    service.running.resume(session_id)
    await service.until_status(session_id, Status.READY)
    entry = Path(git(worktree, "rev-parse", "--absolute-git-dir"))
    assert (entry / "good").read_text() == "planted"
    assert (repo / ".git" / "config").read_bytes() == config
    assert not Path("/tmp/planted").exists()
    assert not (repo / ".git" / "planted").exists()
    assert (entry / "commondir").read_text() == "../..\n"
