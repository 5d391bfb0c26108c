"""What a program printed, as a text to be read by a person: nothing of what only moves and colours."""

from __future__ import annotations

import re
import unicodedata

_STRING = re.compile(r"\x1b[]PX^_]([^\x07\x1b]*)(?:\x07|\x1b\\)")
"""Window titles and the like carry text; it is shown in brackets."""
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
_MOVE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])")
"""Other sequences mostly move the cursor: what follows stands apart."""
_LINE_END = re.compile(r"\r\n?")


def readable(printed: bytes) -> str:
    text = printed.decode("utf-8", "replace")
    text = _COLOUR.sub("", _STRING.sub(r" [\1] ", text))
    text = _LINE_END.sub("\n", _MOVE.sub(" ", text))
    return "".join(each for each in text if each in "\n\t" or unicodedata.category(each) != "Cc")
