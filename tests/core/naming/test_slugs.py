from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.core.naming.slugs import MAX_SLUG, slug
from harness.hostile_texts import HOSTILE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fix the login bug", "fix-the-login-bug"),
        ("  Héllo,  Wörld! ", "hello-world"),
        ("Straße", "strasse"),
        ("ﬁle №5", "file-no5"),
        ("web-12.3", "web-12-3"),
        ("login_fix", "login_fix"),
        ("_private_", "private"),
        ("release.lock", "release-lock"),
        ("HEAD", "head-session"),
        ("Con", "con-session"),
        ("lpt1", "lpt1-session"),
        ("console", "console"),
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


def _check(made: str, most: int = MAX_SLUG) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?", made)
    assert len(made) <= most
    assert slug(made, most) == made


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_give_ordinary_slugs(text: str) -> None:
    _check(slug(text))


@settings(deadline=None)
@given(st.text(), st.sampled_from([20, MAX_SLUG]))
def test_any_text_gives_a_slug(text: str, most: int) -> None:
    _check(slug(text, most), most)
