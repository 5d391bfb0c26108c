"""Which sessions are done with: landed, or merged by a pull request; and whether anything was done since."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.model.changes import Changes
from branchline.core.model.head import Head
from branchline.core.model.landing import How, Landed
from branchline.core.model.pull_request import PullRequestStatus, SeenPullRequest
from branchline.core.session.landed_work import LandedWork, landed_work
from harness.service import session

LANDED = Landed(How.SQUASH, "main", "c" * 40, 1.0, "a" * 40)
ELSEWHERE = Landed(How.SQUASH, "other", "c" * 40, 1.0, "a" * 40, elsewhere=True)
HEAD = Head("b", "a" * 40)


def seen(state: PullRequestStatus, commit: str = "a" * 40) -> SeenPullRequest:
    return SeenPullRequest(7, "https://x/7", state, commit=commit)


MERGED = seen(PullRequestStatus.MERGED)


@pytest.mark.parametrize(
    ("fields", "work"),
    [
        ({}, None),
        ({"landed": LANDED}, LandedWork("main", None, True)),
        ({"landed": LANDED, "head": HEAD}, LandedWork("main", None, True)),
        ({"landed": LANDED, "head": Head("b", "d" * 40, commits=1)}, LandedWork("main", None, False)),
        ({"landed": LANDED, "changes": Changes(files=1)}, LandedWork("main", None, False)),
        ({"landed": ELSEWHERE}, None),
        ({"pull_request": MERGED, "head": HEAD}, LandedWork("", 7, True)),
        ({"pull_request": MERGED, "head": Head("b", "d" * 40)}, LandedWork("", 7, False)),
        ({"pull_request": MERGED}, LandedWork("", 7, False)),
        ({"pull_request": seen(PullRequestStatus.MERGED, ""), "head": HEAD}, LandedWork("", 7, False)),
        ({"pull_request": MERGED, "landed": LANDED}, LandedWork("main", 7, True)),
        ({"pull_request": MERGED, "landed": ELSEWHERE, "head": HEAD}, LandedWork("", 7, True)),
        *[({"pull_request": seen(each)}, None) for each in PullRequestStatus if each is not PullRequestStatus.MERGED],
    ],
)
def test_what_has_landed(fields: dict[str, Any], work: LandedWork | None) -> None:
    assert landed_work(session("s", **fields)) == work
