"""The kinds of labelled instructions, as `make names` prints them: half of them were kept out when rules were made."""

from __future__ import annotations

from collections import Counter

import pytest

from branchline.core.model.kind import WorkKind
from branchline.core.naming.naming import named
from harness.instructions import labelled

FLOOR = {False: 0.95, True: 0.85}
"""By whether they were kept out of tuning: the share of kinds that is right at least."""


@pytest.mark.parametrize("kept_out", [False, True])
def test_most_kinds_are_right(kept_out: bool) -> None:
    right = [named(each.instruction, []).kind == each.kind for each in labelled() if each.is_kept_out is kept_out]
    assert len(right) > 200
    assert sum(right) / len(right) >= FLOOR[kept_out]


def test_the_set_has_each_kind_in_both_halves_and_nothing_twice() -> None:
    counts = Counter((each.kind, each.is_kept_out) for each in labelled())
    assert {kind for kind, _ in counts} == {each.value for each in WorkKind}
    assert min(counts.values()) >= 40
    texts = Counter(each.instruction for each in labelled())
    assert [text for text, count in texts.items() if count > 1] == []


def test_names_are_unique_and_few_say_only_the_kind() -> None:
    taken: list[str] = []
    for each in labelled():
        taken.append(named(each.instruction, taken).name)
    assert len({name.casefold() for name in taken}) == len(taken)
    kinds = {kind.value for kind in WorkKind}
    vague = [name for name in taken if name.rstrip("-0123456789") in kinds]
    assert len(vague) < len(taken) / 25
