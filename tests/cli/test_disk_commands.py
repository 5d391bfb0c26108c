"""What `branchline disk`, `clean-up` and `doctor` print."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.cli import clean_up, disk, doctor
from branchline.cli.sizes import size_text
from branchline.git.worktrees.spare_states import SpareState

GB = 1024**3


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"), (950, "950 B"), (999, "999 B"), (1000, "1.0 KB"), (12_345, "12.1 KB"), (999 * 1024, "999 KB"),
        (1000 * 1024, "1.0 MB"), (123 * GB, "123 GB"), (2000 * 1024 * GB, "2000 TB"),
    ],
)  # fmt: skip
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text


def repository(*states: SpareState | None, removed: int | None = None) -> dict[str, Any]:
    spares = [{"path": f"/s/{i}", "bytes": GB, "state": each and each.value} for i, each in enumerate(states)]
    return {"repo": "/r\x1b", "spares": spares, "removed": removed, "free": 5 * GB, "total": 100 * GB}


def test_what_sessions_take() -> None:
    use = {"id": "0123456789", "name": "One\x1b", "files": GB, "caches": 2 * GB, "snapshots": None, "kept": 1024}
    assert disk.as_text([use], [repository(SpareState.READY, None, removed=1024), repository()]) == [
        "    3.0 GB  01234567  One�  (worktree 1.0 GB, caches 2.0 GB, history 1.0 KB)",
        "    2.0 GB  2 spare worktrees of /r�",
        "    1.0 KB  snapshots of removed sessions of /r�",
        "5.0 GB of 100 GB are free.",
    ]
    assert disk.as_text([], []) == ["No sessions."]


def test_what_has_landed() -> None:
    losses = {"files": 2, "commits": 0, "ignored": 3}
    each = {"id": "a", "onto": "main", "pullRequest": None, "whole": False, "losses": losses, "bytes": GB}
    assert clean_up.merged_text(each, {"a": "One"}) == (
        "    1.0 GB  One: landed on main; with it would go 2 uncommitted files, 3 ignored files; stays: there is more"
        " than what landed"
    )
    nothing = {"files": 0, "commits": 0, "ignored": 0}
    each |= {"onto": "", "pullRequest": 7, "whole": True, "losses": nothing}
    assert clean_up.merged_text(each, {"a": "One"}) == "    1.0 GB  One: pull request 7 was merged"


@pytest.mark.parametrize("state", [*SpareState, None])
def test_each_state_of_a_spare_has_its_sentence(state: SpareState | None) -> None:
    first, second = doctor.as_text([repository(state)], []).splitlines()
    assert first == "/r�: 5.0 GB are free"
    assert second.startswith("  spare /s/0 (1.0 GB): ")
    assert len(second) > len("  spare /s/0 (1.0 GB): it is")


def test_what_was_not_dropped_is_named() -> None:
    assert doctor.as_text([], ["/s/0"]).startswith("/s/0 was not deleted")
    assert doctor.as_text([], []) == "There are no repositories with sessions."
