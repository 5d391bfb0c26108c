"""What a viewer's terminal gets of a program's output: all but the queries, or it would answer a second time."""

from __future__ import annotations

import re

from branchline.core.regexes import regex
from branchline.core.screen.queries import C0, QUERY
from branchline.core.screen.splitter import Splitter

_C1 = regex(rb"\xc2[\x80-\x9f]")
_CONTROL_INSIDE = regex(rb"(\x1b(?:\[[\x20-\x3f]*)?)([%s]+)" % C0)
_BROKEN = regex(rb"\x1b\[[\x20-\x3f]*(?=[\x80-\xff])")
_REPORTING_MODES = regex(rb"\x1b\[\?[\d;]*(?<!\d)(?:2048|5522)(?!\d)[\d;]*h")
_NOTHING = b"\x1b\\"
"""ST where no string is open does nothing. Without it, what stood before a query could join what follows."""


class ViewerFilter:
    """Takes queries out of a stream for a viewer's terminal. Everything else passes."""

    def __init__(self) -> None:
        self._splitter = Splitter(pass_long=True)

    def feed(self, data: bytes) -> bytes:
        return strip(self._splitter.feed(data))


def strip(data: bytes) -> bytes:
    """`data` without queries. It must be whole: see `whole_length`."""
    data = _C1.sub(b"", data).replace(b"\x05", b"")
    while _CONTROL_INSIDE.search(data):
        data = _CONTROL_INSIDE.sub(rb"\2\1", data)
    data = _BROKEN.sub(_nothing, data)
    data = _REPORTING_MODES.sub(_without_reporting_modes, data)
    return QUERY.sub(_nothing, data)


def _nothing(_: re.Match[bytes]) -> bytes:
    return _NOTHING


def _without_reporting_modes(match: re.Match[bytes]) -> bytes:
    modes = [mode for mode in match.group()[3:-1].split(b";") if mode not in (b"2048", b"5522")]
    return b"\x1b[?%sh" % b";".join(modes) if modes else _NOTHING
