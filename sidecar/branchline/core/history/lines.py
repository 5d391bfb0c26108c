"""What a history says of an entry, on one line of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from branchline.core.history.entries import Entry
from branchline.core.history.markdown import code, inline
from branchline.core.history.words import Words

NAME = 80


def line_of(entry: Entry, words: Words) -> str:
    return " · ".join(filter(None, _LINES[entry.event](entry, words)))


def _status(entry: Entry, words: Words) -> list[str]:
    status, reason = entry.text("status"), entry.text("reason")
    return [_word(status, words), inline(reason)]


def _prompt(entry: Entry, words: Words) -> list[str]:
    return [f"{words('asks')}: {_word(entry.text('kind'), words)}", *_asked(entry)]


def _asked(entry: Entry) -> list[str]:
    """What for: the tool with its command, paths or address; else the question."""
    paths = entry.fields.get("paths")
    named = [each for each in paths if isinstance(each, str)] if isinstance(paths, list) else []
    of_tool = [code(each) for each in (entry.text("command"), *named[:3], entry.text("url")) if each]
    if len(named) > 3:
        of_tool.append("…")
    return [inline(entry.text("tool"), NAME), *(of_tool or [inline(entry.text("title"))])]


def _decision(entry: Entry, words: Words) -> list[str]:
    by, outcome, option = entry.text("by"), entry.text("outcome"), entry.text("option")
    who = words.known(f"by {by}") or inline(by, NAME)
    came = words("asked you") if outcome == "asked" else _word(outcome, words)
    rule = words("rule", code(entry.text("rule"))) if by not in {"user", "token"} and entry.text("rule") else ""
    answer = f"“{inline(option, NAME)}”" if option else ""
    return [f"{who}: {came}", answer, *_asked(entry), rule, inline(entry.text("why"))]


def _snapshot(entry: Entry, words: Words) -> list[str]:
    reason, counts = entry.text("reason"), entry.fields.get("changes")
    numbers = counts if isinstance(counts, list) and len(counts) == 3 else []
    known = all(type(each) is int for each in numbers)
    changes = words.counts(*numbers) if numbers and known else ""
    return [words("snapshot", entry.snapshot or "?"), _word(reason, words), changes]


def _exit(entry: Entry, words: Words) -> list[str]:
    number = entry.number("code")
    return [words("exit", "?" if number is None else number)]


def _created(entry: Entry, words: Words) -> list[str]:
    return [words("created"), code(entry.text("name")), inline(entry.text("title")), inline(entry.text("agent"), NAME)]


def _worktree(entry: Entry, words: Words) -> list[str]:
    return [words("worktree"), code(entry.text("path")), code(entry.text("branch"))]


def _not_carried(entry: Entry, words: Words) -> list[str]:
    said = entry.fields.get("said")
    sentences = [each for each in said if isinstance(each, str)] if isinstance(said, list) else []
    return [words("notCarried"), *map(inline, sentences)]


def _named(entry: Entry, words: Words) -> list[str]:
    return [words("named"), code(entry.text("name")), inline(entry.text("title"))]


def _removed(entry: Entry, words: Words) -> list[str]:
    return [words("removed"), code(entry.text("branch"))]


def _word(word: str, words: Words) -> str:
    return words.known(word) or inline(word, NAME)


_LINES: Mapping[str, Callable[[Entry, Words], list[str]]] = {
    "status": _status,
    "prompt": _prompt,
    "decision": _decision,
    "snapshot": _snapshot,
    "exit": _exit,
    "created": _created,
    "worktree": _worktree,
    "named": _named,
    "notCarried": _not_carried,
    "removed": _removed,
}
"""By the event; instructions and notes have headings of their own."""
