"""Sessions beside each other: rows of files, cells of sessions, and who made the same."""

from __future__ import annotations

from branchline.core.model.changes import FileChange
from branchline.core.session.comparison import Cell, Row, compare
from harness.changes import A, D, M, R, U


def change(path: str, status: str = "M", made: str = "", **more: object) -> FileChange:
    return FileChange(path, {"A": A, "M": M, "D": D, "R": R, "U": U}[status], made=made, **more)  # type: ignore[arg-type]  # by name


def alike(*sessions: list[FileChange]) -> dict[str, tuple[list[int | None], bool]]:
    return {row.path: ([cell.alike if cell else None for cell in row.cells], row.differs) for row in compare(sessions)}


def test_a_row_for_each_file_and_a_cell_for_each_session() -> None:
    one = [change("b", added=2, removed=1, made="1"), change("a", "U", "2", added=5)]
    other = [change("b", added=9, made="3"), change("c.bin", "A", "4", binary=True)]
    assert compare([one, other]) == [
        Row("a", (Cell(U, 5), None), differs=True),
        Row("b", (Cell(M, 2, 1), Cell(M, 9)), differs=True),
        Row("c.bin", (None, Cell(A, binary=True)), differs=True),
    ]
    assert compare([[], []]) == []


def test_those_who_made_the_same_have_the_same_number() -> None:
    two = [change("a", made="x")], [change("a", made="x")]
    assert alike(*two) == {"a": ([1, 1], False)}
    assert alike(*two, [change("a", made="y")]) == {"a": ([1, 1, 0], True)}
    assert alike(*two, []) == {"a": ([1, 1, None], True)}
    pairs = [[change("a", made=made)] for made in "yxyxz"]
    assert alike(*pairs) == {"a": ([1, 2, 1, 2, 0], True)}
    # That it is as new in one and known to git in another alters nothing; that it may be run does.
    assert alike([change("a", "A", "100644 x")], [change("a", "U", "100644 x")]) == {"a": ([1, 1], False)}
    assert alike([change("a", made="100644 x")], [change("a", made="100755 x")]) == {"a": ([0, 0], True)}


def test_what_is_gone_is_alike_and_what_git_does_not_have_is_not() -> None:
    assert alike([change("a", "D")], [change("a", "D")]) == {"a": ([1, 1], False)}
    assert alike([change("huge", "U")], [change("huge", "U")]) == {"huge": ([0, 0], True)}


def test_a_renamed_file_is_said_to_be_gone_where_others_changed_it() -> None:
    renamed = [change("new", "R", "1", old_path="old", added=1)]
    rows = compare([renamed, [change("old", added=3, made="2")], [change("old", "D")]])
    assert rows == [
        Row("new", (Cell(R, 1, other="old"), None, None), differs=True),
        Row("old", (Cell(D, other="new", alike=1), Cell(M, 3), Cell(D, alike=1)), differs=True),
    ]
    assert [row.path for row in compare([renamed, renamed])] == ["new"], "nobody has the old one"
    # What moved away may have been put there anew.
    both = compare([[*renamed, change("old", "A", "3")], []])
    assert [row.cells[0] for row in both] == [Cell(R, 1, other="old"), Cell(A)]
