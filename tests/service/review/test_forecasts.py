"""Which sessions would conflict is on their records once they are counted, and nothing of theirs is touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.merging import Conflict, ConflictKind
from branchline.core.model.status import Status
from branchline.core.session.forecast_events import ConflictsForeseen
from branchline.service.review import forecasts
from branchline.service.review.forecaster import Forecaster
from harness.base import Base
from harness.forecasts import ForecastScene, seen
from harness.scripted_ptyhost import ScriptedPtyhost
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.waiting import timeout

FILE = "README.md"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One forecast comes right after the other."""
    monkeypatch.setattr(forecasts, "APART", 0.0)
    monkeypatch.setattr(forecasts, "SHARE", 0)


@pytest.fixture
def scene(base: Base, repo: Path, ptyhost: ScriptedPtyhost) -> ForecastScene:
    return ForecastScene(base, repo, ptyhost)


async def test_the_records_tell_and_nothing_is_touched(scene: ForecastScene) -> None:
    first, second, third = [scene.session(name) for name in ("first", "second", "third")]
    await scene.changes(first, README__md="one\n", new="a\n")
    await scene.changes(second, README__md="two\n")
    await scene.changes(third, new="c\n")
    before = [seen(place) for place in (scene.repo, first.worktree, second.worktree, third.worktree)]
    objects = {*(scene.repo / ".git" / "objects").rglob("*")}
    await scene.until_told(first, {"second": (FILE,), "third": ("new",)})
    await scene.until_told(second, {"first": (FILE,)})
    await scene.until_told(third, {"first": ("new",)})
    forecast = await scene.forecasts.read(str(scene.repo))
    assert forecast.order == ("second", "third", "first")
    assert forecast.base == {}
    assert forecast.pairs["first", "third"] == (Conflict("new", ConflictKind.CONTENTS),)
    assert await scene.forecasts.file("first", "second", FILE)
    assert [seen(place) for place in (scene.repo, first.worktree, second.worktree, third.worktree)] == before
    assert {*(scene.repo / ".git" / "objects").rglob("*")} == objects


async def test_what_is_mended_or_removed_conflicts_no_more(scene: ForecastScene) -> None:
    first, second, third = [scene.session(name) for name in ("first", "second", "third")]
    for number, each in enumerate((first, second, third)):
        await scene.changes(each, README__md=f"{number}\n")
    await scene.until_told(first, {"second": (FILE,), "third": (FILE,)})
    git(second.worktree, "checkout", "--quiet", FILE)
    await scene.tracker.read("second")
    await scene.until_told(first, {"third": (FILE,)})
    await scene.until_told(second, {})
    scene.base.sessions.drop("third")
    await scene.until_told(first, {})


async def test_with_the_last_session_of_a_repository_it_has_an_end(scene: ForecastScene) -> None:
    await scene.changes(scene.session("first"), README__md="one\n")
    await scene.rest()
    scene.base.sessions.drop("first")
    async with timeout(lambda: "it is forecast again and again"):
        await scene.rest()


async def test_what_the_parent_branch_has_by_now(scene: ForecastScene) -> None:
    session = scene.session("first")
    before = (scene.repo / FILE).read_text()
    await scene.changes(session, README__md="one\n")
    (scene.repo / FILE).write_text("main\n")
    git(scene.repo, "commit", "--quiet", "--all", "--message", "on")
    forecast = await scene.forecasts.read(str(scene.repo))
    assert forecast.base == {"first": (Conflict(FILE, ConflictKind.CONTENTS),)}
    assert scene.conflicts(session) == {None: (FILE,)}
    shown = await scene.forecasts.file("first", None, FILE)
    assert shown is not None
    assert shown.text == f"<<<<<<< main\nmain\n||||||| base\n{before}=======\none\n>>>>>>> first\n"


