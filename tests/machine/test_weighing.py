"""What folders take: by blocks, each file once, within one file system, and never beyond a link."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from branchline.machine.weighing import GivenUpError, Scale

MEGABYTE = 1024 * 1024


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    return made


def fill(path: Path, size: int = MEGABYTE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))
    return path


def scale() -> Scale:
    return Scale(threading.Event())


def as_du_says(folder: Path) -> int:
    done = subprocess.run(["du", "--block-size=1", "-sx", folder], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[0])


def test_it_is_what_du_says(folder: Path) -> None:
    fill(folder / "a" / "one"), fill(folder / "a" / "b" / "two", 5000), fill(folder / "empty", 0)
    os.link(folder / "a" / "one", folder / "again")
    with open(folder / "sparse", "wb") as file:
        file.truncate(50 * MEGABYTE)
    (folder / "link").symlink_to(folder / "a")
    os.mkfifo(folder / "pipe")
    found = scale().weigh(str(folder))
    assert (found.bytes, found.linked) == (as_du_says(folder), 0)
    assert found.bytes < 2 * MEGABYTE


def test_a_file_with_several_names_counts_once_in_all_that_is_weighed(folder: Path) -> None:
    one, two = folder / "one", folder / "two"
    fill(one / "file")
    two.mkdir()
    os.link(one / "file", two / "file")
    both = scale()
    first, second = both.weigh(str(one)), both.weigh(str(two))
    assert first.bytes > MEGABYTE > second.bytes
    assert as_du_says(folder) - first.bytes - second.bytes == os.lstat(folder).st_blocks * 512


def test_what_has_another_name_elsewhere_is_not_freed(folder: Path, tmp_path: Path) -> None:
    store = fill(tmp_path / "store" / "shared")
    fill(folder / "own", 2 * MEGABYTE)
    os.link(store, folder / "shared")
    found = scale().weigh(str(folder))
    assert found.linked == os.lstat(store).st_blocks * 512
    assert found.freed == found.bytes - found.linked >= 2 * MEGABYTE


def test_a_folder_in_it_can_be_left_out(folder: Path) -> None:
    fill(folder / "cache" / "big")
    small = fill(folder / "small", 5000)
    found = scale().weigh(str(folder), {str(folder / "cache")}).bytes
    assert found == (os.lstat(folder).st_blocks + os.lstat(small).st_blocks) * 512


def test_it_follows_no_link(folder: Path, tmp_path: Path) -> None:
    fill(tmp_path / "elsewhere" / "big")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    assert scale().weigh(str(folder)).bytes < MEGABYTE
    assert scale().weigh(str(folder / "link")).bytes < MEGABYTE


def test_it_stops_where_another_file_system_begins(folder: Path) -> None:
    before = scale().weigh(str(folder)).bytes
    (folder / "disk").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder / "disk")]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        assert scale().weigh("/proc").bytes == os.lstat("/proc").st_blocks * 512
        return
    try:
        fill(folder / "disk" / "big", 2 * MEGABYTE)
        assert scale().weigh(str(folder)).bytes == before
    finally:
        subprocess.run(["umount", folder / "disk"], check=True)


@pytest.mark.parametrize("name", [".git", "deep/er/.git"])
def test_a_repository_in_it_is_told(name: str, folder: Path) -> None:
    assert not scale().weigh(str(folder)).nested
    (folder / name).mkdir(parents=True)
    assert scale().weigh(str(folder)).nested


def test_what_is_not_there_is_nothing_and_what_cannot_be_read_is_left_out(folder: Path) -> None:
    assert scale().weigh(str(folder / "no")).bytes == 0
    assert scale().weigh(str(fill(folder / "file", 5000))).bytes == os.lstat(folder / "file").st_blocks * 512


def test_it_ends_when_nobody_waits(folder: Path) -> None:
    given_up = threading.Event()
    given_up.set()
    with pytest.raises(GivenUpError):
        Scale(given_up).weigh(str(folder))
