"""What the demo agent does where it may change nothing: it looks, and says what it found."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.demo.script import review
from branchline.demo.steps import Approve, Say
from harness.sidecar import git


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ([], "nothing differs from the last commit here"),
        (["loose.py"], "loose.py has no test for bad input."),
        (["README.md"], "I have no objection."),
    ],
)
def test_it_asks_for_nothing_and_names_what_changed(repo: Path, changed: list[str], found: str) -> None:
    for name in changed:
        (repo / name).write_text("altered\n")
    before = git(repo, "status", "--porcelain")
    steps = list(review("add a feature", repo))
    assert not [each for each in steps if isinstance(each, Approve)]
    said = [each.text for each in steps if isinstance(each, Say)]
    assert found in said[-1]
    assert git(repo, "status", "--porcelain") == before
