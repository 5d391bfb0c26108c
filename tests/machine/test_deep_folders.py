"""What is deeper, or has longer paths, than usual is looked through and deleted like the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.machine.deep_folders import walk
from branchline.machine.deleting import delete_tree
from harness.deep_folders import dug

DEEP = [("d" * 200, 30), ("e", 1200), ("e", 3000)]


@pytest.mark.parametrize(("name", "count"), DEEP)
@pytest.mark.parametrize("closed", [False, True])
def test_it_is_deleted(tmp_path: Path, name: str, count: int, closed: bool) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "stays").touch()
    top = tmp_path / "top"
    top.mkdir()
    (top / "link").symlink_to(outside)
    (top / "circle").symlink_to("circle")
    (top / "a").mkdir()
    (top / "a" / "link").symlink_to(outside)
    with dug(top, name, count, 0o500 if closed else 0o755):
        delete_tree(top)
        assert not top.exists()
    assert os.listdir(outside) == ["stays"]


@pytest.mark.parametrize(("name", "count"), DEEP)
def test_what_is_too_long_to_name_is_told(tmp_path: Path, name: str, count: int) -> None:
    top = tmp_path / "top"
    top.mkdir()
    refused: list[OSError] = []
    with dug(top, name, count):
        seen = [place for place, _, _ in walk(str(top), refused.append)]
    assert len(seen) == len({*seen}) > 5
    fits = len(os.fsencode(top)) + count * (len(name) + 1) < os.pathconf("/", "PC_PATH_MAX")
    assert (len(seen) == count + 1, refused == []) == (fits, fits)


def test_it_sees_what_the_systems_own_walk_sees(tmp_path: Path) -> None:
    for name in ("a/b/c", "a/d", "e", "skipped/f"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "file").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "circle").symlink_to("circle")

    def seen(walking: object) -> dict[str, tuple[list[str], list[str]]]:
        found = {}
        for place, folders, files in walking:  # type: ignore[attr-defined]
            folders[:] = [name for name in folders if name != "skipped"]
            found[place] = (sorted(folders), sorted(files))
        return found

    assert seen(walk(str(tmp_path))) == seen(os.walk(tmp_path))
    assert [*walk(os.fsencode(tmp_path / "nowhere"))] == []
