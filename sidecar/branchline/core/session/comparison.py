"""Sessions beside each other: what each did to which file, and where several made the same of one."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from branchline.core.model.changes import FileChange, FileStatus

_GONE = "gone"


@attrs.frozen
class Cell:
    """What one session did to a file. `other` is what a renamed one was called before; in the row of that name, where
    others changed it too, it is deleted, and `other` is what it is called now. The cells of a row that have the same
    number in `alike` made the same of the file; 0: no other did."""

    status: FileStatus
    added: int = 0
    removed: int = 0
    binary: bool = False
    other: str | None = None
    alike: int = 0


@attrs.frozen
class Row:
    """A file, and a cell for each session, in their order; None: that did not touch it. `differs`: not all of them made
    the same of it."""

    path: str
    cells: tuple[Cell | None, ...]
    differs: bool


def compare(sessions: Sequence[Sequence[FileChange]]) -> list[Row]:
    """The changed files of each session, side by side and by path."""
    found: dict[str, list[tuple[Cell, str] | None]] = {}

    def put(path: str, column: int, cell: Cell, made: str) -> None:
        found.setdefault(path, [None] * len(sessions))[column] = (cell, made)

    for column, files in enumerate(sessions):
        for each in files:
            made = _GONE if each.status is FileStatus.DELETED else each.made
            cell = Cell(each.status, each.added, each.removed, each.binary, each.old_path)
            put(each.path, column, cell, made)
    for column, files in enumerate(sessions):
        for each in files:
            if each.old_path in found and found[each.old_path][column] is None:
                put(each.old_path, column, Cell(FileStatus.DELETED, other=each.path), _GONE)
    return [_row(path, cells) for path, cells in sorted(found.items())]


def _row(path: str, cells: Sequence[tuple[Cell, str] | None]) -> Row:
    made = [cell[1] if cell else "" for cell in cells]
    several = [each for each in dict.fromkeys(made) if each and made.count(each) > 1]
    numbers = {each: number for number, each in enumerate(several, 1)}
    numbered = [cell and attrs.evolve(cell[0], alike=numbers.get(cell[1], 0)) for cell in cells]
    return Row(path, tuple(numbered), differs=not made[0] or len(set(made)) > 1)
