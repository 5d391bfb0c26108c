"""One file is copied with all that it is, over nothing that is there, and without following a link."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.machine.copying import NoFileError, copy_file


@contextlib.contextmanager
def opened(*folders: Path) -> Iterator[list[int]]:
    descriptors = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders]
    yield descriptors
    for each in descriptors:
        os.close(each)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    source, place = tmp_path / "source", tmp_path / "place"
    source.mkdir()
    place.mkdir()
    return source, place


def test_contents_permissions_and_times_are_kept(two: tuple[Path, Path]) -> None:
    file = two[0] / "run.sh"
    file.write_bytes(os.urandom(3_000_000))
    file.chmod(0o4751)
    os.utime(file, ns=(1_000_000_000_123_456_789, 1_100_000_000_987_654_321))
    with opened(*two) as (source, place):
        assert copy_file(source, b"run.sh", place) == 3_000_000
    copied = two[1] / "run.sh"
    assert copied.read_bytes() == file.read_bytes()
    assert (copied.stat().st_mode & 0o7777, copied.stat().st_mtime_ns) == (0o751, file.stat().st_mtime_ns)
    copied.write_bytes(b"other")
    assert len(file.read_bytes()) == 3_000_000


@pytest.mark.parametrize("there", ["file", "link", "folder"])
def test_what_is_there_stays(there: str, two: tuple[Path, Path], tmp_path: Path) -> None:
    (two[0] / "x").write_text("new")
    place = two[1] / "x"
    if there == "file":
        place.write_text("old")
    elif there == "link":
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.mkdir()
    with opened(*two) as (source, into), pytest.raises(FileExistsError):
        copy_file(source, b"x", into)
    assert not (tmp_path / "elsewhere").exists()
    assert there != "file" or place.read_text() == "old"


def test_only_plain_files_are_copied(two: tuple[Path, Path]) -> None:
    os.mkfifo(two[0] / "pipe")
    (two[0] / "link").symlink_to("/etc/hostname")
    (two[0] / "folder").mkdir()
    with opened(*two) as (source, place):
        for name, error in ((b"pipe", NoFileError), (b"folder", NoFileError), (b"link", OSError)):
            with pytest.raises(error):
                copy_file(source, name, place)
    assert os.listdir(two[1]) == []


def test_one_that_has_grown_beyond_the_limit_leaves_nothing(two: tuple[Path, Path]) -> None:
    (two[0] / "log").write_bytes(b"x" * 101)
    with opened(*two) as (source, place), pytest.raises(OSError, match="too large"):
        copy_file(source, b"log", place, most=100)
    assert os.listdir(two[1]) == []
