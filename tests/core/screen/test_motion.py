from __future__ import annotations

import pytest

from branchline.core.screen.motion import Rows


@pytest.mark.parametrize(
    ("before", "after", "moved", "says_more"),
    [
        ("⠋ Thinking", "⠙ Thinking", True, False),
        ("Working (3s)", "Working (4s)", True, False),
        ("  @@@@  ", " @@@@@@ ", True, False),
        ("(◕‿◕) musing", "(ノω) musing", True, False),
        ("Hello", "Hello there", True, True),
        ("Hello", "Hello", False, False),
    ],
)
def test_what_moves_and_what_says_something_new(before: str, after: str, moved: bool, says_more: bool) -> None:
    motion = Rows().next([before, "still"], 1.0).next([after, "still"], 3.0).motion(4.0, draws=True)
    assert motion.rows == (1.0 if moved else 3.0, 3.0)
    assert motion.words == (1.0 if says_more else 3.0, 3.0)


def test_another_size_makes_all_of_it_new() -> None:
    motion = Rows().next(["a"], 1.0).next(["a", "b"], 3.0).motion(4.0, draws=False)
    assert motion.rows == motion.words == (1.0, 1.0)
