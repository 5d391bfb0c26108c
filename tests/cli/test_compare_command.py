"""What `branchline compare` prints."""

from __future__ import annotations

from typing import Any

from branchline.cli.compare import table


def cell(place: int, status: str = "M", *, lines: tuple[int, int] = (0, 0), **more: Any) -> dict[str, Any]:
    counts = {"added": lines[0], "removed": lines[1], "binary": False}
    return {"session": place, "status": status, **counts, "other": None, "alike": 0, **more}


def session(name: str, checked: Any = None) -> Any:
    return {"id": name, "files": 2, "added": 10, "removed": 3, "checked": checked}


FILES = [
    {"path": "a.py", "cells": [cell(0, lines=(10, 3), alike=1), cell(1, lines=(10, 3), alike=1)]},
    {"path": "hostile\x1b[2J\n", "cells": [cell(1, "A", binary=True)]},
]


def test_a_column_for_each_session_and_a_line_for_each_file() -> None:
    names = {"one": "login", "two": "a name that is longer than a column may be"}
    found = table({"sessions": [session("one"), session("two")], "files": FILES}, names)
    assert [[text.strip() for text in line.split("  ") if text.strip()] for line in found] == [
        ["login", "a name that is longer t…"],
        ["a.py", "M +10 -3 a", "M +10 -3 a"],
        ["hostile�[2J�", ".", "A binary"],
        ["2 files +10 -3", "2 files +10 -3"],
    ]
    starts = [line.rindex(text) for line, text in zip(found, ("a name", "M +10", "A bin", "2 files"), strict=True)]
    assert len(set(starts)) == 1, "they stand below each other"


def test_how_checks_ended_where_any_ran() -> None:
    passed = {"state": "passed", "seconds": 12, "current": True}
    old = {"state": "failed", "seconds": None, "current": False}
    for checked, said in ((passed, "passed in 12 s"), (old, "failed, of older files")):
        *_, last = table({"sessions": [session("one", checked), session("two")], "files": []}, {})
        assert last.split("  ")[0] == "check"
        assert said in last.replace("…", "es")
        assert last.rstrip().endswith(".")
