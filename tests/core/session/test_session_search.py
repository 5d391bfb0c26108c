"""What sessions are searched by, and the line that is told."""

from __future__ import annotations

import json

import pytest

from branchline.core.session.searching import LINE, Needle, line_of_entry, line_of_record
from harness.lifecycle import S, session


@pytest.mark.parametrize(
    ("needle", "text", "line"),
    [
        ("login", "Fix the LOGIN page", "Fix the LOGIN page"),
        ("  login ", "the login", "the login"),
        ("second", "the first\nthe second\nthe third", "the second"),
        ("straße", "Die STRASSE", "Die STRASSE"),
        ("a.c", "abc", None),
        ("(", "f(x)", "f(x)"),
        ("\\d", "a \\d+ b", "a \\d+ b"),
        ("x", "", None),
        ("bell", "a\x07bell \x1b[31m", "a bell  [31m"),
        ("turned", "turned \u202e around", "turned   around"),
    ],
)
def test_a_text_is_found_as_it_is_but_for_its_case(needle: str, text: str, line: str | None) -> None:
    assert Needle(needle).line_in(text) == line


@pytest.mark.parametrize("before", [0, 10, 100, 5000])
def test_a_long_line_is_cut_around_what_was_found(before: int) -> None:
    line = Needle("needle").line_in("x" * before + "needle" + "y" * 5000)
    assert line is not None
    assert "needle" in line
    assert len(line) <= LINE + 2
    assert line.endswith("…")
    assert line.startswith("…") == (before > 40)


@pytest.mark.parametrize("text", ['say "yes"', "C:\\new", "Straße", "日本", "a\tb", "half \udc80"])
def test_a_line_of_json_is_decoded_where_it_may_hold_the_text(text: str) -> None:
    for ascii in (True, False):
        assert Needle(text).may_be_in(json.dumps({"text": f"before {text} after"}, ensure_ascii=ascii))
    assert not Needle(text).may_be_in(json.dumps({"text": "other"}))


def test_of_a_record_names_and_instructions_are_looked_through() -> None:
    record = session(S.READY, task="web-12", persona="tester", instruction="Mend it", pending=("and then deploy",))
    for needle in ("fix-log", "WEB-1", "test", "branchline/", "mend", "deploy"):
        assert line_of_record(record, Needle(needle)) is not None, needle
    assert line_of_record(record, Needle("ready")) is None


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ({"event": "input", "text": "say needle"}, "say needle"),
        ({"event": "prompt", "title": "Run?", "command": "cat needle", "url": None, "paths": []}, "cat needle"),
        ({"event": "prompt", "paths": ["a", "b/needle.py", 3]}, "b/needle.py"),
        ({"event": "needle", "status": "needle", "rule": "needle"}, None),
        ({"event": "input", "text": 7}, None),
        ({}, None),
    ],
)
def test_of_a_transcripts_entry_what_somebody_wrote_is(entry: dict[str, object], line: str | None) -> None:
    assert line_of_entry(entry, Needle("needle")) == line
