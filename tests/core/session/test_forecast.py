"""Which works may meet, what a record says of their conflicts, and in what order they land with the fewest."""

from __future__ import annotations

import random
from itertools import combinations, permutations

import pytest

from branchline.core.model.changes import FileChange, FileStatus
from branchline.core.model.merging import Conflict, ConflictKind, ConflictsWith
from branchline.core.session.forecast import MOST_FILES, Forecast, Touched, landing_order, may_conflict, of_both
from harness.changes import A, D, M, R, U
from harness.proofs import times

ORDERS = times("orders of landing", some=40, full=400)


def did(*changes: tuple[FileStatus, str] | tuple[FileStatus, str, str]) -> Touched:
    """(status, path) or (R, old path, new path)."""
    return Touched.by(FileChange(change[-1], change[0], change[1] if len(change) == 3 else None) for change in changes)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (did(), did((M, "a")), False),
        (did((M, "a")), did((M, "b")), False),
        (did((M, "a")), did((M, "a")), True),
        (did((M, "a")), did((D, "a")), True),
        (did((U, "new")), did((A, "new")), True),
        (did((R, "a", "x")), did((M, "a")), True),
        (did((R, "a", "x")), did((R, "a", "y")), True),
        (did((R, "a", "x")), did((A, "x")), True),
        (did((A, "new")), did((A, "new/inner")), True),
        (did((A, "deep/new/inner")), did((A, "deep/new")), True),
        (did((A, "deep/one")), did((A, "deep/two")), False),
        (did((R, "folder/a", "moved/a")), did((A, "folder/new")), True),
        (did((R, "folder/a", "moved/a")), did((U, "folder/deep/new")), True),
        (did((R, "folder/a", "moved/a")), did((R, "b", "folder/b")), True),
        (did((R, "folder/a", "moved/a")), did((M, "folder/b")), False),
        (did((R, "folder/a", "folder/b")), did((A, "folder/new")), False),
        (did((R, "folder/a", "folder/deep/a")), did((A, "folder/new")), True),
        (did((R, "a", "src/a")), did((A, "new")), True),
        (did((M, "ab/c")), did((M, "a")), False),
    ],
)
def test_which_works_may_meet(one: Touched, other: Touched, expected: bool) -> None:
    assert may_conflict(one, other) is may_conflict(other, one) is expected


def conflicts(*paths: str) -> tuple[Conflict, ...]:
    return tuple(Conflict(path, ConflictKind.CONTENTS) for path in paths)


def test_what_only_one_of_them_has_with_the_parent_is_not_between_the_two() -> None:
    one, other = did((M, "both"), (M, "mine")), did((M, "both"))
    found = conflicts("both", "mine", "moved/x")
    assert of_both(found, one, other, conflicts("mine", "both")) == conflicts("both", "moved/x")


def test_what_stands_on_a_record() -> None:
    many = tuple(f"f{number:02}" for number in range(MOST_FILES + 5))
    forecast = Forecast({("a", "b"): conflicts(*many), ("b", "c"): conflicts("x")}, {"b": conflicts("base")})
    assert forecast.of("b") == (
        ConflictsWith(None, ("base",), 1),
        ConflictsWith("a", many[:MOST_FILES], len(many)),
        ConflictsWith("c", ("x",), 1),
    )
    assert forecast.of("c") == (ConflictsWith("b", ("x",), 1),)
    assert forecast.of("d") == ()


@pytest.mark.parametrize(
    ("ids", "pairs", "base", "expected"),
    [
        ("", {}, {}, ""),
        ("abc", {}, {}, "abc"),
        ("abc", {"ab": 1}, {}, "acb"),
        ("abc", {"ab": 1, "ac": 1}, {}, "bca"),
        ("abc", {"ab": 1}, {"a": 1}, "bca"),
        ("abc", {}, {"a": 2, "b": 1}, "cba"),
        ("abcd", {"ab": 5, "cd": 5, "bc": 1}, {}, "acdb"),
        ("abc", {"ab": 0}, {}, "abc"),
        ("abc", {"ab": 3, "ac": 1, "bc": 2}, {}, "acb"),
    ],
)
def test_the_order_of_landing(ids: str, pairs: dict[str, int], base: dict[str, int], expected: str) -> None:
    assert "".join(landing_order([*ids], {(each[0], each[1]): pairs[each] for each in pairs}, base)) == expected


def conflicting(order: tuple[str, ...], pairs: dict[tuple[str, str], int], base: dict[str, int]) -> int:
    """How many of them meet a conflict when they are landed like this."""
    return sum(
        bool(base.get(each)) or any(pairs.get((done, each)) or pairs.get((each, done)) for done in order[:place])
        for place, each in enumerate(order)
    )


@pytest.mark.parametrize("seed", range(ORDERS))
def test_no_other_order_has_fewer_that_conflict(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  nothing secret
    ids = [*"abcdef"]
    pairs = {pair: chance.randrange(1, 4) for pair in combinations(ids, 2) if chance.random() < 0.35}
    base = {each: 1 for each in ids if chance.random() < 0.2}
    order = landing_order(ids, pairs, base)
    assert sorted(order) == ids
    assert conflicting(order, pairs, base) == min(conflicting(each, pairs, base) for each in permutations(ids))


def test_many_sessions_that_all_conflict() -> None:
    ids = [f"s{number:03}" for number in range(200)]
    pairs = {(one, other): 1 for one, other in combinations(ids, 2) if int(one[1:]) % 7 == int(other[1:]) % 7}
    order = landing_order(ids, pairs, {})
    assert sorted(order) == ids
    assert conflicting(order, pairs, {}) == 200 - 7
