from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.session.naming import (
    MAX_NAME,
    MAX_SLUG,
    kind_from_instruction,
    name_from_instruction,
    slug,
    unique,
)

HOSTILE = [
    "",
    " ",
    "\0",
    "a\0b",
    "../../etc/passwd",
    "-rf",
    "--upload-pack=touch x",
    "$(reboot)",
    "a\nb\r\nc",
    "\u202egnp.exe",
    "\ud800 lone surrogate",
    "x" * 1_000_000,
    "\u0301" * 1_000_000,
    "\ufdfa" * 1_000,
    "🙂" * 500,
    ".lock",
    "HEAD",
    "@{u}",
    "refs/heads/..",
]


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
    assert kind_from_instruction(text) in KINDS


KINDS = {"fix", "feature", "refactor", "test", "docs", "chore", "question", ""}


@given(st.text())
def test_any_text_gives_a_slug_a_name_and_a_kind(text: str) -> None:
    _check_slug(slug(text))
    _check_name(name_from_instruction(text))
    assert kind_from_instruction(text) in KINDS


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


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Fix the login bug", "fix"),
        ("the parser crashes on empty input", "fix"),
        ("Fix the failing test in CI", "fix"),
        ("fix(core): handle NUL", "fix"),
        ("feat: dark mode", "feature"),
        ("Please add a dark mode toggle with tests", "feature"),
        ("implement retry with backoff", "feature"),
        ("Add tests for the parser", "test"),
        ("write unit tests for naming", "test"),
        ("Test the parser with hypothesis", "test"),
        ("Improve test coverage", "test"),
        ("Update the README", "docs"),
        ("document the public API", "docs"),
        ("Add docstrings to core", "docs"),
        ("refactor the session service", "refactor"),
        ("Rename foo to bar", "refactor"),
        ("clean up the imports", "refactor"),
        ("bump all dependencies", "chore"),
        ("update dependencies", "chore"),
        ("remove the old script", "chore"),
        ("How does the cache work?", "question"),
        ("Why is the test slow?", "question"),
        ("explain the wire format", "question"),
        ("Can you fix the build?", "fix"),
        ("ready?", "question"),
        ("Bitte die Übersetzungen prüfen", ""),
        ("scenario:edit", ""),
        ("", ""),
    ],
)
def test_kinds(prompt: str, expected: str) -> None:
    assert kind_from_instruction(prompt) == expected


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
