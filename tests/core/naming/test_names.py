"""What a session may be named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.core.naming.names import MAX_NAME, complaint, unique


@pytest.mark.parametrize("name", ["a", "7", "login-fix", "Login_Fix-2", "x" * 20, "web-12", "a-", "console"])
def test_letters_digits_dashes_and_underscores_are_a_name(name: str) -> None:
    assert complaint(name) is None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "A session's name cannot be empty."),
        ("x" * 21, "A name has at most 20 characters; this one has 21."),
        ("login fix", "A name has letters, digits, dashes and underscores only, and no space."),
        ("fix/login", "A name has letters, digits, dashes and underscores only, and no “/”."),
        ("größe", "A name has letters, digits, dashes and underscores only, and no “ö”."),
        ("a\u202eb", "A name has letters, digits, dashes and underscores only, and no U+202E."),
        ("a\n", "A name has letters, digits, dashes and underscores only, and no U+000A."),
        ("٣", "A name has letters, digits, dashes and underscores only, and no “٣”."),
        ("-rf", "A name begins with a letter or a digit."),
        ("_a", "A name begins with a letter or a digit."),
        ("HEAD", "“HEAD” means something else to git or to Windows. Choose another name."),
        ("nul", "“nul” means something else to git or to Windows. Choose another name."),
    ],
)
def test_what_is_no_name_is_told_why(name: str, says: str) -> None:
    assert complaint(name) == says


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("fix", [], "fix"),
        ("fix", ["fix"], "fix-2"),
        ("fix", ["Fix", "FIX-2"], "fix-3"),
        ("Fix", ["fix"], "Fix-2"),
        ("a-name-of-20-letters", ["a-name-of-20-letters"], "a-name-of-20-lette-2"),
        ("a-name-of-19-1-gone", ["a-name-of-19-1-gone"], "a-name-of-19-1-gon-2"),
        ("seventeen-letter-xyz", ["seventeen-letter-xyz"], "seventeen-letter-x-2"),
        ("seventeen-letter--yz", ["seventeen-letter--yz"], "seventeen-letter-2"),
    ],
)
def test_what_is_taken_gets_a_number(name: str, taken: list[str], expected: str) -> None:
    assert unique(name, taken) == expected


@settings(deadline=None)
@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", fullmatch=True), st.integers(0, 120))
def test_the_hundredth_is_a_name_too(name: str, others: int) -> None:
    taken: list[str] = []
    for _ in range(others):
        taken.append(unique(name, taken))
    made = unique(name, taken)
    assert len({each.casefold() for each in [*taken, made]}) == others + 1
    assert len(made) <= MAX_NAME
