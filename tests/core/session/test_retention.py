"""Snapshots are thinned: all of a day, one an hour for a week, one a day for a month; the newest and named stay."""

from __future__ import annotations

import pytest

from branchline.core.model.changes import Changes
from branchline.core.reasons import SnapshotReason
from branchline.core.session.retention import DAY, HOUR, superfluous
from branchline.core.session.snapshot import Snapshot, message, parse

NOW = 1_800_001_800.0
"""In the middle of an hour, in the morning of a day."""


def taken(*ages: float) -> list[Snapshot]:
    """The oldest first, as they are numbered."""
    return [
        Snapshot("s", number, "c", "t", "h", "b", "i", False, NOW - age, "ready")
        for number, age in enumerate(sorted(ages, reverse=True), 1)
    ]


@pytest.mark.parametrize(
    ("ages", "gone"),
    [
        ([], []),
        ([400 * DAY], []),
        ([0, 1, 2, 3, DAY - 1], []),
        ([0, 2 * DAY, 2 * DAY + 1], [1]),
        ([0, 2 * DAY, 2 * DAY + HOUR], []),
        ([0, 10 * DAY, 10 * DAY + 2 * HOUR], [1]),
        ([0, 10 * DAY, 11 * DAY], []),
        ([0, 31 * DAY, 32 * DAY], [1, 2]),
        ([-5 * DAY, -4 * DAY], []),
    ],
)
def test_which_ones_go(ages: list[float], gone: list[int]) -> None:
    assert [each.number for each in superfluous(taken(*ages), frozenset(), NOW)] == gone


def test_named_ones_stay() -> None:
    assert superfluous(taken(0, 31 * DAY, 32 * DAY), frozenset({1}), NOW)[0].number == 2


def test_a_month_of_one_every_ten_minutes() -> None:
    every = taken(*(number * HOUR / 6 for number in range(30 * 24 * 6)))
    kept = len(every) - len(superfluous(every, frozenset(), NOW))
    assert 24 * 6 + 6 * 24 + 23 <= kept <= 24 * 6 + 6 * 24 + 23 + 4


def test_the_message_tells_all_of_it_again() -> None:
    names, changes, instruction = (
        ["odd\nname", "caf\udce9"],
        Changes(3, 20, 1),
        "Fix it:\nBranchline-Index: tree \u2028",
    )
    text = message("5d0c", SnapshotReason.BEFORE_REMOVE, "topic/a\u2028b", True, names, changes, instruction, "e" * 40)
    found = parse("refs/branchline/5d0c/12", "c" * 40, "t" * 40, ["h" * 40, "i" * 40], 1.0, text)
    assert found == Snapshot(
        "5d0c", 12, "c" * 40, "t" * 40, "h" * 40, "topic/a\u2028b", "i" * 40, True, 1.0, SnapshotReason.BEFORE_REMOVE,
        tuple(names), changes, instruction, "e" * 40,
    )  # fmt: skip
    assert found is not None
    assert found.ref == "refs/branchline/5d0c/12"


@pytest.mark.parametrize("counts", ["", "Branchline-Changes: [1, 2]\n", 'Branchline-Changes: ["1", 2, 3]\n', "x: {"])
def test_a_message_without_counts_and_instruction(counts: str) -> None:
    """Those of the first versions had neither."""
    found = parse("refs/branchline/5d0c/1", "c", "t", ["i"], 1.0, f"Snapshot x\n\nBranchline-Session: 5d0c\n{counts}")
    assert found is not None
    assert (found.changes, found.instruction) == (Changes(), None)


@pytest.mark.parametrize("reason", SnapshotReason)
def test_why_it_was_taken_is_read_as_it_was_written(reason: SnapshotReason) -> None:
    text = message("5d0c", reason, None, False, [], Changes(), None, "e")
    assert text.startswith(f"Snapshot {reason.value}\n\n")
    found = parse("refs/branchline/5d0c/1", "c", "t", ["i"], 1.0, text)
    assert found is not None
    assert found.reason is reason


@pytest.mark.parametrize("reason", ["at the full moon", ""])
def test_a_reason_of_another_version_is_kept_as_it_is(reason: str) -> None:
    text = f"Snapshot {reason}\n\nBranchline-Session: 5d0c\nBranchline-Reason: {reason}\n"
    found = parse("refs/branchline/5d0c/1", "c", "t", ["i"], 1.0, text)
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize("ref", ["refs/branchline/5d0c/x", "refs/branchline/5d0c/", "refs/branchline/5d0c/tip"])
def test_what_is_none_of_ours(ref: str) -> None:
    text = message("5d0c", SnapshotReason.READY, None, False, [], Changes(), None, "e")
    assert parse(ref, "c", "t", ["i"], 1.0, text) is None
    assert parse("refs/branchline/5d0c/1", "c", "t", ["i"], 1.0, "Some commit\n") is None
    assert parse("refs/branchline/5d0c/1", "c", "t", [], 1.0, text) is None
