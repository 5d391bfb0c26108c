"""Where in a repository a file or folder is."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.git.inside import Inside, inside
from harness.repositories import Repo


@pytest.mark.parametrize(
    ("place", "path", "is_folder"), [("", "", True), ("src", "src", True), ("src/a.py", "src/a.py", False)]
)
async def test_a_file_or_folder_is_found_in_its_checkout(
    repo: Repo, tmp_path: Path, place: str, path: str, is_folder: bool
) -> None:
    for checkout in (repo.path, tmp_path / "linked"):
        if checkout != repo.path:
            repo("worktree", "add", "--quiet", str(checkout))
        (checkout / "src").mkdir()
        (checkout / "src" / "a.py").write_text("x")
        found = await inside(str(checkout / place))
        assert found == Inside(str(repo.path), str(checkout), path, is_folder)


async def test_a_link_to_the_repository_leads_to_the_same_place(repo: Repo, tmp_path: Path) -> None:
    (repo.path / "src").mkdir()
    (tmp_path / "link").symlink_to(repo.path)
    assert (await inside(str(tmp_path / "link" / "src"))).path == "src"


async def test_what_is_in_no_repository_is_refused(git_config: Path, tmp_path: Path) -> None:
    with pytest.raises(BranchlineError) as caught:
        await inside(str(tmp_path))
    assert caught.value.code is ErrorCode.NOT_A_REPO
