"""The policy's look at the real disk: links are not followed, and nothing raises."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.policy.confinement import Disk, Ground, Kind, TooMany, Use
from branchline.core.policy.guarded import Guarded
from branchline.machine import disk
from branchline.machine.disk import RealDisk

DISK: Disk = RealDisk()
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "inner").write_text("x")
    (tmp_path / "link").symlink_to("sub")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "one").write_text("x")
    os.link(tmp_path / "one", tmp_path / "two")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("file", Kind.FILE),
        ("sub", Kind.FOLDER),
        ("link", Kind.LINK),
        ("dangling", Kind.LINK),
        ("link/inner", Kind.FILE),
        ("pipe", Kind.OTHER),
        ("missing", None),
        ("file/below", None),
        ("x" * 5000, None),
        ("nul\0byte", None),
    ],
)
def test_kinds(folder: Path, name: str, kind: Kind | None) -> None:
    assert DISK.kind(f"{folder}/{name}") is kind


@pytest.mark.parametrize(
    ("name", "target"), [("link", "sub"), ("dangling", "nowhere"), ("file", None), ("missing", None), ("a\0b", None)]
)
def test_targets(folder: Path, name: str, target: str | None) -> None:
    assert DISK.target(f"{folder}/{name}") == target


def test_entries(folder: Path) -> None:
    found = dict(DISK.entries(str(folder)) or ())
    assert found == {
        "file": Kind.FILE,
        "sub": Kind.FOLDER,
        "link": Kind.LINK,
        "dangling": Kind.LINK,
        "pipe": Kind.OTHER,
        "one": Kind.FILE,
        "two": Kind.FILE,
    }
    for name in ("missing", "file", "a\0b"):
        assert DISK.entries(f"{folder}/{name}") is None


def test_a_file_with_two_names_is_shared(folder: Path) -> None:
    shared = {name: DISK.is_shared(f"{folder}/{name}") for name in ("file", "one", "two", "link", "missing", "a\0b")}
    assert shared == {"file": False, "one": True, "two": True, "link": False, "missing": False, "a\0b": False}


def test_the_text_of_an_ordinary_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bytes").write_bytes(b"a\xff\r\n")
    (folder / "to-file").symlink_to("file")
    texts = {
        name: DISK.text(f"{folder}/{name}") for name in ("file", "to-file", "bytes", "sub", "pipe", "dangling", "a\0b")
    }
    assert texts == {
        "file": "x",
        "to-file": "x",
        "bytes": "a\ufffd\r\n",
        "sub": None,
        "pipe": None,
        "dangling": None,
        "a\0b": None,
    }
    monkeypatch.setattr(disk, "MOST_TEXT", 1)
    assert DISK.text(f"{folder}/file") == "x"
    assert DISK.text(f"{folder}/bytes") is None


def test_nothing_stays_open(folder: Path) -> None:
    before = len(os.listdir("/dev/fd"))
    for name in ("file", "sub", "pipe", "dangling"):
        DISK.text(f"{folder}/{name}")
    assert len(os.listdir("/dev/fd")) == before


@pytest.fixture
def as_somebody() -> Iterator[None]:
    """Not as root, to whom nothing is closed."""
    user = os.geteuid()
    os.seteuid(user or NOBODY)
    yield
    os.seteuid(user)


@pytest.mark.usefixtures("as_somebody")
def test_a_closed_folder_is_not_looked_through() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        closed = Path(folder, "sub")
        closed.mkdir(mode=0)
        try:
            with pytest.raises(TooMany):
                list(Ground(folder, DISK, guarded=Guarded()).walk(".", folder))
        finally:
            closed.chmod(0o700)


def test_a_path_leads_where_the_kernel_goes(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to("../..")
    (folder / "round").symlink_to(folder / "sub" / "up" / folder.name / "sub")
    here = Ground(str(folder), DISK, guarded=Guarded())
    for path in (
        "link/inner",
        "link/../file",
        "sub/up",
        "sub/up/..",
        "round/inner",
        "round/../x",
        "dangling/x",
        "./sub/.",
    ):
        assert here.resolve(path, str(folder)) == os.path.realpath(folder / path), path
    assert here.trouble("sub/up/x", str(folder), Use.READ) is not None
    assert here.trouble("round/inner", str(folder), Use.READ) is None
