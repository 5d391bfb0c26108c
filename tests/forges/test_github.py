"""Issues and pull requests, by a `gh` that a test put in place."""

from __future__ import annotations

import json
import logging
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.session.forge import Issue, PullRequest
from branchline.forges import github, programs

FORGE = "github.com/octo/tools"
Put = Callable[[str], Path]


@pytest.fixture
def put_gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts a `gh` of this shell code on PATH; gives the file in which it may leave something."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "cat", "printf", "env", "sleep"):
        (folder / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(folder))

    def put(code: str) -> Path:
        left = tmp_path / "left"
        (folder / "gh").write_text(f'#!{folder}/sh\nexport LEFT="{left}"\n{code}\n')
        (folder / "gh").chmod(stat.S_IRWXU)
        return left

    return put


def printing(value: Any) -> str:
    return f"cat <<'END'\n{json.dumps(value)}\nEND"


@pytest.mark.parametrize(("kind", "page"), [("Issue", "issues"), ("Pull request", "pull")])
async def test_an_issue_is_had_by_its_number(put_gh: Put, kind: str, page: str) -> None:
    told = {"number": 7, "title": " Login\nfails ", "body": "Always.", "url": f"https://github.com/octo/tools/{page}/7"}
    left = put_gh('echo "$@" >"$LEFT"; env >>"$LEFT"\n' + printing(told))
    found = await github.issue(FORGE, 7)
    assert found == Issue(7, "Login fails", f"{kind} #7: Login fails\n\nAlways.", page == "pull")
    said = left.read_text()
    assert said.startswith("issue view 7 --repo github.com/octo/tools --json number,title,body,url\n")
    assert f"\nPWD={os.path.realpath(os.path.expanduser('~'))}\n" in said, "never in the repository"
    assert "\nGH_PROMPT_DISABLED=1\n" in said


async def test_the_open_pull_requests_are_listed_and_what_is_none_is_left_out(put_gh: Put) -> None:
    good = {"number": 3, "title": "Add\x1b a thing", "headRefName": "thing"}
    put_gh(printing([good, {"number": "4", "title": "x", "headRefName": "y"}, None, {"number": 5}]))
    assert await github.pull_requests(FORGE) == [PullRequest(3, "Add a thing", "thing")]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("echo 'To get started, run: gh auth login' >&2; exit 4", "gh auth login"),
        ("echo no json", "no JSON"),
        (printing([]), None),
        (printing({"title": 5}), None),
    ],
)
async def test_where_it_cannot_be_had_there_is_none_and_the_log_says_why(
    put_gh: Put, caplog: pytest.LogCaptureFixture, code: str, why: str | None
) -> None:
    put_gh(code)
    with caplog.at_level(logging.INFO):
        assert await github.issue(FORGE, 7) is None
    assert why is None or why in caplog.text


async def test_without_gh_there_is_none(put_gh: Put, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert (await github.issue(FORGE, 7), await github.pull_requests(FORGE)) == (None, None)
    assert "gh is not installed" in caplog.text


async def test_one_that_does_not_end_is_ended(
    put_gh: Put, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(programs, "PATIENCE", 0.2)
    put_gh("exec sleep 600")
    assert await github.issue(FORGE, 7) is None
    assert "was ended" in caplog.text
