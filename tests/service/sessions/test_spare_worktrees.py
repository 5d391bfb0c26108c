"""A session takes a worktree that is ready, and others are made ready while nobody waits."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from branchline.service.worktrees import spares
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.spare_services import entry_name, one, stock, stocked, whole
from harness.waiting import until


@pytest.fixture
async def ready(service: InProcess) -> InProcess:
    """With one spare for each repository that has had a session."""
    service.configure(spareWorktrees=1)
    return service


async def test_the_second_session_takes_what_was_made_ready_after_the_first(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    assert await one(ready, repo, name="Second") == Path(path).name
    await ready.spares.rested()
    (another,) = whole(repo)
    assert another != path
    assert git(repo, "worktree", "list", "--porcelain").count("locked branchline: spare") == 1


async def test_a_burst_takes_it_once_and_makes_one_anew(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    names = await asyncio.gather(*[one(ready, repo, name=f"S{number}") for number in range(5)])
    assert names.count(Path(path).name) == 1
    assert len(set(names)) == 5
    await ready.spares.rested()
    assert len(stock(repo)) == len(whole(repo)) == 1


@pytest.mark.parametrize("count", [0, 3])
async def test_there_are_as_many_as_the_setting_says(count: int, ready: InProcess, repo: Path) -> None:
    await stocked(ready, repo)
    ready.configure(spareWorktrees=count)
    await ready.spares.rested()
    assert len(stock(repo)) == len(whole(repo)) == count


async def test_switched_off_there_are_none(ready: InProcess, repo: Path) -> None:
    await stocked(ready, repo)
    ready.configure(spareWorktrees=1, enabled=False)
    await ready.spares.rested()
    assert stock(repo) == []


async def test_head_moves_and_it_follows(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    (repo / "new.txt").write_text("new\n")
    git(repo, "add", ".")
    git(repo, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "new")
    ready.spares.moved(str(repo))
    await ready.spares.rested()
    assert (Path(path) / "new.txt").read_text() == "new\n"
    assert whole(repo) == [path]
    assert await one(ready, repo, name="Second") == Path(path).name


async def test_a_session_from_elsewhere_has_the_difference_checked_out(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    first = git(repo, "rev-list", "--max-parents=0", "HEAD")
    made = await ready.create(repo, base=first, name="Old")
    assert (entry_name(made.worktree), made.base) == (Path(path).name, first)
    assert git(Path(made.worktree), "status", "--porcelain") == ""


async def test_nothing_runs_while_nothing_happens(
    ready: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stocked(ready, repo)
    looks = 0

    async def counted(*_: object) -> None:
        nonlocal looks
        looks += 1

    monkeypatch.setattr(ready.spares, "_look", counted)
    ready.sessions.get(ready.sessions.all()[0].id)
    await ready.spares.rested()
    assert looks == 0
    ready.spares.moved(f"{repo}-other")
    await ready.spares.rested()
    assert looks == 0


async def test_a_full_disk_has_none(ready: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await stocked(ready, repo)
    monkeypatch.setattr(spares, "LEAST_FREE", 1 << 60)
    ready.spares.moved(str(repo))
    await ready.spares.rested()
    assert stock(repo) == []
    await one(ready, repo, name="Second")
    await ready.spares.rested()
    assert stock(repo) == []


async def test_after_a_week_without_a_session_it_goes(
    ready: InProcess, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stocked(ready, repo)
    monkeypatch.setattr(spares, "UNUSED", 0.0)
    ready.spares.moved(str(repo))
    await ready.spares.rested()
    assert (stock(repo), ready.spares.kept.all()) == ([], {})


async def test_it_is_no_worktree_of_anybodys(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    assert await ready.orphans.all() == []
    assert await ready.foreign.all(str(repo), None) == []
    await refused("NOT_ORPHANED", ready.orphans.adopt(path))


async def test_shutdown_leaves_none(ready: InProcess, repo: Path) -> None:
    await stocked(ready, repo)
    await ready.spares.drop_all()
    assert stock(repo) == []
    assert not Path(f"{repo}.worktrees/.branchline-spares").exists()
    assert "spare" not in git(repo, "worktree", "list", "--porcelain")


@pytest.mark.parametrize("with_worktrees", [False, True])
async def test_a_repository_that_is_moved_has_others(ready: InProcess, repo: Path, with_worktrees: bool) -> None:
    (path,) = await stocked(ready, repo)
    (first,) = ready.sessions.all()
    far = repo.parent / "far"
    far.mkdir()
    moved = repo.rename(far / "sample")
    if with_worktrees:
        Path(f"{repo}.worktrees").rename(f"{moved}.worktrees")
    ready.whereabouts.opened([str(moved)])
    made = await ready.create(moved, name="Second")
    assert git(Path(made.worktree), "status", "--porcelain") == ""
    await ready.spares.rested()
    (another,) = whole(moved)
    assert await one(ready, moved, name="Third") == Path(another).name
    found = await ready.whereabouts.now(first.id)
    assert git(Path(found.worktree), "status", "--porcelain") == ""
    for each in ready.sessions.all():
        await ready.removal.remove(each.id, force=True, keep_branch=False)
    await ready.spares.drop_all()
    await until(lambda: [*far.glob("*.worktrees/*"), *far.glob("*.worktrees/.*")] == [])
    assert stock(repo) == [] or with_worktrees is False
    assert git(moved, "worktree", "list", "--porcelain").count("worktree ") == 1
    assert not Path(path).exists(), "the one that was left behind"
