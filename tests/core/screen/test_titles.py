from __future__ import annotations

import pytest

from branchline.core.model.status import Status
from branchline.core.screen.titles import FRESH, by_title


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("✋  Action Required (repo)", "waiting"),
        ("[ ! ] Action Required | repo", "waiting"),
        ("Permission required - tool", "waiting"),
        ("● Input needed", "waiting"),
        ("◇  Ready (repo)", "ready"),
        ("✔ done", "ready"),
        ("⠋ repo", "working"),
        ("◐ Mending the clock", "working"),
        ("", None),
        ("vim action required.txt", None),
        ("npm test: input needed", None),
        ("Ready Player One", None),
        ("Done - mpv", None),
        ("repo ⠋", None),
        ("~/work", None),
    ],
)
def test_what_a_title_says(title: str, status: str | None) -> None:
    said = by_title(title, 0.0, Status.READY)
    assert (said.status.value if said else None) == status
    assert said is None or (said.prompt is None and not said.takes_text), "nothing to answer, and nothing to type on"


def test_a_spinner_counts_while_it_moves_and_not_while_the_program_starts() -> None:
    assert by_title("⠋ repo", FRESH, Status.WORKING) is None
    assert by_title("⠋ repo", 0.0, Status.STARTING) is None
    assert by_title("✋ repo", FRESH, Status.STARTING) is not None
