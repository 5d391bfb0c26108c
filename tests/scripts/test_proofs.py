"""What is repeated less at every commit still has each case in it."""

from __future__ import annotations

from itertools import product

import pytest

from harness import proofs


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(proofs, "TOLD", lines)
    return lines


@pytest.mark.parametrize(("firsts", "seconds"), [("abc", "1234"), ("abcdefghi", "1234"), ("ab", "12"), ("a", "123")])
def test_each_of_both_is_in_it(firsts: str, seconds: str, monkeypatch: pytest.MonkeyPatch, told: list[str]) -> None:
    monkeypatch.setattr(proofs, "IS_FULL", False)
    some = proofs.pairs("letters", firsts, seconds)
    assert len(some) == max(len(firsts), len(seconds))
    assert ({first for first, _ in some}, {second for _, second in some}) == ({*firsts}, {*seconds})
    full = len(firsts) * len(seconds)
    assert told == [f"letters: {len(some)}" if len(some) == full else f"letters: {len(some)} of {full}"]


def test_in_full_it_is_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "IS_FULL", True)
    assert proofs.pairs("letters", "abc", "12") == [*product("abc", "12")]
