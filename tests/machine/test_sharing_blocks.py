"""Where the file system lets two files have the same blocks, a copy takes no room until one of them is written to."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.machine.copying import copy_file

CONTENT = os.urandom(3 * 1024 * 1024 + 17)
_FIEMAP, _SYNC, _SHARED = 0xC020660B, 1, 0x2000


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """On a file system of our own that can do so: XFS, in a file. Who may not mount takes the one that is there."""
    place, image = tmp_path / "files", tmp_path / "image"
    place.mkdir()
    is_mounted = mounted(image, place)
    assert not is_mounted or can_share(place)
    yield place
    if is_mounted:
        subprocess.run(["umount", place], check=True)


def mounted(image: Path, place: Path) -> bool:
    if os.geteuid() or shutil.which("mkfs.xfs") is None:
        return False
    with image.open("wb") as file:
        file.truncate(320 * 1024 * 1024)  # XFS makes none that is much smaller.
    subprocess.run(["mkfs.xfs", "-q", "-m", "reflink=1", image], check=True)
    return subprocess.run(["mount", "-o", "loop", image, place], capture_output=True, check=False).returncode == 0


def can_share(folder: Path) -> bool:
    """As `cp` finds it."""
    (folder / "tried").write_bytes(b"x" * 8192)
    how = "-c" if sys.platform == "darwin" else "--reflink=always"
    tried = subprocess.run(["cp", how, folder / "tried", folder / "tried too"], capture_output=True, check=False)
    return tried.returncode == 0


def are_shared(path: Path) -> bool:
    """Whether all blocks of the file are those of another one too."""
    with path.open("rb") as file:
        asked = struct.pack("=QQLLLL", 0, 2**63, _SYNC, 0, 16, 0) + bytes(16 * 56)
        told = fcntl.ioctl(file, _FIEMAP, asked)
    count = struct.unpack_from("=L", told, 20)[0]
    flags = [struct.unpack_from("=L", told, 32 + 56 * number + 40)[0] for number in range(count)]
    assert flags
    return all(flag & _SHARED for flag in flags)


def test_a_copy_shares_them_where_it_can(folder: Path) -> None:
    (folder / "from").mkdir()
    (folder / "to").mkdir()
    source = folder / "from" / "large"
    source.write_bytes(CONTENT)
    source.chmod(0o750)
    os.utime(source, ns=(1_700_000_000_123_456_789, 1_600_000_000_987_654_321))
    with contextlib.ExitStack() as opened:
        places = [os.open(folder / name, os.O_RDONLY | os.O_DIRECTORY) for name in ("from", "to")]
        for place in places:
            opened.callback(os.close, place)
        assert copy_file(places[0], b"large", places[1]) == len(CONTENT)
    copy = folder / "to" / "large"
    assert copy.read_bytes() == CONTENT
    assert (copy.stat().st_mode, copy.stat().st_mtime_ns) == (source.stat().st_mode, source.stat().st_mtime_ns)
    if sys.platform.startswith("linux"):
        assert are_shared(copy) == can_share(folder)
    with copy.open("r+b") as file:
        file.write(b"changed")
    assert source.read_bytes() == CONTENT
