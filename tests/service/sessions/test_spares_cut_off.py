"""Spares that another sidecar left or keeps, whole or cut off."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from branchline.core.model.status import Status
from branchline.machine.paths import Paths
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import InProcess
from harness.sidecar import git
from harness.spare_services import one, stock, stocked, whole
from harness.waiting import until


@pytest.fixture
async def ready(service: InProcess) -> InProcess:
    """With one spare for each repository that has had a session."""
    service.configure(spareWorktrees=1)
    return service


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
