"""A session takes a worktree that is ready, and others are made ready while nobody waits."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.status import Status
from branchline.git.worktrees import spare
from branchline.machine.paths import Paths
from branchline.service.worktrees import spares
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.waiting import until

Started = Callable[[], list[str]]


@pytest.fixture
async def ready(service: InProcess) -> InProcess:
    """With one spare for each repository that has had a session."""
    service.configure(spareWorktrees=1)
    return service


def stock(repo: Path) -> list[str]:
    """The spares on the disk."""
    folder = Path(f"{repo}.worktrees/.branchline-spares")
    return sorted(str(folder / each) for each in os.listdir(folder)) if folder.is_dir() else []


def whole(repo: Path) -> list[str]:
    return [each for each in stock(repo) if spare.find(each, str(repo / ".git"))]


def entry_name(worktree: str) -> str:
    return Path(git(Path(worktree), "rev-parse", "--absolute-git-dir")).name


async def one(service: InProcess, repo: Path, **wanted: Any) -> str:
    """A session that has started; the name of git's entry of its worktree."""
    made = await service.create(repo, **wanted)
    return entry_name(made.worktree)


async def stocked(service: InProcess, repo: Path) -> list[str]:
    """After a first session, which nothing was ready for."""
    await one(service, repo)
    await service.spares.rested()
    return whole(repo)


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


async def test_the_next_sidecar_takes_it_over(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    again = await ready.next()
    await again.spares.rested()
    assert whole(repo) == [path]
    assert await one(again, repo, name="Second") == Path(path).name
    await again.close()


@pytest.mark.parametrize("how", ["nothing", "a folder", "half of the files", "unmarked", "gone"])
async def test_one_whose_making_was_cut_off_is_deleted(how: str, ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    await ready.close()
    entry = repo / ".git/worktrees" / Path(path).name
    if how in {"nothing", "a folder"}:
        shutil.rmtree(path)
        shutil.rmtree(entry)
    if how == "a folder":
        Path(path).mkdir(parents=True)
    if how in {"half of the files", "unmarked"}:
        (entry / "branchline-spare.json").unlink()
    if how == "half of the files":
        (Path(path) / "README.md").unlink()
        (entry / "index").rename(entry / "index.lock")
    if how == "gone":
        shutil.rmtree(path)
    again = await ready.successor()
    await again.spares.rested()
    (another,) = whole(repo)
    assert (stock(repo), another != path) == ([another], True)
    assert len(git(repo, "worktree", "list").splitlines()) == 3
    await again.close()


async def test_a_store_that_was_edited_has_nothing_else_deleted(ready: InProcess, repo: Path, tmp_path: Path) -> None:
    await stocked(ready, repo)
    await ready.close()
    content = json.loads(ready.paths.store.read_text())
    (tmp_path / "mine").mkdir()
    for record in content["tables"]["meta"].values():
        if record["key"] == "spares":
            record["value"][str(repo / ".git")]["paths"] = [str(tmp_path / "mine"), "relative"]
            record["value"]["odd"] = 3
    ready.paths.store.write_text(json.dumps(content))
    again = await ready.successor()
    await again.spares.rested()
    assert (tmp_path / "mine").is_dir()
    await again.close()


async def test_a_damaged_one_costs_no_session(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    (Path(path) / ".git").unlink()
    made = await ready.create(repo, name="Second")
    assert made.status is not Status.FAILED
    assert git(Path(made.worktree), "status", "--porcelain") == ""
    await ready.spares.rested()
    (another,) = whole(repo)
    assert (stock(repo), another != path) == ([another], True)


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[InProcess]:
    """Another user's, or one with a BRANCHLINE_HOME of its own."""
    paths = Paths(tmp_path / "data2", tmp_path / "run2", tmp_path / "logs2")
    host = ScriptedPtyhost()
    service = InProcess(paths, host)
    await service.start()
    service.configure(spareWorktrees=1)
    yield service
    await service.close()
    host.close()


async def test_two_sidecars_take_their_own(ready: InProcess, other: InProcess, repo: Path) -> None:
    (first,) = await stocked(ready, repo)
    await one(other, repo, name="Theirs")
    await other.spares.rested()
    assert len(whole(repo)) == 2
    (theirs,) = {*whole(repo)} - {first}
    names = await asyncio.gather(*[one(each, repo, name="Same") for each in (ready, other)])
    assert names == [Path(first).name, Path(theirs).name]
    for service in (ready, other):
        await service.spares.rested()
    assert len(stock(repo)) == len(whole(repo)) == 2
    await other.spares.drop_all()
    assert tuple(whole(repo)) == ready.spares.paths(str(repo / ".git"))


async def test_its_index_is_settled_in_time(ready: InProcess, repo: Path) -> None:
    (path,) = await stocked(ready, repo)
    index = repo / ".git/worktrees" / Path(path).name / "index"
    newest = max(each.stat().st_mtime for each in Path(path).rglob("*"))
    await until(lambda: int(index.stat().st_mtime) > int(newest))
    await until(lambda: whole(repo) == [path])
