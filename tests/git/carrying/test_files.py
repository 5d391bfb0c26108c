"""Many files are copied while they come and go; nothing is written where it should not, and one failure is one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from threading import Event

import pytest

from branchline.core.session.carrying import IN_THE_WAY, Candidate, Missed
from branchline.git.carrying.files import beyond_links, copy_all, link_folder, sized


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    main, tree = tmp_path / "main", tmp_path / "tree"
    main.mkdir()
    tree.mkdir()
    return main, tree


def all_of(main: Path) -> list[bytes]:
    return sorted(os.fsencode(path.relative_to(main)) for path in main.rglob("*") if not path.is_dir())


def nothing(number: int, of: int) -> None:
    """Whoever is told how far it is."""


def test_a_hundred_thousand_matches_of_which_few_are_there(two: tuple[Path, Path]) -> None:
    main, tree = two
    for number in range(1000):
        (main / f"{number % 10}").mkdir(exist_ok=True)
        (main / f"{number % 10}" / f"f{number}").write_text("x")
    names = [b"%d/f%d" % (number % 10, number) for number in range(100_000)]
    told: list[tuple[int, int]] = []
    candidates = sized(str(main), names)
    assert len(candidates) == 1000, "what vanished meanwhile is none"
    copied = copy_all(str(main), str(tree), candidates, lambda *far: told.append(far), Event())
    assert (copied.files, copied.missed) == (1000, [])
    assert all_of(tree) == all_of(main)
    assert told == [(number, 1000) for number in range(200, 1000, 200)]


def test_files_that_vanish_or_come_while_it_is_copied(two: tuple[Path, Path]) -> None:
    main, tree = two
    for name in ("a", "b", "c"):
        (main / name).mkdir()
        (main / name / "x").write_text(name)
    candidates = sized(str(main), all_of(main))
    shutil.rmtree(main / "b")
    (main / "b").write_text("a file by now")
    (main / "c" / "y").write_text("new")
    (tree / "a").mkdir()
    (tree / "a" / "x").write_text("there first")
    copied = copy_all(str(main), str(tree), candidates, nothing, Event())
    assert (copied.files, copied.missed) == (1, [Missed("b/x", IN_THE_WAY)])
    assert (tree / "a" / "x").read_text() == "there first"
    assert all_of(tree) == [b"a/x", b"c/x"]


def test_a_folder_that_became_a_link_is_not_gone_through(two: tuple[Path, Path], tmp_path: Path) -> None:
    main, tree = two
    outside = tmp_path / "outside"
    for folder in (main / "in", main / "out", outside):
        folder.mkdir()
        (folder / "x").write_text(folder.name)
    candidates = sized(str(main), all_of(main))
    shutil.rmtree(main / "in")
    (main / "in").symlink_to(outside)
    (tree / "out").symlink_to(outside)
    copied = copy_all(str(main), str(tree), candidates, nothing, Event())
    assert [each.why for each in copied.missed] == [IN_THE_WAY, IN_THE_WAY]
    assert (os.listdir(outside), (outside / "x").read_text()) == (["x"], "outside")
    assert not any(path.is_file() for path in (tree / "in").rglob("*"))


def test_it_stops_between_two_files(two: tuple[Path, Path]) -> None:
    main, tree = two
    for number in range(500):
        (main / f"f{number}").write_text("x")
    cancelled = Event()

    def cancel(number: int, of: int) -> None:
        if number:
            cancelled.set()

    copied = copy_all(str(main), str(tree), sized(str(main), all_of(main)), cancel, cancelled)
    assert (copied.files, len(os.listdir(tree))) == (201, 201)


@pytest.mark.parametrize("path", [b"../x", b"a/../../x"])
def test_a_path_that_leads_up_is_refused(two: tuple[Path, Path], path: bytes) -> None:
    (two[0].parent / "x").write_text("outside")
    (two[0] / "a").mkdir()
    copied = copy_all(str(two[0]), str(two[1] / "."), [Candidate(path, 1)], nothing, Event())
    assert copied.files == 0
    assert len(copied.missed) == 1
    assert os.listdir(two[1]) == [] or os.listdir(two[1]) == ["a"]


def test_what_is_beyond_a_link_is_told(two: tuple[Path, Path]) -> None:
    _, tree = two
    (tree / "real" / "inner").mkdir(parents=True)
    (tree / "link").symlink_to("real")
    (tree / "file").write_text("x")
    names = [b"x", b"real/inner/x", b"new/x", b"link/x", b"link/inner/x", b"file/x", b"link", b"link/y/"]
    assert beyond_links(str(tree), names) == {b"link/x", b"link/inner/x", b"file/x", b"link/y/"}


def test_a_folder_is_linked_or_has_links_and_never_leads_out(two: tuple[Path, Path], tmp_path: Path) -> None:
    main, tree = two
    (main / "deep" / "modules" / "a").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (main / "away").symlink_to(tmp_path / "outside")
    assert link_folder(str(main), str(tree), "deep/modules", False) is None
    assert (tree / "deep" / "modules").readlink() == main / "deep" / "modules"
    shutil.rmtree(tree / "deep")
    assert link_folder(str(main), str(tree), "deep/modules", True) is None
    assert (tree / "deep" / "modules" / "a").readlink() == main / "deep" / "modules" / "a"
    assert link_folder(str(main), str(tree), "deep/modules", False) is None, "it is there already"
    assert link_folder(str(main), str(tree), "away", False) is not None
    assert link_folder(str(main), str(tree), ".git", False) is not None
    assert link_folder(str(main), str(tree), "not-there", False) is None
    assert sorted(os.listdir(tree)) == ["deep"]
