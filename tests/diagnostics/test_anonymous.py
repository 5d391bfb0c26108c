"""What the user named does not stand in a report; what Branchline says of itself does."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchline.diagnostics.anonymous import MOST, Anonymous

NAMES = ["/work/secret shop", "secret shop", "branchline/fix-the-till", "fix-the-till", "Fix the till"]
ANONYMOUS = Anonymous(NAMES, [Path("/data/sessions"), Path("/code")], "branchline/")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("worktree /work/secret shop/src is gone", "worktree <path> is gone"),
        ("/srv/other/thing was not looked through", "<path> was not looked through"),
        ("~/other/thing, too", "<path>, too"),
        ("secret shop/src: gone", "<name>/src: gone"),
        ("Fix the till: not started", "<name>: not started"),
        ("branch branchline/never-heard-of", "branch <name>"),
        ("A branch “deep-secret” exists", "A branch “<hidden>” exists"),
        ("fatal: 'deep-secret' is checked out", "fatal: '<hidden>' is checked out"),
        ("it isn't there, and it can't be", "it isn't there, and it can't be"),
        ('  File "/code/branchline/rpc/server.py", line 7', '  File "/code/branchline/rpc/server.py", line 7'),
        ('  File "/code/../work/x.py", line 7', '  File "<hidden>", line 7'),
        ("/data/sessions/6ba7b810/ring: full", "/data/sessions/6ba7b810/ring: full"),
        ("request 3: session/list", "request 3: session/list"),
        ("6ba7b810: working -> ready (quiet)", "6ba7b810: working -> ready (quiet)"),
    ],
)
def test_a_line(line: str, expected: str) -> None:
    assert ANONYMOUS.line(line) == expected


def test_a_long_line_is_cut_after_names_are_hidden() -> None:
    text = ANONYMOUS.line("x" * (MOST - 5) + " Fix the till")
    assert len(text) == MOST
    assert "Fix" not in text


def test_without_names_nothing_is_taken_for_one() -> None:
    assert Anonymous([], [], "").line("a line of b") == "a line of b"
