"""Whether the first instructions make a better name than the one that is there."""

from __future__ import annotations

import pytest

from branchline.core.model.kind import WorkKind
from branchline.core.naming.better import better, message

LOGIN = "Fix the login bug in the session handler"


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (["hi", LOGIN], ("login-bug-session", "Fix the login bug in the session handler")),
        ([LOGIN], ("login-bug-session", "Fix the login bug in the session handler")),
        (["continue", "yes", "Add a dark mode toggle"], ("dark-mode-toggle", "Add a dark mode toggle")),
        (["help me with something", "the CSV export of orders"], ("csv-export-orders", "The CSV export of orders")),
        (
            ["look at the tests", "Migrate the webpack build to vite"],
            ("migrate-webpack-vite", "Migrate the webpack build to vite"),
        ),
        (["hi", "continue"], None),
        ([LOGIN, "continue"], None),
        ([LOGIN, "now add tests for it"], None),
        ([LOGIN, "Add a dark mode toggle to the settings page"], None),
        (["hi", LOGIN, "Add a dark mode toggle"], None),
        (["hi"], None),
    ],
)
def test_a_later_message_names_what_a_vague_one_did_not(messages: list[str], expected: tuple[str, str] | None) -> None:
    assert better(messages, WorkKind.DEVELOPMENT) == expected


def test_a_message_is_the_same_however_it_is_told() -> None:
    assert message("  Fix  the\tbug\r\n now ") == message("Fix the bug\nnow")
    assert len(message("x" * 1_000_000)) == 500
