"""The head of a template's file, between two lines of `---`.

It is the part of YAML that such heads use: `key: value`, and one object of such lines, indented, for the variables. It
is read by hand, since all of YAML (anchors, tags, many spellings of true) is more than a repository's file should be
able to say, and a reader of YAML would not tell the lines of what is wrong in our words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

MOST_LINES = 200
_LINE = re.compile(r"(?P<indent> *)(?P<key>[A-Za-z_][A-Za-z0-9_-]{0,39})[ \t]*:(?:[ \t]+(?P<value>.*))?")


class BadTemplateError(ValueError):
    """The message says what is wrong; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@attrs.frozen
class Entry:
    """`inside` are the lines below it that are indented; they have none inside in turn beyond one more level."""

    line: int
    value: str
    inside: Mapping[str, Entry] = attrs.field(factory=dict)


def split(text: str) -> tuple[dict[str, Entry], str, int]:
    """The head by key, the body, and the line at which that begins. Without a head all of it is body. Raises
    BadTemplateError."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != "---":
        return {}, "\n".join(lines), 1
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise BadTemplateError(1, "the head that begins here has no end: a line of ---")
    if end > MOST_LINES:
        raise BadTemplateError(end + 1, f"the head has more than {MOST_LINES} lines")
    head = _entries([(number, line) for number, line in enumerate(lines[1:end], 2)])
    return head, "\n".join(lines[end + 1 :]), end + 2


def _entries(lines: list[tuple[int, str]], indent: int = 0, depth: int = 0) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    rest = [(number, line.rstrip()) for number, line in lines]
    rest = [(number, line) for number, line in rest if line and not line.lstrip().startswith("#")]
    while rest:
        number, line = rest.pop(0)
        matched = _LINE.fullmatch(line)
        if matched is None:
            raise BadTemplateError(number, "this is no line such as “title: Fix an issue”")
        if len(matched["indent"]) != indent:
            raise BadTemplateError(number, f"“{matched['key']}” is indented otherwise than the lines above")
        if matched["key"] in found:
            raise BadTemplateError(number, f"“{matched['key']}” stands here twice")
        inside = []
        while rest and len(rest[0][1]) - len(rest[0][1].lstrip(" ")) > indent:
            inside.append(rest.pop(0))
        if inside and (matched["value"] or depth == 2):
            raise BadTemplateError(inside[0][0], f"nothing can stand below “{matched['key']}”")
        below = _entries(inside, len(inside[0][1]) - len(inside[0][1].lstrip(" ")), depth + 1) if inside else {}
        found[matched["key"]] = Entry(number, _value(number, matched["value"] or ""), below)
    return found


def _value(line: int, written: str) -> str:
    """Quotes are taken off; within double ones a backslash stands before a quote or another backslash."""
    if not written or written[0] not in "\"'":
        plain = re.split(r"[ \t]#", written, maxsplit=1)[0].strip()
        if plain[:1] in set("[{&*!|>%@`"):
            raise BadTemplateError(line, f"a value that begins with {plain[0]} has to be quoted")
        return plain
    form = r'"((?:[^"\\]|\\["\\])*)"' if written[0] == '"' else r"'((?:[^']|'')*)'"
    found = re.fullmatch(form + r"(?:[ \t]+#.*)?", written.strip())
    if found is None:
        raise BadTemplateError(line, "the quotes do not close, or something stands behind them")
    return re.sub(r"\\([\"\\])", r"\1", found[1]) if written[0] == '"' else found[1].replace("''", "'")
