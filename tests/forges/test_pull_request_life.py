"""A branch's pull request, by a `gh` that a test put in place."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.pull_request import Checks, PullRequestStatus, SeenPullRequest
from branchline.core.session.pull_request_text import Comment, FailedLog, Thread
from branchline.forges.github_pull_requests import failed_logs, pull_request_of

FORGE = "github.com/octo/tools"


def run(name: str, status: str, conclusion: str | None, job: int = 1) -> dict[str, Any]:
    about = {"databaseId": job, "name": name, "status": status, "conclusion": conclusion}
    return {"__typename": "CheckRun", **about}


def context(name: str, state: str) -> dict[str, Any]:
    return {"__typename": "StatusContext", "context": name, "state": state, "description": f"{name} says"}


def node(number: int, state: str, contexts: list[Any] | None = None, **fields: Any) -> dict[str, Any]:
    rollup = {"contexts": {"nodes": contexts}} if contexts is not None else None
    return {
        "number": number,
        "url": f"https://github.com/octo/tools/pull/{number}",
        "state": state,
        "isDraft": False,
        "commits": {"nodes": [{"commit": {"statusCheckRollup": rollup}}]},
        "reviewThreads": {"nodes": []},
        **fields,
    }


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Has `gh` tell these pull requests, and of any other question print a log; gives where it leaves its arguments."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "cat", "printf"):
        (folder / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(folder))

    def put(*nodes: Any) -> Path:
        left = tmp_path / "left"
        answer = {"data": {"repository": {"pullRequests": {"nodes": list(nodes)}}}}
        (tmp_path / "answer").write_text(json.dumps(answer))
        (folder / "gh").write_text(
            f"#!{folder}/sh\nprintf '%s ' \"$@\" >>'{left}'\n"
            f"case \"$2\" in graphql) cat '{tmp_path}/answer';; *) printf 'the log of %s' \"$4\";; esac\n"
        )
        (folder / "gh").chmod(stat.S_IRWXU)
        return left

    return put


CONTEXTS = [
    run("build", "COMPLETED", "SUCCESS"),
    run("lint", "COMPLETED", "SKIPPED"),
    run("test", "COMPLETED", "FAILURE", 44),
    run("slow", "IN_PROGRESS", None),
    context("ci", "SUCCESS"),
    context("deploy", "ERROR"),
    context("later", "PENDING"),
    {"__typename": "CheckRun", "name": 7},
    None,
]
COMMENTS = {"nodes": [{"author": {"login": "ada"}, "body": "Why?"}, {"author": None, "body": "So."}, {"body": 5}]}
THREADS = [
    {"isResolved": False, "path": "a.py", "line": 3, "comments": COMMENTS},
    {"isResolved": True, "path": "a.py", "line": 4, "comments": COMMENTS},
    {"isResolved": False, "path": None, "line": 4},
]


async def test_state_checks_and_threads_are_seen(told: Any) -> None:
    left = told(node(12, "OPEN", CONTEXTS, reviewThreads={"nodes": THREADS}))
    found = await pull_request_of(FORGE, "branchline/fix")
    assert found is not None
    url = "https://github.com/octo/tools/pull/12"
    assert found.seen == SeenPullRequest(12, url, PullRequestStatus.OPEN, Checks(3, 2, 2), 1)
    assert found.threads == (Thread("a.py", 3, (Comment("ada", "Why?"), Comment("somebody", "So."))),)
    assert "-f owner=octo -f name=tools -f branch=branchline/fix" in left.read_text()
    assert await failed_logs(FORGE, found) == [
        FailedLog("test", "the log of repos/octo/tools/actions/jobs/44/logs"),
        FailedLog("deploy", "deploy says"),
    ]
    assert "repos/octo/tools/actions/jobs/44/logs" in left.read_text()


@pytest.mark.parametrize(
    ("nodes", "number", "state"),
    [
        ([node(2, "CLOSED"), node(1, "OPEN")], 1, PullRequestStatus.OPEN),
        ([node(2, "CLOSED"), node(1, "OPEN", isDraft=True)], 1, PullRequestStatus.DRAFT),
        ([node(2, "MERGED"), node(1, "CLOSED")], 2, PullRequestStatus.MERGED),
        ([node(2, "OPEN", url="javascript:alert(1)"), node(1, "CLOSED")], 1, PullRequestStatus.CLOSED),
    ],
)
async def test_the_open_one_goes_before_later_ones(
    told: Any, nodes: list[Any], number: int, state: PullRequestStatus
) -> None:
    told(*nodes)
    found = await pull_request_of(FORGE, "b")
    assert found is not None
    assert (found.seen.number, found.seen.state) == (number, state)


@pytest.mark.parametrize("nodes", [[], [None], [{"number": 1}], [node(1, "ODD")]])
async def test_what_is_none_is_none(told: Any, nodes: list[Any]) -> None:
    told(*nodes)
    assert await pull_request_of(FORGE, "b") is None
