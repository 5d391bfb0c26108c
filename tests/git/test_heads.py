"""Where a branch left its parent by now, and what moved HEAD, whatever an agent does with git."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.model.head import Head, HeadMove
from branchline.git import heads
from branchline.git.git_folders import folders_of
from harness.repositories import MakeRepo, Repo


class Scene:
    """A worktree on the branch `work` that left `main` at `base`, and what is seen of it."""

    def __init__(self, main: Repo) -> None:
        self.main = main
        self.start = self.base = main.head
        main("worktree", "add", "-q", "-b", "work", "../work")
        self.work = Repo(main.path.parent / "work")
        self.head: Head | None = None

    async def look(self) -> Head:
        self.base, self.head = await heads.look(folders_of(str(self.work.path)), self.base, self.head)
        assert self.head is not None
        return self.head


@pytest.fixture
def scene(make_repo: MakeRepo) -> Scene:
    return Scene(make_repo())


async def test_nothing_was_done(scene: Scene) -> None:
    assert await scene.look() == Head("work", scene.start)
    assert await scene.look() == Head("work", scene.start)
    assert scene.base == scene.start


def commits(scene: Scene) -> None:
    scene.work.commit("one", x="1\n")
    scene.work.commit("two", x="2\n")


def main_goes_on(scene: Scene) -> None:
    scene.main.commit("theirs", theirs="1\n")


def both(scene: Scene) -> None:
    commits(scene)
    main_goes_on(scene)


def merges(scene: Scene) -> None:
    both(scene)
    scene.work("merge", "-q", "--no-edit", "main")


def rebases(scene: Scene) -> None:
    both(scene)
    scene.work("rebase", "-q", "main")


def rebases_and_goes_on(scene: Scene) -> None:
    rebases(scene)
    scene.work.commit("three", y="1\n")


def rebases_and_lands(scene: Scene) -> None:
    rebases(scene)
    scene.main("merge", "-q", "--ff-only", "work")


def pulls(scene: Scene) -> None:
    main_goes_on(scene)
    scene.work("merge", "-q", "--ff-only", "main")


def lands(scene: Scene) -> None:
    commits(scene)
    scene.main("merge", "-q", "--ff-only", "work")


def resets(scene: Scene) -> None:
    commits(scene)
    scene.work("reset", "-q", "--hard", "HEAD~1")


def switches(scene: Scene) -> None:
    commits(scene)
    scene.work("checkout", "-q", "-b", "other")
    scene.work.commit("other", z="1\n")


def detaches(scene: Scene) -> None:
    commits(scene)
    scene.work("checkout", "-q", "--detach", "HEAD~1")


def packs(scene: Scene) -> None:
    commits(scene)
    scene.work("pack-refs", "--all")


def amends(scene: Scene) -> None:
    commits(scene)
    scene.work("commit", "-q", "--amend", "-m", "better")


C, G, W, RS, RB = HeadMove.COMMITTED, HeadMove.MERGED, HeadMove.SWITCHED, HeadMove.RESET, HeadMove.REBASED
ROWS = [
    (commits, "start", "work", 2, C),
    (main_goes_on, "start", "work", 0, None),
    (both, "start", "work", 2, C),
    (merges, "main", "work", 3, G),
    (rebases, "main", "work", 2, RB),
    (rebases_and_goes_on, "main", "work", 3, RB),
    (rebases_and_lands, "main~2", "work", 2, RB),
    (pulls, "main", "work", 0, G),
    (lands, "start", "work", 2, C),
    (resets, "start", "work", 1, RS),
    (switches, "start", "other", 3, W),
    (detaches, "start", None, 1, W),
    (packs, "start", "work", 2, C),
    (amends, "start", "work", 2, C),
]


@pytest.mark.parametrize(
    ("act", "base", "branch", "count", "moved"), ROWS, ids=lambda value: getattr(value, "__name__", "")
)
@pytest.mark.parametrize("looked", [True, False])
async def test_what_is_seen(
    scene: Scene,
    act: Callable[[Scene], None],
    base: str,
    branch: str | None,
    count: int,
    moved: HeadMove | None,
    looked: bool,
) -> None:
    if looked:
        await scene.look()
    act(scene)
    assert await scene.look() == Head(branch, scene.work.head, count, moved)
    assert scene.base == (scene.start if base == "start" else scene.main("rev-parse", base))
    before = scene.base, scene.head
    await scene.look()
    assert (scene.base, scene.head) == before


async def test_in_the_midst_of_a_rebase_it_is_still_the_branch(scene: Scene) -> None:
    commits(scene)
    scene.main.commit("theirs", x="theirs\n")
    scene.work("rebase", "-q", "main", check=False)
    seen = await scene.look()
    assert (seen.branch, seen.moved, scene.base) == ("work", RB, scene.main.head)


async def test_a_branch_that_began_elsewhere_keeps_its_base(scene: Scene) -> None:
    """Not at the default branch's: what is before that base is not the session's."""
    commits(scene)
    scene.base = scene.work.head
    scene.work.commit("mine", y="1\n")
    assert (await scene.look()).commits == 1
    assert scene.base == scene.work("rev-parse", "HEAD~1")


async def test_a_history_of_its_own(scene: Scene) -> None:
    scene.work("checkout", "-q", "--orphan", "fresh")
    scene.work.commit("fresh")
    assert (await scene.look()).branch == "fresh"
    assert scene.base == scene.start


async def test_a_branch_without_a_commit(scene: Scene) -> None:
    scene.work("checkout", "-q", "--orphan", "fresh")
    assert await heads.look(folders_of(str(scene.work.path)), scene.base, None) == (scene.base, None)


async def test_without_a_reflog(scene: Scene, tmp_path: Path) -> None:
    scene.work("config", "core.logAllRefUpdates", "false")
    for log in (scene.main.path / ".git").rglob("logs/HEAD"):
        log.unlink()
    commits(scene)
    seen = await scene.look()
    assert (seen.branch, seen.commits, seen.moved, scene.base) == ("work", 2, None, scene.start)
