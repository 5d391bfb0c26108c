"""What a second opinion found at lines of files, read out of its note."""

from __future__ import annotations

import re

import attrs

MOST_FINDINGS = 30
_FINDING = re.compile(
    r"^[ \t]*(?:[-*•]|\d+[.)])?[ \t]*[*_`\[(]*(?P<path>[\w@+~.\-/]*[\w\-]\.\w+):(?P<line>\d{1,7})"
    r"(?:\s*[-–]\s*(?P<end>\d{1,7}))?[*_`\])]*[ \t]*(?:[:—–-]+[ \t]*)?(?P<text>.*)$"
)


@attrs.frozen
class Finding:
    """`line` to `end` of the file at `path`, from 1."""

    path: str
    line: int
    end: int
    text: str


def findings(note: str) -> list[Finding]:
    """Of each line that begins with `path:line` or `path:first-last`, maybe in a list; what follows up to the next one
    or an empty line belongs to it. A place without a word is none."""
    found: list[Finding] = []
    is_open = False
    for line in note.splitlines():
        match = _FINDING.match(line)
        if match:
            first = max(1, int(match["line"]))
            end = max(first, int(match["end"] or first))
            found.append(Finding(match["path"].strip().removeprefix("./"), first, end, match["text"].strip()))
            is_open = True
        elif is_open and line.strip():
            last = found[-1]
            found[-1] = attrs.evolve(last, text=f"{last.text}\n{line.strip()}".strip())
        else:
            is_open = False
    return [each for each in found if re.search(r"\w", each.text)][:MOST_FINDINGS]