async def test_a_file_of_two_sessions(scene: ForecastScene) -> None:
    first, second = scene.session("first"), scene.session("second")
    before = (scene.repo / FILE).read_text()
    await scene.changes(first, README__md="one\n", image="a\0")
    await scene.changes(second, README__md="two\n", image="b\0")
    shown = await scene.forecasts.file("second", "first", FILE)
    assert shown is not None
    assert shown.text == f"<<<<<<< second\ntwo\n||||||| base\n{before}=======\none\n>>>>>>> first\n"
    binary = await scene.forecasts.file("second", "first", "image")
    assert binary is not None
    assert binary.text is None
    assert await scene.forecasts.file("second", "first", "nothing") is None
    await refused("NO_SESSION", scene.forecasts.file("first", "nobody", FILE))
    await refused("BAD_PATH", scene.forecasts.file("first", "second", "../README.md"))


async def test_an_agents_commits_and_merges_are_what_git_goes_by(scene: ForecastScene) -> None:
    """What two have in common is more than where they left their parent."""
    first, second = scene.session("first"), scene.session("second")
    Path(first.worktree, FILE).write_text("one\n")
    git(first.worktree, "commit", "--quiet", "--all", "--message", "one")
    git(second.worktree, "merge", "--quiet", "first")
    await scene.changes(second, README__md="one, and on\n")
    await scene.changes(first, new="a\n")
    forecast = await scene.forecasts.read(str(scene.repo))
    assert (forecast.pairs, forecast.base) == ({}, {})
    assert forecast.order == ("first", "second")


async def test_a_conflict_with_the_parent_is_not_said_of_another_that_has_its_work(scene: ForecastScene) -> None:
    old = scene.session("old")
    (scene.repo / FILE).write_text("main\n")
    git(scene.repo, "commit", "--quiet", "--all", "--message", "on")
    new = scene.session("new")
    await scene.changes(old, README__md="old\n", both="a\n")
    await scene.changes(new, both="b\n")
    forecast = await scene.forecasts.read(str(scene.repo))
    assert {each: [file.path for file in forecast.base[each]] for each in forecast.base} == {"old": [FILE]}
    assert [file.path for file in forecast.pairs["old", "new"]] == ["both"]


async def test_nothing_is_merged_anew_while_nothing_changes(
    scene: ForecastScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = [scene.session(name) for name in ("first", "second", "third")]
    merged: list[str] = []
    merge = Forecaster._merge

    async def counted(self: Forecaster, merger: Any, keys: Any) -> None:
        merged.extend(keys)
        await merge(self, merger, keys)

    monkeypatch.setattr(Forecaster, "_merge", counted)
    await scene.changes(first, README__md="one\n")
    await scene.changes(second, README__md="two\n")
    await scene.changes(third, README__md="three\n")
    await scene.until_told(first, {"second": (FILE,), "third": (FILE,)})
    await scene.rest()
    merged.clear()
    scene.tracker.request("first")
    scene.base.sessions.happened("first", ConflictsForeseen(()))  # The record alters; what it did does not.
    await scene.rest()
    assert (await scene.forecasts.read(str(scene.repo))).pairs
    assert merged == []
    await scene.changes(first, README__md="once more\n")
    await scene.rest()
    assert len(merged) == 2, "with each of the others"


async def test_one_that_cannot_be_counted_is_left_out(scene: ForecastScene) -> None:
    first, second, third = [scene.session(name) for name in ("first", "second", "third")]
    for number, each in enumerate((first, second, third)):
        await scene.changes(each, README__md=f"{number}\n")
    await scene.rest()
    Path(second.worktree, ".git").unlink()
    scene.tracker._known.clear()
    forecast = await scene.forecasts.read(str(scene.repo))
    assert list(forecast.pairs) == [("first", "third")]


async def test_from_creation_to_removal_and_over_a_restart(service: InProcess, repo: Path) -> None:
    first, second = [await service.create(repo, "demo", name=name) for name in ("first", "second")]
    for each in (first, second):
        each = await service.until_status(each.id, Status.READY)
        Path(each.worktree, FILE).write_text(f"{each.name}\n")
        await service.change_tracker.read(each.id)
    told = await service.until(first.id, lambda now: bool(now.conflicts))
    assert [(each.session, each.files, each.count) for each in told.conflicts] == [(second.id, (FILE,), 1)]
    following = await service.next()
    try:
        assert following.sessions.get(first.id).conflicts == told.conflicts
        await following.removal.remove(second.id, force=True, keep_branch=False)
        await following.until(first.id, lambda now: not now.conflicts)
    finally:
        await following.close()
