"""git takes nothing for a bare repository that it only comes upon."""

from __future__ import annotations

from pathlib import Path

from branchline.git.runner import Git
from harness.refusals import failure
from harness.repositories import Repo, disguised_repository


async def test_a_folder_that_looks_like_a_bare_repository_is_none(repo: Repo, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    place = disguised_repository(repo.path, f"touch {ran}; false")
    assert (await failure(Git(place).read("status"))).code == "BARE_REPO"
    assert not ran.exists()
    repo("-C", str(place), "status", check=False)
    assert ran.exists(), "git does run it when nobody tells it not to"


async def test_settings_of_a_call_and_those_of_all_calls_hold_together(repo: Repo) -> None:
    env = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b", "GIT_CONFIG_VALUE_0": "c"}
    listed = await Git(repo.path).read("config", "--list", env=env)
    assert {b"a.b=c", b"safe.barerepository=explicit"} <= set(listed.splitlines())
