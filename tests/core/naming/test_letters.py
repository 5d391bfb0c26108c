from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branchline.core.naming.letters import plain_letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Größe", "grosse"),
        ("Đặng Łódź", "dang lodz"),
        ("Ошибка входа", "oshibka vkhoda"),
        ("Ελλάδα", "ellada"),
        ("サーバー", "saba"),
        ("검색", "geomsaek"),
        ("№5 ﬁle", "no5 file"),
        ("日本語", ""),
        ("שלום", ""),
    ],
)
def test_letters_that_a_table_has_become_plain(text: str, expected: str) -> None:
    assert plain_letters(text) == expected


@settings(deadline=None)
@given(st.text())
def test_what_comes_is_ascii(text: str) -> None:
    assert plain_letters(text).isascii()
