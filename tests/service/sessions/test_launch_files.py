"""Files that an agent is started with."""

from __future__ import annotations

import stat
from pathlib import Path

from branchline.service.sessions import launch_files


def test_exactly_these_files_are_there_for_the_user_alone(tmp_path: Path) -> None:
    launch_files.write(tmp_path, {"a.json": "1", "plugin/b.json": "2"})
    launch_files.write(tmp_path, {"plugin/b.json": "3"})
    folder = tmp_path / launch_files.FOLDER
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()] == ["plugin/b.json"]
    assert (folder / "plugin" / "b.json").read_text() == "3"
    assert stat.S_IMODE((folder / "plugin" / "b.json").stat().st_mode) == 0o600


def test_no_files_make_no_folder(tmp_path: Path) -> None:
    launch_files.write(tmp_path, {})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_below_one_that_others_can_write_to_is_not_safe(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    assert not launch_files.is_safe(shared / "session")
    assert launch_files.is_safe(Path("/usr/lib"))
