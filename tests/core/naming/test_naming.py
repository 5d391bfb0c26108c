"""From what a session is asked for to its name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.core.naming.names import complaint
from branchline.core.naming.naming import named, named_by_user
from branchline.core.naming.title_lines import MAX_TITLE
from harness.hostile_texts import HOSTILE


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_give_ordinary_names(text: str) -> None:
    _check(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_a_name(text: str) -> None:
    _check(text)


def _check(text: str) -> None:
    for taken in ([], [named(text, []).name, named_by_user(text, [])[0]]):
        name = named(text, taken).name
        assert complaint(name) is None
        assert name not in taken
        name, title = named_by_user(text, taken)
        assert complaint(name) is None
        assert name not in taken
        assert len(title) <= MAX_TITLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("login-fix", ("login-fix", "")),
        (" Login_Fix ", ("Login_Fix", "")),
        ("Login fix", ("login-fix", "Login fix")),
        ("Session 1", ("session-1", "Session 1")),
        ("größe", ("grosse", "größe")),
        ("-rf", ("rf", "-rf")),
        ("HEAD", ("head-session", "HEAD")),
        ("second\nthoughts", ("second-thoughts", "second thoughts")),
    ],
)
def test_what_a_user_calls_it_is_its_name_or_else_its_title(text: str, expected: tuple[str, str]) -> None:
    assert named_by_user(text, []) == expected


def test_what_a_user_calls_it_may_be_taken() -> None:
    assert named_by_user("Login-Fix", ["login-fix"]) == ("Login-Fix-2", "")
    assert named_by_user("Login fix", ["login-fix"]) == ("login-fix-2", "Login fix")
