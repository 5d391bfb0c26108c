"""What GitLab knows, by a `glab` that a test put in place: it answers as GitLab's API does."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.pull_request import Checks, PullRequestStatus, SeenPullRequest
from branchline.core.session.forge import Issue, PullRequest
from branchline.core.session.pull_request_text import Comment, FailedLog, Thread
from branchline.forges import asking

FORGE = "gitlab.example.org/octo/tools"
URL = "https://gitlab.example.org/octo/tools/-/merge_requests/12"
PROJECT = "projects/octo%2Ftools"
OF_BRANCH = "merge_requests?source_branch=feature%2Fx&per_page=5"
Tell = Callable[[dict[str, Any]], Path]


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Has `glab api` answer what is asked of the project, by path; gives where it leaves its arguments."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "cat", "tr", "printf"):
        (folder / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(folder))

    def put(answers: dict[str, Any]) -> Path:
        left = tmp_path / "left"
        for place, answer in answers.items():
            name = f"{PROJECT}/{place}".translate(str.maketrans("/?&=%", "_____"))
            (tmp_path / name).write_text(answer if isinstance(answer, str) else json.dumps(answer))
        script = [
            f"#!{folder}/sh",
            f"printf '%s ' \"$@\" >>'{left}'",
            "name=$(printf '%s' \"$4\" | tr '/?&=%' '_____')",
            f"cat '{tmp_path}/'\"$name\" 2>/dev/null || {{ printf '404 Not Found' >&2; exit 1; }}",
        ]
        (folder / "glab").write_text("\n".join(script) + "\n")
        (folder / "glab").chmod(stat.S_IRWXU)
        return left

    return put


def request(iid: int, state: str = "opened", **fields: Any) -> dict[str, Any]:
    return {"iid": iid, "state": state, "draft": False, "web_url": URL, "sha": "a" * 40, **fields}


def job(name: str, status: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "status": status, "allow_failure": False, **fields}


def note(author: str, body: str, *, resolved: bool = False, **fields: Any) -> dict[str, Any]:
    return {"author": {"username": author}, "body": body, "resolvable": True, "resolved": resolved, **fields}


async def test_all_that_is_known_of_a_merge_request(tell: Tell) -> None:
    jobs = [
        job("lint", "success"),
        job("docs", "skipped"),
        job("deploy", "manual"),
        job("test", "failed", 44),
        job("flaky", "failed", 45, allow_failure=True),
        job("slow", "running"),
        job("next", "created"),
        {"name": 3},
    ]
    at: dict[str, Any] = {"position": {"new_path": "app.py", "new_line": 3}}
    discussions = [
        {"notes": [note("ada", "Why?", **at), note("bob", "Indeed.")]},
        {"notes": [note("ada", "settled", resolved=True, **at)]},
        {"notes": [{"author": {"username": "bot"}, "body": "changed the title", "system": True}]},
        {"notes": [note("ada", "In general.")]},
        {"notes": "odd"},
    ]
    left = tell(
        {
            OF_BRANCH: [request(11, "closed"), request(12)],
            "merge_requests/12": request(12, head_pipeline={"id": 5}),
            "pipelines/5/jobs?per_page=100": jobs,
            "merge_requests/12/discussions?per_page=100": discussions,
            "jobs/44/trace": "boom\n",
        }
    )
    found = await asking.pull_request_of(FORGE, "feature/x")
    assert found is not None
    assert found.seen == SeenPullRequest(12, URL, PullRequestStatus.OPEN, Checks(4, 1, 2), 2, "a" * 40)
    assert found.threads == (
        Thread("app.py", 3, (Comment("ada", "Why?"), Comment("bob", "Indeed."))),
        Thread("the whole", None, (Comment("ada", "In general."),)),
    )
    assert await asking.failed_logs(FORGE, found) == [FailedLog("test", "boom\n")]
    assert left.read_text().startswith(f"api --hostname gitlab.example.org {PROJECT}/{OF_BRANCH} ")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, PullRequestStatus.OPEN),
        ({"draft": True}, PullRequestStatus.DRAFT),
        ({"state": "locked"}, PullRequestStatus.OPEN),
        ({"state": "merged", "draft": True}, PullRequestStatus.MERGED),
        ({"state": "closed"}, PullRequestStatus.CLOSED),
        ({"state": "odd"}, None),
        ({"web_url": "javascript:alert(1)"}, None),
        ({"iid": "12"}, None),
    ],
)
async def test_how_it_stands(tell: Tell, fields: dict[str, Any], status: PullRequestStatus | None) -> None:
    one = {**request(12), **fields}
    tell({OF_BRANCH: [one], "merge_requests/12": {**one, "head_pipeline": None}})
    found = await asking.pull_request_of(FORGE, "feature/x")
    assert (found and found.seen.state) == status
    assert found is None or (found.checks, found.threads) == ((), ())


@pytest.mark.parametrize("answer", ["no JSON", [], {}, [3], [{"iid": 1}], None])
async def test_what_is_odd_is_not_there(tell: Tell, answer: Any) -> None:
    tell({OF_BRANCH: answer})
    assert await asking.pull_request_of(FORGE, "feature/x") is None


async def test_issues_and_merge_requests(tell: Tell) -> None:
    tell(
        {
            "issues/7": {"iid": 7, "title": " Login\nfails ", "description": "Always."},
            "merge_requests?state=opened&per_page=50": [
                {"iid": 3, "title": "Add a thing", "source_branch": "thing"},
                {"iid": 4, "title": None, "source_branch": "x"},
                "odd",
            ],
        }
    )
    assert await asking.issue(FORGE, 7) == Issue(7, "Login fails", "Issue #7: Login fails\n\nAlways.", False)
    assert await asking.pull_requests(FORGE) == [PullRequest(3, "Add a thing", "thing")]
    assert await asking.issue(FORGE, 8) is None


async def test_without_glab_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await asking.issue(FORGE, 7) is None
    assert await asking.pull_requests(FORGE) is None
    assert await asking.pull_request_of(FORGE, "x") is None
