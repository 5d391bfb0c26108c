"""Which folders a process is in, has something of open or mapped, or runs a program of."""

from __future__ import annotations

import mmap
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.machine.open_folders import used_by_processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there it is told")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "made"
    (made / "in").mkdir(parents=True)
    (made / "in" / "file").write_bytes(b"x" * 5000)
    yield made
    assert used_by_processes([str(made)]) == set(), "nobody is there any more"


def used(folder: Path) -> set[str]:
    return used_by_processes([str(folder), f"{folder}-other", str(folder / "i")])


@pytest.mark.parametrize("where", [".", "in"])
def test_a_process_is_there(where: str, folder: Path) -> None:
    with subprocess.Popen(["cat"], cwd=folder / where, stdin=subprocess.PIPE) as process:
        assert used(folder) == {str(folder)}
        process.communicate()


def test_a_file_is_open(folder: Path) -> None:
    with open(folder / "in" / "file", "rb"):
        assert used(folder) == {str(folder)}


def test_a_file_is_mapped_and_closed(folder: Path) -> None:
    with open(folder / "in" / "file", "rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    assert used(folder) == {str(folder)}
    mapped.close()


def test_a_program_of_it_runs(folder: Path) -> None:
    program = folder / "in" / "program"
    shutil.copy(os.path.realpath(shutil.which("cat") or "/bin/cat"), program)
    with subprocess.Popen([program], stdin=subprocess.PIPE, cwd="/") as process:
        assert used(folder) == {str(folder)}
        process.communicate()


def test_nothing_is_asked_of_nothing() -> None:
    assert used_by_processes([]) == set()
