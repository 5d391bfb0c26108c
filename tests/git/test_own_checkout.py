"""A commit's files in a folder that is a repository by itself: complete, and nobody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.merge_trees import merging
from branchline.git.own_checkout import check_out, drop
from harness.hostile import Hostile
from harness.repositories import MakeRepo
from harness.sidecar import git


async def test_it_has_the_files_and_the_history_and_the_repository_has_nothing_of_it(
    make_repo: MakeRepo, tmp_path: Path
) -> None:
    repo = make_repo()
    repo.write("run.sh", "echo\n")
    (repo.path / "run.sh").chmod(0o755)
    (repo.path / "link").symlink_to("run.sh")
    repo.write("ümlaut/a b.txt", "a\n")
    repo.commit("first")
    first = repo("rev-parse", "HEAD").strip()
    repo.write("more.txt", "more\n")
    repo.commit("second")
    tree = repo("rev-parse", "HEAD^{tree}").strip()
    before = {*(repo.path / ".git").rglob("*")}
    place = tmp_path / "own" / "place"
    async with merging(str(repo.path)) as merger:
        made = await merger.commit(tree, first)
        await check_out(str(repo.path), merger.objects, made, place)
        assert git(place, "rev-parse", "HEAD").strip() == made
        assert git(place, "log", "--format=%H", "-1", "HEAD^").strip() == first
        assert git(place, "status", "--porcelain") == ""
        assert os.access(place / "run.sh", os.X_OK)
        assert os.readlink(place / "link") == "run.sh"
        assert (place / "ümlaut" / "a b.txt").read_text() == "a\n"
        # What somebody did there is gone with the next one.
        git(place, "config", "core.fsmonitor", f"touch {tmp_path}/evil")
        (place / "left").mkdir(mode=0o500)
        await check_out(str(repo.path), merger.objects, first, place)
    assert {each.name for each in place.iterdir()} == {".git", *os.listdir(repo.path)} - {"more.txt"}
    assert not (tmp_path / "evil").exists()
    assert {*(repo.path / ".git").rglob("*")} == before
    await drop(place)
    assert not place.exists()


async def test_a_link_in_its_place_is_not_followed(make_repo: MakeRepo, tmp_path: Path) -> None:
    repo = make_repo()
    repo.write("a", "a\n")
    repo.commit("first")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    place = tmp_path / "place"
    place.symlink_to(tmp_path / "kept")
    head = repo("rev-parse", "HEAD").strip()
    async with merging(str(repo.path)) as merger:
        await check_out(str(repo.path), merger.objects, head, place)
    assert (tmp_path / "kept" / "file").exists()
    assert not place.is_symlink()
    assert (place / "a").read_text() == "a\n"


async def test_nothing_that_a_repository_names_runs_for_it(make_repo: MakeRepo, tmp_path: Path) -> None:
    repo = make_repo()
    repo.write(".gitattributes", "*.evil filter=evil\n")
    repo.write("x.evil", "1\n")
    repo.commit("first")
    head = repo("rev-parse", "HEAD").strip()
    hostile = Hostile(tmp_path / "hostile")
    hostile.arm(repo.path / ".git")
    hostile.forget()
    async with merging(str(repo.path)) as merger:
        await check_out(str(repo.path), merger.objects, head, tmp_path / "place")
    assert (tmp_path / "place" / "x.evil").read_text() == "1\n"
    assert hostile.ran == set()


async def test_a_commit_that_is_not_there(make_repo: MakeRepo, tmp_path: Path) -> None:
    repo = make_repo()
    repo.write("a", "a\n")
    repo.commit("first")
    async with merging(str(repo.path)) as merger:
        with pytest.raises(BranchlineError) as caught:
            await check_out(str(repo.path), merger.objects, "1" * 40, tmp_path / "place")
    assert caught.value.code is ErrorCode.GIT_FAILED
