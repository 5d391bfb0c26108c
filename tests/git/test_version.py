"""Which git there is, and what is said where it is too old."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.merge_trees import merged
from branchline.git.repository import inspect
from branchline.git.version import needs, version
from harness.repositories import Repo


@pytest.fixture
def old_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git on PATH that says what the test writes, and notes each time."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


def says(program: Path, words: str) -> None:
    aside = program.with_name("aside")
    aside.write_text(f"#!/bin/sh\necho asked >> {program}.asked\necho '{words}'\n")
    aside.chmod(0o755)
    aside.rename(program)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("git version 2.34.1", (2, 34)),
        ("git version 2.39.5 (Apple Git-154)", (2, 39)),
        ("git version 2.100.0.windows.1", (2, 100)),
        ("git version 3.0-rc1", (3, 0)),
        ("git version of my own", None),
    ],
)
async def test_what_git_says(old_git: Path, words: str, expected: tuple[int, int] | None) -> None:
    says(old_git, words)
    assert await version() == expected


async def test_a_program_is_asked_once_and_another_one_in_its_place_again(old_git: Path) -> None:
    says(old_git, "git version 2.34.1")
    assert [await version() for _ in range(3)] == [(2, 34)] * 3
    assert Path(f"{old_git}.asked").read_text() == "asked\n"
    says(old_git, "git version 2.40.0")
    assert await version() == (2, 40)


async def test_what_is_too_old_is_said_with_what_is_needed(old_git: Path, repo: Repo) -> None:
    says(old_git, "git version 2.33.8")
    await needs((2, 33))
    for work, needed in ((inspect(str(repo.path)), "2.34"), (merged(str(repo.path), "", "", ""), "2.38")):
        with pytest.raises(BranchlineError) as caught:
            await work
        assert caught.value.code is ErrorCode.GIT_TOO_OLD
        assert caught.value.message == f"This needs git {needed} or newer, and git is 2.33. Update git."
        assert caught.value.data == {"needs": needed, "has": "2.33"}


async def test_one_that_does_not_say_its_version_is_taken_to_be_new(old_git: Path) -> None:
    says(old_git, "git version of my own")
    await needs((9, 9))
