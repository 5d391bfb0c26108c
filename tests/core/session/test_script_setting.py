from __future__ import annotations

import pytest

from branchline.core.session.script_setting import are_scripts, read_scripts, script_of


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("", True),
        ("npm ci\nmake", True),
        ({}, True),
        ({"/a": "npm ci"}, True),
        ({"/a": ["npm", "ci"]}, False),
        ({"/a": "x\0y"}, False),
        (["npm", "ci"], False),
        (None, False),
        ("x" * 100_001, False),
    ],
)
def test_what_is_taken(value: object, taken: bool) -> None:
    assert are_scripts(value) is taken


@pytest.mark.parametrize(
    ("raw", "paths", "script"),
    [
        ("", {"/a"}, None),
        ("npm ci", {"/a"}, "npm ci"),
        ({"/a": "npm ci"}, {"/a"}, "npm ci"),
        ({"/a/": "npm ci"}, {"/w", "/a"}, "npm ci"),
        ({"/a": "npm ci"}, {"/b"}, None),
        ({"/a": "npm ci", "": "make"}, {"/b"}, "make"),
        ({"/a": "", "": "make"}, {"/a"}, ""),
    ],
)
def test_which_one_a_repository_has(raw: str | dict[str, str], paths: set[str], script: str | None) -> None:
    assert script_of(read_scripts(raw), paths) == script
