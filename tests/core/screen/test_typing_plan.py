from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.errors import BranchlineError
from branchline.core.screen.typing_plan import MAX_TEXT, PASTE_END, PASTE_START, check_text, keystrokes


@given(st.text())
def test_what_passes_can_end_no_paste_and_press_no_key(text: str) -> None:
    try:
        checked = check_text(text)
    except BranchlineError:
        return
    data = b"".join(keystrokes(checked, paste=True))
    assert data == PASTE_START + checked.encode() + PASTE_END
    assert b"\x1b" not in checked.encode()
    assert b"\r" not in b"".join(keystrokes(checked, paste=False))
    assert b"\n" not in b"".join(keystrokes(checked, paste=False))


@pytest.mark.parametrize("bad", ["\x1b[201~rm", "\x00", "\x7f", "\x9b31m", "\ud800", "a\x03"])
def test_control_characters_are_refused(bad: str) -> None:
    with pytest.raises(BranchlineError, match="control character"):
        check_text(bad)


def test_line_ends_are_made_one_kind() -> None:
    assert check_text("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_text_that_is_too_long_says_how_long() -> None:
    with pytest.raises(BranchlineError, match="262,145 characters"):
        check_text("x" * (MAX_TEXT + 1))
    assert check_text("x" * MAX_TEXT)
