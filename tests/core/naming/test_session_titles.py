from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.core.naming.reading import read
from branchline.core.naming.title_lines import MAX_TITLE, line
from branchline.core.naming.titles import title_of as title_of_read
from harness.hostile_texts import HOSTILE


def title_of(instruction: str) -> str:
    return title_of_read(read(instruction))


def _check(title: str) -> None:
    assert title == " ".join(title.split())
    assert len(title) <= MAX_TITLE
    assert not any(unicodedata.category(c).startswith("C") for c in title)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_give_ordinary_titles(text: str) -> None:
    _check(title_of(text))
    _check(line(text))


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_a_title(text: str) -> None:
    _check(title_of(text))
    _check(line(text))
    assert line(line(text)) == line(text)


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        (
            "Fix the login bug in the session handler when cookies expire, and see that it stays so.",
            "Fix the login bug in the session handler when cookies",
        ),
        ("please add a dark mode toggle", "Add a dark mode toggle"),
        ("Can you update the README? It is out of date.", "Update the README"),
        ("Hi! I'd like you to rename foo() to bar()", "Rename foo() to bar"),
        ("# Speed up the parser\n\nIt takes 3 s today.", "Speed up the parser"),
        ("- write tests for `core/naming.py`", "Write tests for core/naming.py"),
        ("Let's support Python 3.13", "Support Python 3.13"),
        ("\n\n  \nsecond line is the first with words", "Second line is the first with words"),
        ("Bitte die Übersetzungen prüfen", "Die Übersetzungen prüfen"),
        ("ログイン画面のバグを修正してください。その後テスト。", "ログイン画面のバグを修正してください"),
        ("исправь ошибку входа", "Исправь ошибку входа"),
        ("Fix bug.\0\u202eevil", "Fix bug"),
        ("please", ""),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_titles(instruction: str, expected: str) -> None:
    assert title_of(instruction) == expected
