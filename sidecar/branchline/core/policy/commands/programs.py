"""Programs that a line of text describes: their harmless options, and what their operands are.

The operands: `none`, `text`, `word` (plain words), `plus` (texts after a `+`), `read`, `write` and `delete` (paths),
`pattern` (a text, then paths that are read), `target` (paths that a build tool works on, or names of its own), `place`
(such paths, of a tool that might take a plain word for a subcommand), `there` (such paths that exist: others
are fetched), `folder` (one such path), `usual` (the usual tasks).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from branchline.core.policy.commands.model import Argument, Call, Fine, Handler, Judgement, Level, unknown_option
from branchline.core.policy.commands.options import Grammar, Parsed, grammar
from branchline.core.policy.commands.walking import written_below, written_through
from branchline.core.policy.confinement import Kind, Trouble, Use
from branchline.core.policy.globs import goes_down
from branchline.core.regexes import regex
from branchline.core.words import words

_WORD = regex(r"[A-Za-z0-9_][A-Za-z0-9_.:+-]*")


@attrs.frozen
class Program:
    grammar: Grammar
    operands: str
    level: Level

    def __call__(self, call: Call) -> Judgement:
        parsed = self.grammar.parse(call)
        if isinstance(parsed, Trouble):
            return parsed
        trouble = paths_of(call, parsed, self.operands) or written_through(call, parsed)
        return trouble or Fine(level_of(parsed, self.operands, self.level), call.name)


def level_of(parsed: Parsed, operands: str, level: Level) -> Level:
    """At least what writing or deleting asks for."""
    if operands == "delete":
        return Level.WORKTREE
    return max(level, Level.SAFE) if parsed.writes or operands == "write" else level


def paths_of(call: Call, parsed: Parsed, operands: str) -> Trouble | None:
    """What speaks against the paths of the options and operands."""
    moved = parsed.values("-C")
    trouble = call.first_trouble(moved, Use.READ)
    if call.name in _TAKES_FILES and (file := next((text for text in call.texts if text[:1] == "@"), None)) is not None:
        return unknown_option(call.name, file)
    if moved and trouble is None:
        folder = call.ground.resolve(moved[-1], call.folder)
        call = attrs.evolve(call, folder=folder if isinstance(folder, str) else call.folder)
    return (
        trouble
        or call.first_trouble([path for path in parsed.reads if path not in moved], Use.READ)
        or call.first_trouble(parsed.writes, Use.WRITE)
        or next((found for path in parsed.writes if (found := written_below(call, path))), None)
        or call.first_trouble([piece for word in parsed.words for piece in _pieces(word)], Use.WRITE)
        or _operands(call, parsed.operands, operands)
    )


_TAKES_FILES = words("pytest py.test mypy")
"""Wherever a word begins with `@`, even as the value of an option, they read more arguments from the file."""


def _pieces(word: str) -> list[str]:
    """What of a value may be the name of a file: `xml:FILE`, `json:FILE,text`, `FILE`."""
    return [piece for piece in {word, *re.split(r"[:,+;=@]", word)} if piece]


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
    for text in texts if operands == "place" else []:
        if _is_word(call, text):
            return Trouble("program", f"{call.name} {text} may be a command of its own.", hazard=False)
    for text in texts if operands == "there" else []:
        if _kind(call, text) is None:
            return Trouble("program", f"{call.name} may fetch {text} from elsewhere.", hazard=False)
    if operands in {"target", "place", "there"} or (operands == "folder" and len(texts) == 1):
        return targets(call, texts)
    if operands == "pattern":
        texts = texts[1:]
    uses = {"read": Use.READ, "pattern": Use.READ, "write": Use.WRITE, "delete": Use.DELETE}
    return call.first_trouble(texts, uses[operands]) if operands in uses else None


def targets(call: Call, texts: list[str]) -> Trouble | None:
    """What a build or test tool works on: inside the worktree, and no file of further arguments (`@file`). Many of them
    match names themselves, with rules of their own."""
    for text in texts:
        if (text.startswith(("@", "-", ":")) and text != "-") or "://" in text or not goes_down(text):
            return Trouble("option", f"What {call.name} does with {text} is not known.")
    return call.first_trouble([text.split("::", 1)[0] for text in texts], Use.WRITE)


_USUAL_FOLDERS = words("src lib libs app apps packages test tests spec specs e2e unit integration __tests__")


def _is_word(call: Call, text: str) -> bool:
    """Nothing shows that it is a path: it is no file that is there, and none of the folders that everybody has."""
    if text == "." or "/" in text or "*" in text:
        return False
    kind = _kind(call, text)
    return not (kind is Kind.FILE and "." in text) and not (kind is Kind.FOLDER and text in _USUAL_FOLDERS)


def _kind(call: Call, text: str) -> Kind | None:
    resolved = call.ground.resolve(text, call.folder)
    return call.ground.disk.kind(resolved) if isinstance(resolved, str) else None


USUAL = words("test tests check build lint format fmt typecheck type-check all compile unit")


def table(text: str, level: Level, *, single: bool = False) -> Mapping[str, Handler]:
    """Programs from lines `name[,name] | options | operands`; a line that ends in a backslash goes on."""
    found: dict[str, Handler] = {}
    for line in text.replace("\\\n", " ").strip().splitlines():
        names, options, operands = (part.strip() for part in line.split("|"))
        for name in names.split(","):
            found[name.strip()] = Program(grammar(options, single=single), operands, level)
    return found
