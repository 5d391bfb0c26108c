"""A window words refusals in other languages by their codes: whatever its sentence for a code names is in the data of
each error that has this code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import branchline

ROOT = Path(branchline.__file__).parent
WORDS = ROOT.parents[1] / "extension" / "src" / "shared" / "errorWords.ts"
ELSEWHERE = {"ptyhost", "cli", "viewer"}
"""What is raised there reaches no window, or has no name that a sentence has."""


def test_what_a_sentence_of_the_window_names_is_in_the_data_of_each_such_error() -> None:
    named = _named()
    missing = [
        f"{place}: {code} without {name}"
        for place, code, data in _raised()
        for name in named.get(code, ())
        if name not in data
    ]
    assert missing == []


def test_both_sides_are_read() -> None:
    assert _named()["OTHER_REPO"] == ["path", "name"]
    assert {code for _, code, _ in _raised()} > {"OTHER_REPO", "NO_SESSION", "WORKTREE_UNLINKED"}


def _named() -> dict[str, list[str]]:
    """The data that each code's sentence names."""
    table = WORDS.read_text().partition("Record<ErrorCode")[2]
    entries = re.split(r"^    ([A-Z_]+): ", table, flags=re.MULTILINE)[1:]
    return {code: re.findall(r"\bthe\('(\w+)'\)", said) for code, said in zip(entries[::2], entries[1::2], strict=True)}


def _raised() -> list[tuple[str, str, set[str]]]:
    """Where each error of a code that stands in the source is made, and its data by name."""
    found = []
    for file in sorted(ROOT.rglob("*.py")):
        if file.relative_to(ROOT).parts[0] in ELSEWHERE:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "BranchlineError" and isinstance(node.args[0], ast.Attribute):
                place = f"{file.relative_to(ROOT)}:{node.lineno}"
                found.append((place, node.args[0].attr, {each.arg for each in node.keywords if each.arg}))
    return found
