"""The pull request of a session's branch comes onto its record when somebody looks, and what it says to its agent."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.pull_request import Checks, PullRequestStatus, SeenPullRequest
from branchline.core.model.status import Status
from branchline.service.landing.pull_requests import PullRequestPart
from harness.service import InProcess, refused
from harness.sidecar import git

URL = "https://github.com/octo/tools/pull/7"
CHECK = {"__typename": "CheckRun", "databaseId": 44, "name": "test", "status": "COMPLETED", "conclusion": "FAILURE"}
SAID = {"nodes": [{"author": {"login": "ada"}, "body": "Why?"}]}
THREAD = {"isResolved": False, "path": "a.py", "line": 3, "comments": SAID}


def node(checks: list[Any], threads: list[Any]) -> dict[str, Any]:
    rollup = {"contexts": {"nodes": checks}}
    commits = {"nodes": [{"commit": {"statusCheckRollup": rollup}}]}
    about = {"number": 7, "url": URL, "state": "OPEN", "isDraft": False}
    return {**about, "commits": commits, "reviewThreads": {"nodes": threads}}


@pytest.fixture
def gh(tmp_path: Path, repo: Path) -> Any:
    """Has a `gh` tell these pull requests, and a log; gives the environment of a window that has it."""
    git(repo, "remote", "add", "origin", "https://github.com/octo/tools.git")

    def put(*nodes: Any) -> dict[str, str]:
        folder = tmp_path / "gh"
        folder.mkdir(exist_ok=True)
        answer = {"data": {"repository": {"pullRequests": {"nodes": list(nodes)}}}}
        (folder / "answer").write_text(json.dumps(answer))
        code = f"case \"$2\" in graphql) cat '{folder}/answer';; *) echo boom;; esac"
        (folder / "gh").write_text(f"#!/bin/sh\n{code}\n")
        (folder / "gh").chmod(0o700)
        return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}

    return put


async def test_what_was_seen_is_on_the_record_and_goes_with_it(service: InProcess, repo: Path, gh: Any) -> None:
    made = await service.create(repo, "demo")
    seen = SeenPullRequest(7, URL, PullRequestStatus.OPEN, Checks(0, 1, 0), 1)
    assert await service.pull_requests.look(made.id, gh(node([CHECK], [THREAD]))) == seen
    assert service.sessions.get(made.id).pull_request == seen
    assert await service.pull_requests.look(made.id, gh()) is None
    assert service.sessions.get(made.id).pull_request is None


@pytest.mark.parametrize(("part", "says"), [(PullRequestPart.LOG, "boom"), (PullRequestPart.THREADS, "ada: Why?")])
async def test_its_agent_is_told_when_the_user_says_so(
    service: InProcess, repo: Path, gh: Any, part: PullRequestPart, says: str
) -> None:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    await service.pull_requests.tell(made.id, part, gh(node([CHECK], [THREAD])))
    told = await service.until(made.id, lambda session: session.instruction is not None)
    assert says in (told.instruction or "")


@pytest.mark.parametrize("part", list(PullRequestPart))
async def test_where_there_is_nothing_nothing_is_told(
    service: InProcess, repo: Path, gh: Any, part: PullRequestPart
) -> None:
    made = await service.create(repo, "demo")
    await refused("NOTHING_TO_TELL", service.pull_requests.tell(made.id, part, gh(node([], []))))
    await refused("PULL_REQUEST_NOT_FOUND", service.pull_requests.tell(made.id, part, gh()))
    assert service.sessions.get(made.id).pending == ()


async def test_a_merge_request_by_glab(service: InProcess, repo: Path, tmp_path: Path) -> None:
    git(repo, "remote", "add", "origin", "git@gitlab.com:octo/tools.git")
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    url = "https://gitlab.com/octo/tools/-/merge_requests/7"
    request = {"iid": 7, "state": "opened", "web_url": url, "sha": "a" * 40, "head_pipeline": {"id": 5}}
    answers = {
        "*/trace": "boom",
        "*/jobs?*": json.dumps([{"id": 44, "name": "test", "status": "failed"}]),
        "*/discussions?*": "[]",
        "*source_branch=*": json.dumps([request]),
        "*/merge_requests/7": json.dumps(request),
    }
    folder = tmp_path / "glab"
    folder.mkdir()
    cases = " ".join(f"{place}) echo '{answer}';;" for place, answer in answers.items())
    (folder / "glab").write_text(f'#!/bin/sh\ncase "$4" in {cases} esac\n')
    (folder / "glab").chmod(0o700)
    theirs = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    seen = SeenPullRequest(7, url, PullRequestStatus.OPEN, Checks(0, 1, 0), 0, "a" * 40)
    assert await service.pull_requests.look(made.id, theirs) == seen
    await service.pull_requests.tell(made.id, PullRequestPart.LOG, theirs)
    told = await service.until(made.id, lambda session: session.instruction is not None)
    assert "boom" in (told.instruction or "")
