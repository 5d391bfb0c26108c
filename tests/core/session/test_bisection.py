"""Who breaks a check, by the sets that are tried one after the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.session.bisection import CheckEnding, Finding, Trial, most_runs, next_step

Passes = Callable[[frozenset[str]], "bool | None"]
FIVE = ("a", "b", "c", "d", "e")


def found(ids: tuple[str, ...], passes: Passes) -> tuple[Finding, int]:
    """And in how many runs; what cannot be merged is not run."""
    results: dict[tuple[str, ...], list[bool | None]] = {}
    while isinstance(step := next_step(ids, results), Trial):
        assert list(step.ids) == [each for each in ids if each in step.ids]
        results.setdefault(step.ids, []).append(passes(frozenset(step.ids)))
    return step, sum(outcome is not None for each in results.values() for outcome in each)


def breaks(*sets: str) -> Passes:
    return lambda tried: not any(frozenset(each) <= tried for each in sets)


@pytest.mark.parametrize(
    ("passes", "expected"),
    [
        (breaks(), Finding(CheckEnding.GREEN, FIVE)),
        (breaks("c"), Finding(CheckEnding.CULPRITS, ("a", "b", "d", "e"), (("c",),))),
        (breaks("a"), Finding(CheckEnding.CULPRITS, ("b", "c", "d", "e"), (("a",),))),
        (breaks("bd"), Finding(CheckEnding.CULPRITS, ("a", "b", "c", "e"), (("b", "d"),))),
        (breaks("ae"), Finding(CheckEnding.CULPRITS, ("a", "b", "c", "d"), (("a", "e"),))),
        (breaks("ace"), Finding(CheckEnding.CULPRITS, ("a", "b", "c", "d"), (("a", "c", "e"),))),
        (breaks("b", "d"), Finding(CheckEnding.CULPRITS, ("a", "c", "e"), (("b",), ("d",)))),
        (breaks("bd", "e"), Finding(CheckEnding.CULPRITS, ("a", "b", "c"), (("b", "d"), ("e",)))),
        (breaks(*FIVE), Finding(CheckEnding.CULPRITS, (), tuple((each,) for each in FIVE))),
        (breaks(""), Finding(CheckEnding.BASE)),
    ],
)
def test_who_it_is(passes: Passes, expected: Finding) -> None:
    assert found(FIVE, passes)[0] == expected


def test_one_by_itself() -> None:
    assert found(("a",), breaks()) == (Finding(CheckEnding.GREEN, ("a",)), 1)
    assert found(("a",), breaks("a")) == (Finding(CheckEnding.CULPRITS, (), (("a",),)), 3)


@pytest.mark.parametrize("at", range(1, 8))
def test_files_that_failed_and_pass_when_they_are_tried_again_are_flaky(at: int) -> None:
    """Of a pair: whichever run it is that says otherwise, nobody is named for what did not fail twice."""
    runs: list[frozenset[str]] = []

    def passes(tried: frozenset[str]) -> bool:
        runs.append(tried)
        sound = breaks("bd")(tried)
        return not sound if len(runs) == at and not sound else bool(sound)

    finding, _ = found(FIVE, passes)
    expected = {CheckEnding.FLAKY, CheckEnding.CULPRITS} if at > 1 else {CheckEnding.GREEN}
    assert finding.ending in expected
    for each in finding.culprits:
        assert runs.count(frozenset(each)) >= 2


def test_a_base_that_fails_once_is_flaky() -> None:
    runs: list[frozenset[str]] = []

    def passes(tried: frozenset[str]) -> bool:
        runs.append(tried)
        return len(runs) > 3

    assert found(FIVE, passes)[0] == Finding(CheckEnding.FLAKY)


def test_where_fewer_cannot_be_merged_the_fewest_that_fail_are_named() -> None:
    """`d` builds on what `c` is."""

    def passes(tried: frozenset[str]) -> bool | None:
        return None if "d" in tried and "c" not in tried else breaks("d")(tried)

    assert found(FIVE, passes)[0] == Finding(CheckEnding.UNCLEAR, (), (("a", "b", "c", "d"),))


def test_what_cannot_be_merged_without_the_culprit_is_not_called_green() -> None:
    def passes(tried: frozenset[str]) -> bool | None:
        return None if "d" in tried and "c" not in tried else breaks("c")(tried)

    assert found(FIVE, passes)[0] == Finding(CheckEnding.CULPRITS, (), (("c",),))


@given(st.integers(1, 40), st.data())
def test_any_set_that_fails_together_is_found_in_few_runs(works: int, data: st.DataObject) -> None:
    ids = tuple(f"s{number:02}" for number in range(works))
    culprit = data.draw(st.sets(st.sampled_from(ids), min_size=1, max_size=3))
    finding, runs = found(ids, lambda tried: not culprit <= tried)
    green = tuple(each for each in ids if each != max(culprit))
    assert finding == Finding(CheckEnding.CULPRITS, green, (tuple(sorted(culprit)),))
    assert runs <= most_runs(works, len(culprit))


@given(st.lists(st.sets(st.sampled_from(FIVE), min_size=1, max_size=2), min_size=1, max_size=4))
def test_of_several_culprits_each_fails_and_what_is_green_passes(broken: list[set[str]]) -> None:
    passes: Passes = lambda tried: not any(each <= tried for each in broken)  # noqa: E731
    finding, _ = found(FIVE, passes)
    assert finding.ending is CheckEnding.CULPRITS
    for each in finding.culprits:
        assert not passes(frozenset(each))
        assert all(passes(frozenset(each) - {one}) for one in each)
    assert passes(frozenset(finding.green))


@given(st.integers(0, 2**20))
def test_it_comes_to_an_end_whatever_runs_say(seed: int) -> None:
    bits = iter(f"{seed:020b}" * 20)
    assert found(FIVE, lambda _tried: next(bits) == "1")[0].ending in CheckEnding
