"""What a terminal is told of a check."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.cli.check import words

NAMES = {"a": "fix-login", "b": "new-api", "c": "tidy-up"}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"ending": "green", "green": ["a", "b"]}, "fix-login, new-api: passed together"),
        ({"ending": "green", "green": ["a"]}, "fix-login: passed"),
        (
            {"ending": "culprits", "green": ["b", "c"], "culprits": [{"ids": ["b", "a"]}]},
            "fix-login: fails only together with new-api\nnew-api, tidy-up: passed without",
        ),
        ({"ending": "culprits", "culprits": [{"ids": ["gone"]}]}, "a session that is gone: fails"),
        ({"ending": "base"}, "The check fails without any session's work: what they are to land on is broken."),
        ({"ending": "flaky"}, "The check failed and passed on the same files: it says nothing about the sessions."),
        (
            {"ending": "unclear", "culprits": [{"ids": ["a", "c"]}]},
            "It fails with fix-login, tidy-up; these cannot be told apart.",
        ),
        (
            {
                "ending": "conflicts",
                "green": ["b", "c"],
                "leftOut": [{"id": "a", "with": ["b"], "parent": True, "files": ["x", "y"]}],
            },
            "fix-login conflicts with its parent branch and new-api: x, y\n"
            "Nothing ran, as not all of it can be merged. These can: new-api, tidy-up (--without-conflicts).",
        ),
        ({"ending": "cancelled"}, "The check was cancelled."),
        ({"ending": "green", "green": ["a"], "output": "/o"}, "fix-login: passed\nIts output: /o"),
    ],
)
def test_what_came_of_it(found: dict[str, Any], said: str) -> None:
    assert words({"green": [], "culprits": [], "leftOut": [], "output": None, **found}, NAMES) == said
