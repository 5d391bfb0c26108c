"""A transcript's lines are kept one by one, whatever happens to the one that is being written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.store.transcript import Transcript, read_transcript


def transcript(folder: Path, task: str | None = None) -> Transcript:
    return Transcript(folder, task, "6e0a7a36", 1_700_000_000.0)


def test_a_line_for_each_event(tmp_path: Path) -> None:
    history = transcript(tmp_path, "web-12.3")
    history.append("created", 1_700_000_000.25, branch="branchline/x")
    history.append("input", 1_700_000_001, text="line one\nline two ü")
    assert history.path == tmp_path / "web-12.3" / "6e0a7a36-20231114T221320Z.jsonl"
    assert history.path.stat().st_mode & 0o777 == 0o600
    lines = history.path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"at": "2023-11-14T22:13:20.250Z", "event": "created", "branch": "branchline/x"},
        {"at": "2023-11-14T22:13:21.000Z", "event": "input", "text": "line one\nline two ü"},
    ]
    assert list(read_transcript(history.path)) == [json.loads(line) for line in lines]


def test_a_torn_line_costs_no_other(tmp_path: Path) -> None:
    history = transcript(tmp_path)
    for number in range(3):
        history.append("output", number, text="x" * 50)
    whole = history.path.read_bytes()
    for cut in range(1, 100):
        history.path.write_bytes(whole[:-cut])
        kept = list(read_transcript(history.path))
        history.append("exit", 9, code=0)
        after = list(read_transcript(history.path))
        assert after[-1]["event"] == "exit"
        assert after[:-1] == kept
        assert len(kept) >= (2 if cut < 98 else 1)


def test_lines_that_are_no_entries_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(b'{"event": "a"}\n[1]\nnull\n\xff\n\n' + b"[" * 100_000 + b'\n{"event": "b"}\n')
    assert [entry["event"] for entry in read_transcript(path)] == ["a", "b"]


def test_two_writers_do_not_mix(tmp_path: Path) -> None:
    """The sidecar that ends and the one that begins."""
    first, second = transcript(tmp_path), transcript(tmp_path)
    for number in range(20):
        (first if number % 2 else second).append("output", number, number=number)
    assert [entry["number"] for entry in read_transcript(first.path)] == list(range(20))


@pytest.mark.parametrize(
    ("task", "folder"),
    [
        (None, "no-task"),
        ("", "no-task"),
        ("..", "no-task"),
        ("../../etc/passwd", "etc-passwd"),
        ("/", "no-task"),
        ("a/b\0c\nd", "a-b-c-d"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("名前", "no-task"),
        ("PROJ-7", "PROJ-7"),
        ("x" * 1_000_000, "x" * 60),
    ],
)
def test_a_task_becomes_one_folder(tmp_path: Path, task: str | None, folder: str) -> None:
    assert transcript(tmp_path, task).path.parent == tmp_path / folder


@settings(deadline=None)
@given(st.text())
def test_any_task_becomes_one_folder(task: str) -> None:
    path = transcript(Path("/transcripts"), task).path
    assert path.parent.parent == Path("/transcripts")
    assert path.resolve() == path


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(), max_size=20), max_size=4), st.floats(min_value=0, max_value=1e10))
def test_any_text_comes_back_equal(tmp_path: Path, texts: list[str], at: float) -> None:
    history = Transcript(tmp_path, None, str(abs(hash((*texts, at)))), 0)
    history.path.unlink(missing_ok=True)
    for text in texts:
        history.append("output", at, text=text)
    found = [entry["text"] for entry in read_transcript(history.path)] if texts else []
    assert found == texts
