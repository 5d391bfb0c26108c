"""Programs that a line of text describes: their harmless options, and what their operands are.

The operands: `none`, `text`, `word` (plain words), `plus` (texts after a `+`), `read`, `write` and `delete` (paths),
`pattern` (a text, then paths that are read), `target` (paths that a build tool works on, or names of its own), `folder`
(one such path), `usual` (the usual tasks).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from branchline.core.policy.commands.model import Argument, Call, Fine, Handler, Judgement, Level
from branchline.core.policy.commands.options import Grammar, Parsed, grammar
from branchline.core.policy.confinement import Trouble, Use
from branchline.core.policy.globs import goes_down
from branchline.core.words import words

_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:+-]*")


@attrs.frozen
class Program:
    grammar: Grammar
    operands: str
    level: Level

    def __call__(self, call: Call) -> Judgement:
        parsed = self.grammar.parse(call)
        if isinstance(parsed, Trouble):
            return parsed
        trouble = paths_of(call, parsed, self.operands)
        return trouble or Fine(level_of(parsed, self.operands, self.level), call.name)


def level_of(parsed: Parsed, operands: str, level: Level) -> Level:
    """At least what writing or deleting asks for."""
    if operands == "delete":
        return Level.WORKTREE
    return max(level, Level.SAFE) if parsed.writes or operands == "write" else level


def paths_of(call: Call, parsed: Parsed, operands: str) -> Trouble | None:
    """What speaks against the paths of the options and operands."""
    trouble = call.first_trouble(parsed.reads, Use.READ) or call.first_trouble(parsed.writes, Use.WRITE)
    return trouble or _operands(call, parsed.operands, operands)


def _operands(call: Call, given: tuple[Argument, ...], operands: str) -> Trouble | None:
    texts = [each.text for each in given]
    if texts and (operands == "none" or (operands == "folder" and len(texts) > 1)):
        return Trouble("option", f"What {call.name} does with {texts[0]} is not known.")
    if operands == "word" and (bad := next((text for text in texts if not _WORD.fullmatch(text)), None)) is not None:
        return Trouble("option", f"What {call.name} does with {bad} is not known.")
    if operands == "plus" and not all(text.startswith("+") for text in texts):
        return Trouble("option", f"What {call.name} would set is not known.")
    if operands == "usual" and not set(texts) <= USUAL:
        return Trouble("program", f"What {call.name} {' '.join(texts)} would do is not known.", hazard=False)
    if operands == "target" or (operands == "folder" and len(texts) == 1):
        return targets(call, texts)
    if operands == "pattern":
        texts = texts[1:]
    uses = {"read": Use.READ, "pattern": Use.READ, "write": Use.WRITE, "delete": Use.DELETE}
    return call.first_trouble(texts, uses[operands]) if operands in uses else None


def targets(call: Call, texts: list[str]) -> Trouble | None:
    """What a build or test tool works on: inside the worktree, and no file of further arguments (`@file`). Many of them
    match names themselves, with rules of their own."""
    for text in texts:
        if (text.startswith(("@", "-")) and text != "-") or "://" in text or not goes_down(text):
            return Trouble("option", f"What {call.name} does with {text} is not known.")
    return call.first_trouble([text.split("::", 1)[0] for text in texts], Use.WRITE)


USUAL = words("test tests check build lint format fmt typecheck type-check all compile unit")


def table(text: str, level: Level, *, single: bool = False) -> Mapping[str, Handler]:
    """Programs from lines `name[,name] | options | operands`; a line that ends in a backslash goes on."""
    found: dict[str, Handler] = {}
    for line in text.replace("\\\n", " ").strip().splitlines():
        names, options, operands = (part.strip() for part in line.split("|"))
        for name in names.split(","):
            found[name.strip()] = Program(grammar(options, single=single), operands, level)
    return found
