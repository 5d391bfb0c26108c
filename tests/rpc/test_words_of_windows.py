"""What a window says in other languages: of a refusal by its code, so that what its sentence names is in the data of
each such error; of a built-in persona by the sidecar's very words; of what auto-yes left to the user by its rule."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import branchline
from branchline.core.session.built_in_personas import BUILT_IN

ROOT = Path(branchline.__file__).parent
SOURCES = ROOT.parents[1] / "extension" / "src"
WORDS = SOURCES / "shared" / "errorWords.ts"
WHY_WORDS = SOURCES / "autoYes" / "whyWords.ts"
BUILT_IN_WORDS = SOURCES / "personas" / "builtInWords.ts"
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


def test_built_in_personas_are_told_in_the_words_that_the_window_translates() -> None:
    known = set(re.findall(r"t\(\s*'([^']+)'", BUILT_IN_WORDS.read_text()))
    assert known == {words for each in BUILT_IN.values() for words in (each.title, each.description)}


def test_each_rule_that_leaves_a_prompt_to_the_user_has_a_sentence() -> None:
    said = set(re.findall(r"^    '?([\w -]+)'?: t\(", WHY_WORDS.read_text(), flags=re.MULTILINE))
    rules = {
        node.args[0].value
        for file in (ROOT / "core" / "policy").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Ask", "Trouble"}
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert rules - said == set()
    assert "secret" in rules


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
