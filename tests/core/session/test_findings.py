"""What a second opinion found, read out of its note."""

from __future__ import annotations

import pytest

from branchline.core.session.findings import MOST_FINDINGS, Finding, findings

NOTES: list[tuple[str, list[Finding]]] = [
    ("src/a.py:12: no check", [Finding("src/a.py", 12, 12, "no check")]),
    ("- src/a.py:12-14 - no check", [Finding("src/a.py", 12, 14, "no check")]),
    ("* `src/a.py:12` — no check", [Finding("src/a.py", 12, 12, "no check")]),
    ("1. **src/a-b.test.ts:7–9**: no check", [Finding("src/a-b.test.ts", 7, 9, "no check")]),
    ("• ./a.py:3: x\n  and more\n\nThe rest is fine.", [Finding("a.py", 3, 3, "x\nand more")]),
    ("a.py:3:\n  On the next line.", [Finding("a.py", 3, 3, "On the next line.")]),
    ("a.py:1: x\nb.py:2: y", [Finding("a.py", 1, 1, "x"), Finding("b.py", 2, 2, "y")]),
    ("a.py:0: x", [Finding("a.py", 1, 1, "x")]),
    ("a.py:9-3: x", [Finding("a.py", 9, 9, "x")]),
    ("It is fine.", []),
    ("See a.py:3.", []),
    ("a.py:3", []),
    ("a.py:3.", []),
    ("At 12:30: lunch", []),
    ("https://example.com:80/x", []),
    ("", []),
]


@pytest.mark.parametrize(("note", "found"), NOTES, ids=[repr(note)[:30] for note, _ in NOTES])
def test_what_is_found(note: str, found: list[Finding]) -> None:
    assert findings(note) == found


def test_not_more_than_can_be_read() -> None:
    assert len(findings("\n".join(f"a.py:{line}: x" for line in range(1, 500)))) == MOST_FINDINGS
