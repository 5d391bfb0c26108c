from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.core.model.kind import WorkKind
from branchline.core.naming.kinds import kind_of as kind_of_read
from branchline.core.naming.reading import read
from harness.hostile_texts import HOSTILE


def kind_of(instruction: str) -> WorkKind:
    return kind_of_read(read(instruction))


@settings(deadline=None)
@given(st.text() | st.text("abcdefghilnotuwyBI ,.?!/'"))
def test_any_text_gives_a_kind(text: str) -> None:
    assert kind_of(text) in WorkKind


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_give_a_kind(text: str) -> None:
    assert kind_of(text) in WorkKind


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("Fix the login bug", "debug"),
        ("the parser crashes on empty input", "debug"),
        ("Add a dark mode toggle", "development"),
        ("Update the README", "development"),
        ("How does the cache work?", "planning"),
        ("Review the refactor branch", "code-review"),
        ("scenario:edit", "development"),
        ("", "development"),
    ],
)
def test_kinds(instruction: str, expected: str) -> None:
    assert kind_of(instruction) == expected
