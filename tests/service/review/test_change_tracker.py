"""What a session changed is counted once for each change, and its list is told as it was counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.changes import Changes, FileChange, FileStatus
from branchline.git.changes import read_changes
from branchline.git.untracked import LARGEST
from branchline.service.base.sessions import Changed, News, Sessions
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.review.jobs import Jobs
from harness.base import Base
from harness.service import session
from harness.sidecar import git


@attrs.define
class Counted:
    """A tracker of one session, `s`: what it told, and how often git was asked."""

    sessions: Sessions
    tracker: ChangeTracker
    told: list[Changes] = attrs.field(factory=list)
    looks: int = 0

    async def now(self) -> Changes:
        """What stands on the record after a change."""
        self.tracker.request("s")
        await self.rest()
        return self.told[-1]

    async def rest(self) -> None:
        while tasks := [each for each in asyncio.all_tasks() if each.get_name() == "counting changes"]:
            await asyncio.wait(tasks)

    async def listed(self) -> dict[str, str]:
        """Letters by path, as a client gets them that has heard the record."""
        found = await self.tracker.read("s", self.told[-1].tree)
        return {file.path: file.status.value for file in found.files}


@pytest.fixture
def counted(base: Base, repo: Path, monkeypatch: pytest.MonkeyPatch) -> Counted:
    own = {"common_dir": str(repo / ".git"), "common_inode": str((repo / ".git").stat().st_ino)}
    place = {"repo": str(repo), "worktree": str(repo), **own}
    base.sessions.add(session("s", **place, branch="main", base=git(repo, "rev-parse", "HEAD")))
    shared: dict[str, Any] = {"paths": base.paths, "sessions": base.sessions, "settings": base.settings}
    tracker = ChangeTracker(**shared, whereabouts=base.whereabouts, jobs=Jobs(base.background))
    counted = Counted(base.sessions, tracker)

    async def look(*args: Any) -> tuple[str, list[FileChange]]:
        counted.looks += 1
        return await read_changes(*args)

    def heard(news: News) -> None:
        if isinstance(news, Changed):
            counted.told.append(news.session.changes)

    monkeypatch.setattr("branchline.service.review.change_tracker.read_changes", look)
    base.sessions.listeners.add(heard)
    return counted


def rename(repo: Path) -> None:
    (repo / "new.txt").rename(repo / "other.txt")


def swap(repo: Path) -> None:
    git(repo, "checkout", "-q", "README.md")
    with (repo / ".gitignore").open("a") as file:
        file.write("more\n")


def change(repo: Path) -> None:
    (repo / "new.txt").write_text("mew\n")


def add(repo: Path) -> None:
    git(repo, "add", "new.txt")


def commit(repo: Path) -> None:
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "all")


def rename_huge(repo: Path) -> None:
    (repo / "huge").rename(repo / "giant")


@pytest.mark.parametrize(
    ("act", "after"),
    [
        (rename, {"README.md": "M", "other.txt": "U", "huge": "U"}),
        (swap, {".gitignore": "M", "new.txt": "U", "huge": "U"}),
        (change, {"README.md": "M", "new.txt": "U", "huge": "U"}),
        (add, {"README.md": "M", "new.txt": "A", "huge": "U"}),
        (rename_huge, {"README.md": "M", "new.txt": "U", "giant": "U"}),
    ],
)
async def test_the_record_alters_with_the_list_though_the_counts_are_the_same(
    counted: Counted, repo: Path, act: Callable[[Path], None], after: dict[str, str]
) -> None:
    with (repo / "README.md").open("a") as file:
        file.write("more\n")
    (repo / "new.txt").write_text("new\n")
    with (repo / "huge").open("wb") as huge:
        huge.truncate(LARGEST + 1)
    before = await counted.now()
    assert await counted.listed() == {"README.md": "M", "new.txt": "U", "huge": "U"}
    act(repo)
    now = await counted.now()
    assert (now.files, now.added, now.removed) == (before.files, before.added, before.removed) == (3, 2, 0)
    assert now != before
    assert await counted.listed() == after
    assert await counted.now() == now, "and stays, where nothing altered"


async def test_a_commit_is_heard_of(counted: Counted, repo: Path) -> None:
    (repo / "new.txt").write_text("new\n")
    before = await counted.now()
    commit(repo)
    now = await counted.now()
    assert (now.tree, now.untracked) == (before.tree, "")
    assert before.untracked != ""
    assert await counted.listed() == {"new.txt": "A"}


async def test_the_tree_that_is_told_is_the_one_of_the_files(counted: Counted, repo: Path) -> None:
    (repo / "new.txt").write_text("new\n")
    told = await counted.now()
    assert git(repo, "show", f"{told.tree}:new.txt") == "new"


async def test_one_change_is_counted_once(counted: Counted, repo: Path) -> None:
    (repo / "new.txt").write_text("new\n")
    counted.tracker.request("s")
    counted.tracker.request("s")
    await counted.rest()
    assert (counted.looks, len(counted.told)) == (1, 1)
    assert await counted.listed() == await counted.listed() == {"new.txt": "U"}
    assert (counted.looks, len(counted.told)) == (1, 1), "its list is there already"


async def test_whoever_asks_for_it_now_spares_the_count_that_was_wanted(counted: Counted, repo: Path) -> None:
    (repo / "new.txt").write_text("new\n")
    counted.tracker.request("s")
    found = await counted.tracker.read("s")
    await counted.rest()
    assert [file.path for file in found.files] == ["new.txt"]
    assert counted.looks == 1


async def test_what_alters_while_it_is_counted_is_counted_again(
    counted: Counted, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*args: Any) -> tuple[str, list[FileChange]]:
        counted.looks += 1
        found = await read_changes(*args)
        if counted.looks == 1:
            (repo / "late.txt").write_text("late\n")
            counted.tracker.request("s")
            await asyncio.sleep(0)
        return found

    monkeypatch.setattr("branchline.service.review.change_tracker.read_changes", slow)
    counted.tracker.request("s")
    await counted.rest()
    assert (counted.looks, [told.files for told in counted.told]) == (2, [0, 1])


@pytest.mark.parametrize("how", ["no tree", "another tree", "another base", "forgotten"])
async def test_it_is_counted_anew(counted: Counted, repo: Path, how: str) -> None:
    await counted.now()
    (repo / "new.txt").write_text("new\n")
    tree: str | None = counted.told[-1].tree
    if how == "no tree":
        tree = None
    elif how == "another tree":
        tree = "0" * 40
    elif how == "another base":
        record = counted.sessions.get("s")
        counted.sessions.add(attrs.evolve(record, base=git(repo, "rev-parse", "HEAD~1")))
    else:
        record = counted.sessions.get("s")
        counted.sessions.drop("s")
        counted.sessions.add(record)
    found = await counted.tracker.read("s", tree)
    assert FileChange("new.txt", FileStatus.UNTRACKED, added=1) in found.files
    assert (found.base, counted.told[-1].tree) == (counted.sessions.get("s").base, found.tree)
    assert counted.looks == 2


async def test_what_cannot_be_counted_leaves_the_list_and_is_counted_when_it_can(counted: Counted, repo: Path) -> None:
    await counted.now()
    aside = repo.rename(repo.with_name("aside"))
    counted.tracker.request("s")
    await counted.rest()
    with pytest.raises(BranchlineError):
        await counted.tracker.read("s")
    assert (len(counted.told), await counted.listed()) == (1, {})
    aside.rename(repo)
    (repo / "new.txt").write_text("new\n")
    await counted.now()
    assert await counted.listed() == {"new.txt": "U"}


async def test_an_edit_is_counted_where_it_is_in_the_worktree(counted: Counted, repo: Path, tmp_path: Path) -> None:
    beside = tmp_path / f"{repo.name}-2"
    beside.mkdir()
    (beside / "file").write_text("")
    (repo / "to-outside").symlink_to(beside / "file")
    (tmp_path / "to-inside").symlink_to(repo / "README.md")
    (tmp_path / "to-worktree").symlink_to(repo, target_is_directory=True)
    inside = [
        repo,
        repo / "README.md",
        repo / "gone" / "file.txt",
        repo / "to-outside",
        tmp_path / "to-inside",
        tmp_path / "to-worktree" / "README.md",
        repo / "src" / ".." / "README.md",
    ]
    outside = [beside / "file", tmp_path / "gone", repo.parent, repo / ".." / "other", Path("/")]
    for path, counts in [*((each, 1) for each in inside), *((each, 0) for each in outside)]:
        counted.looks = 0
        counted.tracker.edited(str(path))
        await counted.rest()
        assert counted.looks == counts, path
    with pytest.raises(BranchlineError, match="absolute"):
        counted.tracker.edited("README.md")


async def test_an_edit_where_a_worktree_was_is_not_counted(counted: Counted, repo: Path) -> None:
    record = counted.sessions.get("s")
    counted.sessions.drop("s")
    counted.sessions.add(attrs.evolve(record, freed=True))
    counted.tracker.edited(str(repo / "README.md"))
    await counted.rest()
    assert counted.looks == 0
