"""docs/names.md shows what the code makes of twenty instructions."""

from __future__ import annotations

from pathlib import Path

from branchline.core.naming.naming import named

PAGE = Path(__file__).parents[3] / "docs" / "names.md"


def rows() -> list[list[str]]:
    lines = PAGE.read_text().split("| instruction | name | title | kind |\n|---|---|---|---|\n")[1].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines.splitlines()]


def test_each_row_of_the_table_is_what_the_code_makes() -> None:
    taken: list[str] = []
    for instruction, name, title, kind in rows():
        made = named(instruction, taken)
        taken.append(made.name)
        assert (f"`{made.name}`", made.title, f"`{made.kind.value}`") == (name, title, kind), instruction
    assert len(taken) == 20
