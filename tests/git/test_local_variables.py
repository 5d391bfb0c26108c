"""The git that is installed says which variables are a repository's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from branchline.git.local_variables import local_variables
from branchline.machine import user_environment
from harness.repositories import gits_own


async def test_it_is_gits_own_list(tmp_path: Path) -> None:
    assert await local_variables(str(tmp_path)) == gits_own() >= {"GIT_DIR", "GIT_INDEX_FILE"}


async def test_one_that_cannot_say_keeps_no_agent_from_starting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "git"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with user_environment.of({"PATH": f"{tmp_path}:{os.environ['PATH']}"}):
        assert await local_variables(str(tmp_path)) == set()
    assert "does not say" in caplog.text


async def test_it_is_asked_once(tmp_path: Path) -> None:
    counting = tmp_path / "git"
    counting.write_text(f"#!/bin/sh\necho >> {tmp_path}/asked\necho GIT_NEWER\n")
    counting.chmod(0o755)
    with user_environment.of({"PATH": f"{tmp_path}:{os.environ['PATH']}"}):
        for _ in range(2):
            assert await local_variables(str(tmp_path)) == {"GIT_NEWER"}
    assert (tmp_path / "asked").read_text() == "\n"


async def test_it_is_the_git_of_who_asks(tmp_path: Path) -> None:
    newer = tmp_path / "git"
    newer.write_text("#!/bin/sh\necho GIT_NEWER\n")
    newer.chmod(0o755)
    with user_environment.of({"PATH": f"{tmp_path}:{os.environ['PATH']}"}):
        assert await local_variables(str(tmp_path)) == {"GIT_NEWER"}
