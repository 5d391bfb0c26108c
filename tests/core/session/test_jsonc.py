from __future__ import annotations

import pytest

from branchline.core.session import jsonc


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('\ufeff{"a": 1, // one\n "b": [1, 2,], /* two */ }', {"a": 1, "b": [1, 2]}),
        ('{"url": "http://x/*y*/", "c": "a\\",}"}', {"url": "http://x/*y*/", "c": 'a",}'}),
        ("[1, /* a */ // b\n]", [1]),
    ],
)
def test_comments_and_trailing_commas_are_left_out(text: str, value: object) -> None:
    assert jsonc.loads(text) == value


@pytest.mark.parametrize("text", ["", "{", '{"a" 1}', "// only"])
def test_what_is_damaged_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        jsonc.loads(text)
