"""A program is found where a shell finds it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from branchline.machine.environment import find_program


@pytest.fixture
def folders(tmp_path: Path) -> str:
    for folder, mode in (("first", 0o644), ("second", 0o755), ("third", 0o755)):
        file = tmp_path / folder / "tool"
        file.parent.mkdir()
        file.write_text("#!/bin/sh\n")
        file.chmod(mode)
    (tmp_path / "first" / "folder").mkdir()
    return os.pathsep.join(str(tmp_path / folder) for folder in ("missing", "first", "second", "third"))


@pytest.mark.parametrize("wanted", ["tool", "folder", "nothing", "./tool", "first/tool", "second/tool", "", "tool/"])
def test_as_python_finds_it(wanted: str, folders: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (folders, "", f"{os.pathsep}{folders}", f"second{os.pathsep}", str(tmp_path)):
        found = shutil.which(wanted, path=path)
        assert find_program(wanted, path) == (os.path.abspath(found) if found else None), path


def test_where_no_path_is_said(folders: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", folders)
    assert find_program("tool", None) == str(tmp_path / "second" / "tool")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_program("~/third/tool", "") == str(tmp_path / "third" / "tool")
