"""A file has one duty, and so is short enough to be read at once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import toolchain

MOST_LINES = 250
WHERE = ("sidecar", "scripts", "bench", "tests/*.py", "tests/*.ts")
"""Tests have data, too."""


def too_long(root: Path, names: list[str]) -> dict[str, int]:
    """The lines of each file that has more than it may."""
    counted = {name: len((root / name).read_bytes().splitlines()) for name in names}
    return {name: lines for name, lines in counted.items() if lines > MOST_LINES}


def test_no_file_is_too_long() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", *WHERE],
        cwd=toolchain.ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = [name for name in listing.split("\0") if (toolchain.ROOT / name).is_file()]
    assert {name.split("/")[0] for name in names} == {each.split("/")[0] for each in WHERE}
    assert too_long(toolchain.ROOT, names) == {}


def test_a_file_that_is_too_long_is_named_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("x = 1\n" * (MOST_LINES + 1))
    (tmp_path / "just.py").write_text("x = 1\n" * MOST_LINES)
    assert too_long(tmp_path, ["just.py", "long.py"]) == {"long.py": MOST_LINES + 1}
