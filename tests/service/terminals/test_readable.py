"""What a program printed, as people read it."""

from __future__ import annotations

import pytest

from branchline.service.terminals.readable import readable


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (b"\x1b[1mbold\x1b[0m\x1b[5;3Hthere", "bold there"),
        (b"\x1b]0;my title\x07on", " [0;my title] on"),
        (b"\x1b]0;my title\x1b\\on", " [0;my title] on"),
        (b"\x1b7next\x08", " next"),
        (b"one\r\ntwo\rthree\nfour\tfive", "one\ntwo\nthree\nfour\tfive"),
        ("é…\u200b".encode(), "é…\u200b"),
        (b"\xff\x00\x7f!", "\ufffd!"),
        (b"\x1b", ""),
        (b"", ""),
    ],
)
def test_nothing_that_only_moves_and_colours_is_left(printed: bytes, text: str) -> None:
    assert readable(printed) == text
