"""What others could change, or put something else in the place of, is never taken for the user's own."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.machine.paths import Paths, private_folder
from branchline.machine.unsafe_folders import _is_private_group


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def unsafe(path: Path) -> BranchlineError:
    with pytest.raises(BranchlineError) as caught:
        private_folder(path)
    assert caught.value.code == "UNSAFE_FOLDER"
    return caught.value


@pytest.mark.parametrize("name", ["data", "logs", "run"])
@pytest.mark.parametrize("leads", ["to a folder", "nowhere"])
def test_a_link_in_its_place_is_refused(tmp_path: Path, name: str, leads: str) -> None:
    theirs = tmp_path / "theirs"
    if leads == "to a folder":
        theirs.mkdir(mode=0o755)
    (tmp_path / name).symlink_to(theirs)
    error = unsafe(tmp_path / name)
    assert f"{tmp_path / name} is a link" in error.message
    assert theirs.exists() == (leads == "to a folder"), "nothing was made there"
    assert not theirs.exists() or mode(theirs) == 0o755


def test_a_link_above_it_is_the_users_own_choice(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "disk")
    assert Paths.from_environment({"BRANCHLINE_HOME": str(tmp_path / "home")}).data == tmp_path / "home" / "data"
    assert mode(tmp_path / "disk" / "data") == 0o700


@pytest.mark.parametrize("name", ["data", "logs", "run"])
@pytest.mark.parametrize("depth", ["the folder itself", "right above", "far above", "behind a link above"])
@pytest.mark.parametrize("who", [0o777, 0o757, 0o775])
def test_where_others_can_write_is_refused(
    tmp_path: Path, name: str, depth: str, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("branchline.machine.unsafe_folders._is_private_group", lambda _group: False)
    home = tmp_path / "far" / "near"
    home.mkdir(parents=True)
    opened = {"the folder itself": home / name, "right above": home, "far above": home.parent}.get(depth, home)
    opened.mkdir(exist_ok=True)
    if depth == "behind a link above":
        (tmp_path / "way").symlink_to(home)
        home = tmp_path / "way"
    opened.chmod(who)
    error = unsafe(home / name)
    assert f"thers can write to {opened if depth != 'behind a link above' else tmp_path}" in error.message
    assert "BRANCHLINE_HOME" in error.message
    opened.chmod(0o755)
    assert mode(private_folder(home / name)) == 0o700


def test_a_folder_that_keeps_what_is_anothers_may_be_open(tmp_path: Path) -> None:
    """As /tmp is."""
    tmp_path.chmod(0o1777)
    assert mode(private_folder(tmp_path / "data")) == 0o700


def test_a_group_of_the_users_alone_is_nobody_else(tmp_path: Path) -> None:
    """Systems that give each user a group of their own let it write by default."""
    user = pwd.getpwuid(os.getuid())
    own = _is_private_group(user.pw_gid)
    assert own == (user.pw_gid == 0 or grp.getgrgid(user.pw_gid).gr_name == user.pw_name)
    assert not _is_private_group(next(each.gr_gid for each in grp.getgrall() if each.gr_gid not in {0, user.pw_gid}))
    tmp_path.chmod(0o775)
    if own:
        assert mode(private_folder(tmp_path / "data")) == 0o700


def test_what_is_missing_above_it_is_made_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert mode(private_folder(tmp_path / "a" / "b" / "data")) == 0o700
    finally:
        os.umask(before)
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o700)
    os.chown(theirs, 12345, 12345)
    unsafe(theirs)
    unsafe(theirs / "data")
