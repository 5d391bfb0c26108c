"""A session is brought up to its base with what is not committed in it, or nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.model.base import Drift, OnConflict, UpdateHow
from branchline.core.model.merging import Conflict, ConflictKind
from branchline.core.model.status import Status
from branchline.git.updating import updating
from branchline.service.landing.updates import UpdateOutcome
from harness.service import InProcess, refused
from harness.sidecar import git
from harness.updates import LINES, MERGE, NAMED, REBASE, REFUSE, Scene


@pytest.fixture
async def scene(service: InProcess, repo: Path) -> Scene:
    return await Scene.of(service, repo)


@pytest.mark.parametrize("how", [MERGE, REBASE])
async def test_what_is_committed_and_what_is_not_come_along(scene: Scene, how: UpdateHow) -> None:
    scene.commit(scene.worktree, own_txt="own\n", both_txt=LINES.replace("line 3\n", "mine 3\n"))
    theirs = scene.commit(scene.repo, new_txt="new\n", both_txt=LINES.replace("line 30\n", "theirs 30\n"))
    (scene.worktree / "staged.txt").write_text("staged\n")
    git(scene.worktree, "add", "staged.txt")
    (scene.worktree / "staged.txt").write_text("and more\n")
    (scene.worktree / "untracked.txt").write_text("untracked\n")
    (scene.worktree / "README.md").unlink()
    assert await scene.update(how) is UpdateOutcome.UPDATED
    assert (scene.worktree / "new.txt").read_text() == "new\n"
    assert (scene.worktree / "both.txt").read_text() == (
        LINES.replace("line 3\n", "mine 3\n").replace("line 30\n", "theirs 30\n")
    )
    status = git(scene.worktree, "status", "--porcelain").splitlines()
    assert {each.strip() for each in status} == {"D README.md", "AM staged.txt", "?? untracked.txt"}
    assert git(scene.worktree, "symbolic-ref", "--short", "HEAD") == scene.session.branch
    parents = git(scene.worktree, "rev-list", "--parents", "-n", "1", "HEAD").split()[1:]
    assert (len(parents), parents[-1]) == ((2, theirs) if how is MERGE else (1, theirs))
    if how is REBASE:
        assert git(scene.worktree, "log", "-1", "--format=%an %s") == (
            f"Ada in {scene.worktree.name}: own_txt both_txt"
        )
    now = scene.service.sessions.get(scene.session.id)
    assert (now.base, now.under_way, now.updating) == (theirs, None, None)
    await scene.service.until(now.id, lambda session: session.drift == Drift("main", 0, 2 if how is MERGE else 1))
    assert await scene.update(how) is UpdateOutcome.LEVEL


@pytest.mark.parametrize("how", [MERGE, REBASE])
async def test_without_commits_of_its_own_the_branch_goes_on_to_the_base(scene: Scene, how: UpdateHow) -> None:
    theirs = scene.commit(scene.repo, new_txt="new\n")
    assert await scene.update(how) is UpdateOutcome.UPDATED
    assert git(scene.worktree, "rev-parse", "HEAD") == theirs
    assert git(scene.worktree, "status", "--porcelain") == ""


async def test_a_rebase_leaves_out_what_the_base_has_already(scene: Scene) -> None:
    scene.commit(scene.worktree, picked_txt="picked\n")
    scene.commit(scene.worktree, own_txt="own\n")
    git(scene.repo, *NAMED, "cherry-pick", "-x", f"{scene.session.branch}~1")
    scene.commit(scene.repo, new_txt="new\n")
    assert await scene.update(REBASE) is UpdateOutcome.UPDATED
    assert git(scene.worktree, "rev-list", "--count", "main..HEAD") == "1"


Make = Callable[[Scene], None]


def committed(scene: Scene) -> None:
    scene.commit(scene.worktree, both_txt=LINES.replace("line 3\n", "mine 3\n"))


def uncommitted(scene: Scene) -> None:
    (scene.worktree / "both.txt").write_text(LINES.replace("line 3\n", "mine 3\n"))


def staged(scene: Scene) -> None:
    uncommitted(scene)
    git(scene.worktree, "add", "both.txt")


def untracked(scene: Scene) -> None:
    (scene.worktree / "new.txt").write_text("another one\n")


def ignored(scene: Scene) -> None:
    exclude = scene.repo / ".git" / "info" / "exclude"
    exclude.parent.mkdir(exist_ok=True)
    exclude.write_text("new.txt\n")
    (scene.worktree / "new.txt").write_text("another one\n")


@pytest.mark.parametrize("how", [MERGE, REBASE])
@pytest.mark.parametrize("make", [committed, uncommitted, staged, untracked, ignored])
async def test_where_both_changed_the_same_nothing_is_changed(scene: Scene, make: Make, how: UpdateHow) -> None:
    make(scene)
    scene.commit(scene.repo, both_txt=LINES.replace("line 3\n", "theirs 3\n"))
    if make is not ignored:
        scene.commit(scene.repo, new_txt="new\n")
    else:
        (scene.repo / "new.txt").write_text("new\n")
        git(scene.repo, "add", "-f", "new.txt")
        git(scene.repo, *NAMED, "commit", "-qm", "new")
    before = scene.state()
    error = await refused("BASE_CONFLICT", scene.service.updates.update(scene.session.id, how, REFUSE))
    assert error.data["files"] == ["new.txt" if make in {untracked, ignored} else "both.txt"]
    assert scene.state() == before
    now = scene.service.sessions.get(scene.session.id)
    assert (now.base, now.under_way) == (scene.session.base, None)


async def test_a_conflict_is_left_as_git_leaves_one(scene: Scene) -> None:
    committed(scene)
    theirs = scene.commit(scene.repo, both_txt=LINES.replace("line 3\n", "theirs 3\n"), new_txt="new\n")
    (scene.worktree / "untracked.txt").write_text("untracked\n")
    assert await scene.update(MERGE, OnConflict.MARKERS) is UpdateOutcome.LEFT
    status = git(scene.worktree, "status", "--porcelain").splitlines()
    assert sorted(status) == ["?? untracked.txt", "A  new.txt", "UU both.txt"]
    text = (scene.worktree / "both.txt").read_text()
    assert "<<<<<<< " in text
    assert "mine 3\n=======\ntheirs 3\n>>>>>>> " in text
    await refused("INVALID_STATE", scene.service.updates.update(scene.session.id, MERGE, REFUSE))
    (scene.worktree / "both.txt").write_text(LINES.replace("line 3\n", "both 3\n"))
    git(scene.worktree, "add", "both.txt")
    git(scene.worktree, *NAMED, "commit", "-q", "--no-edit")
    assert git(scene.worktree, "log", "-1", "--format=%s %P").split()[-1] == theirs


async def test_the_agent_is_told_what_conflicts(scene: Scene) -> None:
    committed(scene)
    scene.commit(scene.repo, both_txt=LINES.replace("line 3\n", "theirs 3\n"))
    head = git(scene.worktree, "rev-parse", "HEAD")
    assert await scene.update(MERGE, OnConflict.AGENT) is UpdateOutcome.HANDED_OVER
    told = await scene.service.until(scene.session.id, lambda session: session.instruction is not None)
    assert (told.instruction or "").startswith("Merge main (")
    assert "\n- both.txt" in (told.instruction or "")
    assert git(scene.worktree, "rev-parse", "HEAD") == head


async def test_while_the_agent_works_it_is_refused(scene: Scene) -> None:
    scene.commit(scene.repo, new_txt="new\n")
    await scene.service.instructions.send(scene.session.id, "write hello.txt", submit=True, queue=True)
    await scene.service.until_status(scene.session.id, Status.WORKING, Status.WAITING)
    await refused("AGENT_WORKS", scene.service.updates.update(scene.session.id, MERGE, REFUSE))
    assert not (scene.worktree / "new.txt").exists()


async def test_a_submodule_of_the_base_is_taken_and_its_files_are_left_alone(scene: Scene, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "a.txt").write_text("a\n")
    git(inner, "add", "-A")
    git(inner, *NAMED, "commit", "-qm", "inner")
    git(scene.repo, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "inner")
    git(scene.repo, *NAMED, "commit", "-qm", "a submodule")
    scene.commit(scene.worktree, own_txt="own\n")
    assert await scene.update() is UpdateOutcome.UPDATED
    assert git(scene.worktree, "ls-files", "--stage", "inner").startswith("160000 ")
    assert git(scene.worktree, "status", "--porcelain") == ""


def test_an_error_says_what_conflicts() -> None:
    found = tuple(Conflict(name, ConflictKind.CONTENTS) for name in "abcde")
    error = updating.conflict("main", found)
    assert "conflicts with main in a, b, c and 2 more." in error.message
    assert error.data["base"] == "main"
