"""Where lines are after a change of their file."""

from __future__ import annotations

import difflib

import pytest

from branchline.core.session.comment_lines import Hunk, Place, moved, parse_hunks

# The commented lines, the changes of the file, and where the lines are then.
RULES: list[tuple[str, tuple[int, int], list[Hunk], Place]] = [
    ("nothing altered", (5, 6), [], Place(5, 6)),
    ("lines came above", (5, 6), [Hunk(2, 0, 3)], Place(8, 9)),
    ("lines came just above", (5, 6), [Hunk(4, 0, 2)], Place(7, 8)),
    ("lines went above", (5, 6), [Hunk(1, 2, 0)], Place(3, 4)),
    ("lines were replaced just above", (5, 6), [Hunk(4, 1, 3)], Place(7, 8)),
    ("lines came just below", (5, 6), [Hunk(6, 0, 2)], Place(5, 6)),
    ("lines altered below", (5, 6), [Hunk(7, 2, 9)], Place(5, 6)),
    ("it altered itself", (5, 5), [Hunk(5, 1, 1)], Place(5, 5, True)),
    ("it grew", (5, 6), [Hunk(6, 1, 3)], Place(5, 8, True)),
    ("lines came in the middle", (5, 6), [Hunk(5, 0, 2)], Place(5, 8, True)),
    ("it went", (5, 6), [Hunk(5, 2, 0)], Place(5, 5, True)),
    ("much went, and it too", (50, 51), [Hunk(1, 100, 0)], Place(1, 1, True)),
    ("its beginning altered with what is above", (5, 8), [Hunk(3, 4, 1)], Place(3, 5, True)),
    ("above and itself", (5, 6), [Hunk(1, 0, 2), Hunk(6, 1, 1)], Place(7, 8, True)),
]


@pytest.mark.parametrize(
    ("why", "lines", "hunks", "place"), RULES, ids=lambda value: value if type(value) is str else ""
)
def test_where_lines_are(why: str, lines: tuple[int, int], hunks: list[Hunk], place: Place) -> None:
    assert moved(*lines, hunks) == place


def test_hunks_are_read_from_what_git_prints() -> None:
    patch = (
        b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@ def f():\n-a\n+b\n+c\n"
        b"@@ -7,0 +9,2 @@\n+@@ -1 +1 @@\n+x\n@@ -9,3 +12,0 @@\n"
    )
    assert parse_hunks(patch) == [Hunk(1, 1, 2), Hunk(7, 0, 2), Hunk(9, 3, 0)]


@pytest.mark.parametrize("number", range(60))
def test_each_line_that_is_still_there_is_found(number: int) -> None:
    """Against difflib, on generated files: lines are unique, so that each can be known again."""
    before = [f"line {each}" for each in range(40)]
    seed = number * 7919 % 997
    after = [each for place, each in enumerate(before) if (place * 31 + seed) % (3 + number % 5)]
    for place in range(0, len(after), 5 + number % 4):
        after.insert(place, f"new {place} {number}")
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    hunks = [
        Hunk(old + 1 if old != old_end else old, old_end - old, new_end - new)
        for tag, old, old_end, new, new_end in blocks
        if tag != "equal"
    ]
    for place, text in enumerate(before, 1):
        found = moved(place, place, hunks)
        if text in after:
            assert found == Place(after.index(text) + 1, after.index(text) + 1)
        else:
            assert found.is_outdated
