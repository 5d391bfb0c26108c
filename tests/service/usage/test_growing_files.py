"""A file that an agent writes is read on where the last look ended, and harms nothing whatever is in it."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from branchline.agents.shared.usage import FromFiles, UsageRequest
from branchline.core.model.usage import Entry, Tokens, Windows
from branchline.service.usage import growing_file
from branchline.service.usage.growing_file import LARGEST, GrowingFile
from branchline.service.usage.reading import Reading

NOW = 1000.0


def read_line(line: Any) -> list[Entry | Windows]:
    if line.get("windows"):
        return [Windows(line["at"], ())]
    return [Entry(line["key"], line["at"], Tokens(line["used"], 0))] if "used" in line else []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversation.jsonl"


@pytest.fixture
def reading(path: Path) -> Reading:
    return Reading(FromFiles(lambda _: [path], (b'"key"', b'"windows"'), read_line), UsageRequest({}, "/", 0.0))


def line(key: str, used: int = 1, at: float = 1.0, **more: Any) -> str:
    return json.dumps({"key": key, "used": used, "at": at, **more}) + "\n"


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def used(reading: Reading) -> int:
    return sum(each.tokens.input for each in reading.read(NOW))


def test_a_file_that_is_not_there_yet_tells_nothing(
    path: Path, reading: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    assert (used(reading), caplog.records) == (0, [])
    append(path, line("a"))
    assert used(reading) == 1


def test_what_comes_is_read_once(path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    append(path, line("a") + line("b"))
    assert used(reading) == 2
    append(path, line("c"))
    file = GrowingFile(path)
    assert len(list(file.lines())) == 3
    append(path, line("d"))
    assert [json.loads(each)["key"] for each in file.lines()] == ["d"]
    assert list(file.lines()) == []
    assert used(reading) == 4


def test_half_a_line_waits_for_the_other_half(path: Path, reading: Reading) -> None:
    whole = line("b", 5)
    append(path, line("a") + whole[:9])
    assert used(reading) == 1
    append(path, whole[9:])
    assert used(reading) == 6


def test_a_last_line_without_an_end_counts_once(path: Path, reading: Reading) -> None:
    append(path, line("a").rstrip("\n"))
    assert used(reading) == 1
    append(path, "\n" + line("b"))
    assert used(reading) == 2


def test_of_one_answer_the_longest_piece_counts(path: Path, reading: Reading) -> None:
    append(path, line("a", 5) + line("a", 9) + line("a", 7))
    assert used(reading) == 9


@pytest.mark.parametrize("how", ["shorter", "replaced", "rewritten longer", "emptied first"])
def test_a_file_that_is_another_one_is_read_anew(path: Path, reading: Reading, how: str) -> None:
    append(path, "".join(line(f"old {number}") for number in range(5)))
    assert used(reading) == 5
    new = line("new", 7)
    if how == "shorter":
        path.write_text(new)
    elif how == "replaced":
        other = path.with_name("other")
        other.write_text(new)
        os.replace(other, path)
    elif how == "emptied first":
        path.write_text("")
        reading.read(NOW)
        path.write_text(new)
    else:
        path.write_text(new + "".join(line("x", 0) for _ in range(20)))
    assert used(reading) == 7


def test_lines_of_every_kind_are_passed_over(path: Path, reading: Reading) -> None:
    odd = [b'\xff\0 "key"', b'{"key": ' + b"[" * 200_000, b'"key"', b'["key"]', b'{"key": NaN}', b'{"key": 1e999}']
    odd += [b'{"key": ' + b"9" * 10_000 + b"}", '{"key": "\u202e"}'.encode(), b"", b"}"]
    path.write_bytes(b"\n".join(odd) + b"\n" + line("a").encode())
    assert used(reading) == 1


def test_a_line_that_is_too_long_is_passed_over(path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing_file, "LONGEST", 1000)
    monkeypatch.setattr(growing_file, "_PIECE", 100)
    append(path, line("a") + line("long", 100, more="x" * 5000) + line("b"))
    assert used(reading) == 2
    append(path, line("long too", 100, more="x" * 5000)[:3000])
    assert used(reading) == 2
    append(path, "x" * 3000 + "\n" + line("c"))
    assert used(reading) == 3


def test_a_huge_file_is_not_read_and_said_so_once(
    path: Path, reading: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    append(path, line("a"))
    assert used(reading) == 1
    os.truncate(path, LARGEST * 2)
    with caplog.at_level(logging.WARNING):
        assert [used(reading), used(reading)] == [1, 1]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_what_is_no_ordinary_file_is_not_opened(
    path: Path, reading: Reading, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        other = path.with_name("other")
        other.write_text(line("a"))
        path.symlink_to(other)
    else:
        path.mkdir()
    assert [used(reading), used(reading)] == [0, 0]
    assert len(caplog.records) == 1


def test_a_time_to_come_is_none(path: Path, reading: Reading) -> None:
    append(path, line("a", at=NOW) + line("b", at=NOW * 1000) + line("w", at=NOW * 1000, windows=True))
    assert (used(reading), reading.windows) == (1, None)
