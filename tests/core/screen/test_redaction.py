"""What is the user's goes out of a recorded terminal; the layout and every sequence stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.screen.redaction import redact

SEQUENCES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x1f]")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"/home/ann/web/src/a.py", b"/xxxx/xxx/xxx/src/a.py"),
        (b"\x1b[1m/home/ann\x1b[0m/web", b"\x1b[1m/xxxx/xxx\x1b[0m/xxx"),
        (b"/home/\x1b[31mann\x1b[0m/web", b"/xxxx/\x1b[31mxxx\x1b[0m/xxx"),
        (b"\x1b]0;/home/ann/web\x07", b"\x1b]0;/xxxx/xxx/xxx\x07"),
        (b"mail ann.lee@example.com now", b"mail xxx.xxx@xxxxxxx.xxx now"),
        (b"key sk-" + b"a1b2c3d4e5", b"key xx-xxxxxxxxxx"),
        (b"API_KEY=hunter2", b"xxx_xxx=xxxxxxx"),
        (b"0123456789abcdef0123456789abcdef01234567", b"x" * 40),
        (b"\x1b[2J\x1b[H Do you want to proceed?", b"\x1b[2J\x1b[H Do you want to proceed?"),
        (b"Yes, and always allow", b"Yes, and always allow"),
    ],
)
def test_what_goes_and_what_stays(data: bytes, expected: bytes) -> None:
    assert redact(data, ["/home/ann/web", "/home/ann"]) == expected


def test_a_name_does_not_go_on_over_a_line_end() -> None:
    assert redact(b"/home\r\n/ann/web", ["/home/ann"]) == b"/home\r\n/ann/web"


def test_short_and_empty_names_are_left_alone() -> None:
    assert redact(b"a b c", ["", "a"]) == b"a b c"


@given(st.binary(max_size=400), st.lists(st.text(max_size=8), max_size=4))
def test_any_output_keeps_its_length_and_its_sequences(data: bytes, names: list[str]) -> None:
    clean = redact(data, names)
    assert len(clean) == len(data)
    assert SEQUENCES.findall(clean) == SEQUENCES.findall(data)
