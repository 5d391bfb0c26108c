"""`branchline names` prints what sessions would be called, and says which lines it could not read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from branchline.cli.names import BAD_LINES, main
from branchline.core.errors import BranchlineError
from branchline.core.naming.naming import named
from branchline.machine.paths import self_command


def printed(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_each_line_is_named_as_a_session_would_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["Fix the login bug", "Fix the login bug", "how does the cache work?", "ログイン画面の\ud83dバグ", ""]
    file = tmp_path / "told.jsonl"
    file.write_text("".join(json.dumps({"id": n, "instruction": text}) + "\n\n" for n, text in enumerate(told)))
    assert main([str(file)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    taken: list[str] = []
    for number, (line, text) in enumerate(zip(printed(out), told, strict=True)):
        made = named(text, taken)
        taken.append(made.name)
        assert line == {"id": number, "name": made.name, "title": made.title, "kind": made.kind.value}
    assert taken[:3] == ["login-bug", "login-bug-2", "cache"]


def test_bad_lines_are_told_and_cost_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "told.jsonl"
    lines = [
        b"not json",
        b'{"id": 1, "instruction": "Add a footer"}',
        b'{"instruction": "no id"}',
        b'{"id": 2}',
        b'{"id": 3, "instruction": 7}',
        b"[1]",
        b'{"id": 4, "instruction": "\xff"}',
        b"[" * 100_000,
        b'{"id": "\\ud83d", "instruction": "Add a border"}',
        b'{"id": "last", "instruction": "Add a header"}',
    ]
    file.write_bytes(b"\n".join(lines))
    assert main([str(file)]) == BAD_LINES == 2
    out, err = capsys.readouterr()
    assert [line["id"] for line in printed(out)] == [1, "\ud83d", "last"]
    assert [int(line.split("line ")[1].split(":")[0]) for line in err.splitlines()] == [1, 3, 4, 5, 6, 7, 8]
    assert all(line.startswith(f"branchline: {file}, line ") and line.endswith(".") for line in err.splitlines())


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BranchlineError) as caught:
        main([str(tmp_path / "nowhere")])
    assert caught.value.code == "BAD_CASES"


def test_it_reads_stdin() -> None:
    given = json.dumps({"id": "a", "instruction": "Review PR #12"}) + "\nnonsense\n"
    done = subprocess.run(self_command("names", "-"), input=given, capture_output=True, text=True, check=False)
    assert done.returncode == BAD_LINES
    assert printed(done.stdout) == [
        {"id": "a", "name": "review-pr-12", "title": "Review PR #12", "kind": "code-review"}
    ]
    assert done.stderr.startswith("branchline: stdin, line 2: ")
