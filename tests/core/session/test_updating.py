"""When a session may be updated from its base, and what its agent is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.base import UpdateHow
from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.status import Status
from branchline.core.model.under_way import Step
from branchline.core.session.updating import refuse_at_work, told
from harness.service import session

PROMPT = Prompt("p", WaitReason.APPROVAL, "May I?", "")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, None),
        ({"status": Status.PAUSED}, None),
        ({"status": Status.COMPLETED}, None),
        ({"status": Status.FAILED}, None),
        ({"under_way": Step.UPDATING}, None),
        ({"status": Status.WORKING}, "AGENT_WORKS"),
        ({"status": Status.WAITING, "prompt": PROMPT}, "AGENT_WORKS"),
        ({"status": Status.STARTING}, "AGENT_WORKS"),
        ({"status": Status.QUEUED}, "AGENT_WORKS"),
        ({"pending": ("do more",)}, "AGENT_WORKS"),
        ({"under_way": Step.FREEING}, "INVALID_STATE"),
        ({"worktree": ""}, "NO_WORKTREE"),
        ({"freed": True, "status": Status.PAUSED}, "NO_WORKTREE"),
    ],
)
def test_only_while_its_agent_rests(fields: dict[str, Any], code: str | None) -> None:
    found = session("s", **{"worktree": "/w", **fields})
    if code is None:
        refuse_at_work(found)
        return
    with pytest.raises(BranchlineError) as refused:
        refuse_at_work(found)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("how", "committed", "begins"),
    [
        (UpdateHow.MERGE, True, "Merge main (0123456789ab) into this branch and resolve"),
        (UpdateHow.REBASE, True, "Rebase onto main (0123456789ab) the commits of this branch and resolve"),
        (UpdateHow.MERGE, False, "Commit what is not committed yet. Merge main"),
    ],
)
def test_its_agent_is_told_base_and_files(how: UpdateHow, committed: bool, begins: str) -> None:
    text = told("main", "0123456789abcdef", how, ["a.py", "b.py"], committed)
    assert text.startswith(begins)
    assert text.endswith(":\n- a.py\n- b.py")


def test_it_names_a_few_of_many_files() -> None:
    text = told("main", "0" * 40, UpdateHow.MERGE, [f"f{number}" for number in range(30)], True)
    assert text.endswith("\n- f19\n- and 10 more")
