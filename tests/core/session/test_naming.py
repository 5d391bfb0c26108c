from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.session.naming import MAX_NAME, MAX_SLUG, name_from_instruction, slug, unique
from harness.hostile_texts import HOSTILE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fix the login bug", "fix-the-login-bug"),
        ("  Héllo,  Wörld! ", "hello-world"),
        ("Straße", "strasse"),
        ("ﬁle №5", "file-no5"),
        ("web-12.3", "web-12-3"),
        ("release.lock", "release-lock"),
        ("HEAD", "head-session"),
        ("Con", "con-session"),
        ("lpt1", "lpt1-session"),
        ("console", "console"),
        ("日本語", "session"),
        ("", "session"),
        ("...", "session"),
        ("-- -", "session"),
        ("\u202eevil\u202c", "evil"),
        ("word " * 20, "word-word-word-word-word-word-word-word"),
        ("a" * 60, "a" * 40),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def _check_slug(made: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", made)
    assert len(made) <= MAX_SLUG
    assert slug(made) == made


def _check_name(made: str) -> None:
    assert made == made.strip()
    assert 1 <= len(made) <= MAX_NAME + 2  # a capital may be longer than its small letter
    assert not any(unicodedata.category(c).startswith("C") for c in made)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_give_ordinary_names(text: str) -> None:
    _check_slug(slug(text))
    _check_name(name_from_instruction(text))


@given(st.text())
def test_any_text_gives_a_slug_and_a_name(text: str) -> None:
    _check_slug(slug(text))
    _check_name(name_from_instruction(text))


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (
            "Fix the login bug in the session handler when cookies expire.",
            "Fix the login bug in the session handler",
        ),
        ("please add a dark mode toggle", "Add a dark mode toggle"),
        ("Can you update the README? It is out of date.", "Update the README"),
        ("Hi! I'd like you to rename foo() to bar()", "Rename foo() to bar"),
        ("# Speed up the parser\n\nIt takes 3 s today.", "Speed up the parser"),
        ("- write tests for `core/naming.py`", "Write tests for core/naming.py"),
        ("Let's support Python 3.13", "Support Python 3.13"),
        ("\n\n  \nsecond line is the first with words", "Second line is the first with words"),
        ("Bitte die Übersetzungen prüfen", "Bitte die Übersetzungen prüfen"),
        ("ログイン画面のバグを修正してください。その後テスト。", "ログイン画面のバグを修正してください"),
        ("исправь ошибку входа", "Исправь ошибку входа"),
        ("https://example.com/issues/1234567890123456789012345", "https://example.com/issues/1234567890123"),
        ("Fix bug.\0\u202eevil", "Fix bug"),
        ("please", "session"),
        ("🙂", "session"),
        ("", "session"),
    ],
)
def test_names(prompt: str, expected: str) -> None:
    assert name_from_instruction(prompt) == expected


def test_unique_names() -> None:
    assert unique("fix", []) == "fix"
    assert unique("fix", ["fix"]) == "fix 2"
    assert unique("fix", ["Fix", "FIX 2"]) == "fix 3"
    assert unique("fix", {"fix", "fix-2"}, separator="-") == "fix-3"


@given(st.text(max_size=5), st.lists(st.text(max_size=7)))
def test_unique_is_never_taken(name: str, taken: list[str]) -> None:
    made = unique(name, taken)
    assert made.casefold() not in {each.casefold() for each in taken}
    assert made.startswith(name)
