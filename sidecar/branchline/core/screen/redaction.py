"""Takes out of a recorded terminal what is the user's: for a report on a screen that no rule knows.

The layout stays as it is, byte for byte: letters and digits of what is private become `x`. Escape sequences stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from branchline.core.regexes import regex

_SEQUENCE = regex(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x1f\x7f]")
_PRIVATE = regex(
    rb"[\w.+-]+@[\w-]+\.[\w.-]+"  # addresses
    rb"|\b(?:sk|pk|ghp|gho|github_pat|xox[a-z]|AKIA|eyJ)[-_A-Za-z0-9.]{6,}"  # tokens by their usual beginnings
    rb"|\b(?=[A-Za-z0-9+/_-]*[0-9])(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+/_-]{20,}"  # long mixtures of both
    rb"|(?i:\b(?:password|passwd|token|secret|api[-_ ]?key)\b[\"']?\s*[:=]\s*\S+)"
)
_STRING = regex(rb"\x1b[\]PX^_]")


def redact(data: bytes, names: Iterable[str]) -> bytes:
    """`names`: the user's name, home folder, repository, … longest first or not. Texts are found also where the output
    moves the cursor or changes colours within them."""
    said = bytearray()
    where: list[int] = []
    """For each byte of `said` its place in `data`, or -1."""
    at = 0
    for match in (*_SEQUENCE.finditer(data), None):
        end = match.start() if match else len(data)
        said += data[at:end]
        where += range(at, end)
        if match is None:
            break
        if _STRING.match(match[0]):  # a title, a notification: text too
            said += b"\0" + match[0] + b"\0"
            where += [-1, *range(match.start(), match.end()), -1]
        elif match[0] in (b"\r", b"\n"):
            said += b"\n"
            where.append(-1)
        at = match.end()
    result = bytearray(data)
    wanted = sorted({name.encode() for name in names if len(name) > 1}, key=len, reverse=True)
    known = [re.compile(re.escape(name)) for name in wanted]
    for pattern in (*known, _PRIVATE):
        for found in pattern.finditer(bytes(said)):
            for place in where[found.start() : found.end()]:
                if place >= 0 and chr(result[place]).isalnum():
                    result[place] = ord("x")
    return bytes(result)
