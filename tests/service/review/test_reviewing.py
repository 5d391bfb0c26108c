"""What the user has looked at, and what is new since."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from branchline.core.model.status import Status
from harness.service import InProcess, refused
from harness.sidecar import git


@attrs.define
class Reviewed:
    """One session with a changed file, a new one and one that it deleted."""

    service: InProcess
    id: str
    worktree: Path

    async def tree(self) -> str:
        return (await self.service.change_tracker.read(self.id)).tree

    async def new(self) -> list[str]:
        await self.tree()
        return [
            file.path for each in await self.service.user_review.reviewing.unreviewed([self.id]) for file in each.files
        ]

    async def mark(self, *paths: str, reviewed: bool = True) -> None:
        names = list(paths) or None
        await self.service.user_review.reviewing.mark(self.id, await self.tree(), names, reviewed=reviewed)

    def write(self, name: str, text: str) -> None:
        (self.worktree / name).write_text(text)


@pytest.fixture
async def reviewed(service: InProcess, repo: Path) -> Reviewed:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    found = Reviewed(service, made.id, Path(made.worktree))
    found.write("README.md", "altered\n")
    found.write("new.txt", "new\n")
    (found.worktree / ".gitignore").unlink()
    return found


ALL = [".gitignore", "README.md", "new.txt"]


async def test_at_first_all_is_new(reviewed: Reviewed) -> None:
    assert await reviewed.new() == ALL


@pytest.mark.parametrize("path", ALL)
async def test_what_was_looked_at_is_not_and_the_rest_still_is(reviewed: Reviewed, path: str) -> None:
    await reviewed.mark(path)
    assert await reviewed.new() == [each for each in ALL if each != path]


async def test_what_alters_afterwards_is_new_again(reviewed: Reviewed) -> None:
    await reviewed.mark()
    assert await reviewed.new() == []
    reviewed.write("README.md", "altered again\n")
    assert await reviewed.new() == ["README.md"]
    reviewed.write("README.md", "altered\n")
    assert await reviewed.new() == [], "it is as the user saw it"


async def test_it_is_marked_as_the_user_saw_it_not_as_it_is_by_now(reviewed: Reviewed) -> None:
    seen = await reviewed.tree()
    reviewed.write("README.md", "meanwhile\n")
    await reviewed.service.user_review.reviewing.mark(reviewed.id, seen, ["README.md"], reviewed=True)
    assert "README.md" in await reviewed.new()


async def test_a_mark_can_be_taken_back_from_a_file_and_from_all(reviewed: Reviewed) -> None:
    await reviewed.mark()
    await reviewed.mark("README.md", reviewed=False)
    assert await reviewed.new() == ["README.md"]
    await reviewed.mark(reviewed=False)
    assert await reviewed.new() == ALL


async def test_a_renamed_file_was_looked_at_with_its_former_name(reviewed: Reviewed) -> None:
    await reviewed.mark()
    git(reviewed.worktree, "mv", "pyproject.toml", "project.toml")
    assert await reviewed.new() == ["project.toml"]
    await reviewed.mark("project.toml")
    assert await reviewed.new() == []
    git(reviewed.worktree, "mv", "project.toml", "pyproject.toml")
    assert await reviewed.new() == [], "it is as it was at the base, so that there is nothing to look at"


async def test_the_marks_outlive_gits_collection(reviewed: Reviewed) -> None:
    await reviewed.mark("new.txt")
    git(reviewed.worktree, "-c", "gc.reflogExpire=now", "gc", "-q", "--prune=now")
    assert await reviewed.new() == [".gitignore", "README.md"]


async def test_the_index_the_files_and_the_branch_stay_as_they_are(reviewed: Reviewed) -> None:
    before = [git(reviewed.worktree, *words) for words in (["status", "--porcelain"], ["rev-parse", "HEAD"])]
    await reviewed.mark("README.md")
    await reviewed.mark()
    assert before == [git(reviewed.worktree, *words) for words in (["status", "--porcelain"], ["rev-parse", "HEAD"])]


@pytest.mark.parametrize("tree", ["0" * 40, "HEAD", "--all", "", "base"])
async def test_a_tree_that_is_none_is_refused_and_changes_nothing(reviewed: Reviewed, tree: str) -> None:
    await refused("BAD_REVISION", reviewed.service.user_review.reviewing.mark(reviewed.id, tree, None, reviewed=True))
    assert reviewed.service.sessions.get(reviewed.id).reviewed == ""


async def test_sessions_that_are_gone_are_passed_over(reviewed: Reviewed) -> None:
    found = await reviewed.service.user_review.reviewing.unreviewed(["gone", reviewed.id])
    assert [each.session_id for each in found] == [reviewed.id]


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../b", "a\0b"])
async def test_a_path_that_is_none_of_the_worktree_is_refused(reviewed: Reviewed, path: str) -> None:
    tree = await reviewed.tree()
    await refused("BAD_PATH", reviewed.service.user_review.reviewing.mark(reviewed.id, tree, [path], reviewed=True))
    assert reviewed.service.sessions.get(reviewed.id).reviewed == ""
