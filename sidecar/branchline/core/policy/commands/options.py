"""A program's harmless options, written down as text; whatever is not written down is asked about.

`-abn#v` are the flags a, b and v, and n with a number. After a name: nothing = a flag, `=` any text, `?` a text only
when it is attached, `~` a plain word, `#` a number, `<` a path that is read, `>` a path that is written. `-#` alone: a
number is an option (`head -5`). Long names must be exact: an abbreviation is unknown, and so asked about.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import attrs

from branchline.core.policy.commands.model import Argument, Call, unknown_option
from branchline.core.policy.confinement import Trouble
from branchline.core.regexes import regex

_PLAIN = regex(r"[A-Za-z0-9_+][A-Za-z0-9_.,:+-]*")
_NUMBER = regex(r"[+-]?\d+(?:\.\d+)?[A-Za-z%]{0,3}")
_KINDS = "=?~#<>"


@attrs.frozen
class Parsed:
    options: tuple[tuple[str, str | None], ...]
    """Each option by its name with dashes, with its value if it has one."""
    operands: tuple[Argument, ...]
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Values that should be plain words. A tool may take one, or a piece of it, for the name of a file."""
    dashed: int | None = None
    """How many operands stood before `--`, if it was there."""

    def has(self, *names: str) -> bool:
        return any(name in names for name, _ in self.options)

    def values(self, *names: str) -> list[str]:
        return [value for name, value in self.options if name in names and value is not None]


@attrs.frozen
class Grammar:
    kinds: Mapping[str, str]
    numbers: bool = False
    single: bool = False
    """Names have one dash or two, alike, and letters are never joined: as Go's tools and `tsc` read them."""
    ordered: bool = False
    """The first operand ends the options: what follows is another program's."""

    def parse(self, call: Call) -> Parsed | Trouble:
        """Raises nothing: an option that is not known is a Trouble."""
        reader = _Reading(self, call)
        return reader.read()


@functools.cache
def grammar(text: str, *, single: bool = False, ordered: bool = False) -> Grammar:
    kinds: dict[str, str] = {}
    numbers = False
    for each in text.split():
        if each == "-#":
            numbers = True
            continue
        kind = each[-1] if each[-1] in _KINDS else ""
        name = each[: len(each) - len(kind)]
        if single:
            kinds["-" + name.lstrip("-")] = kind
        elif name.startswith("--"):
            kinds[name] = kind
        else:
            kinds.update({f"-{letter}": kind for letter, kind in re.findall(rf"([^-{_KINDS}])([{_KINDS}]?)", each)})
    return Grammar(kinds, numbers, single, ordered)


def seems_outside(text: str) -> bool:
    """It looks like a path that leaves the folder where the program runs."""
    return text.startswith(("/", "~")) or ".." in text.split("/")


@attrs.define
class _Reading:
    grammar: Grammar
    call: Call
    options: list[tuple[str, str | None]] = attrs.field(factory=list)
    operands: list[Argument] = attrs.field(factory=list)
    reads: list[str] = attrs.field(factory=list)
    writes: list[str] = attrs.field(factory=list)
    words: list[str] = attrs.field(factory=list)

    def read(self) -> Parsed | Trouble:
        dashed: int | None = None
        ahead = list(self.call.arguments[::-1])
        while ahead:
            argument = ahead.pop()
            text = argument.text
            if text == "--" and dashed is None:
                dashed = len(self.operands)
                self.operands.extend(ahead[::-1])
                break
            if text[:1] != "-" or text == "-":
                self.operands.append(argument)
                if self.grammar.ordered:
                    self.operands.extend(ahead[::-1])
                    break
                continue
            trouble = self._option(text, ahead)
            if trouble is not None:
                return trouble
        return Parsed(
            tuple(self.options),
            tuple(self.operands),
            tuple(self.reads),
            tuple(self.writes),
            tuple(self.words),
            dashed,
        )

    def _option(self, text: str, ahead: list[Argument]) -> Trouble | None:
        if self.grammar.numbers and re.fullmatch(r"-\d+", text):
            return None
        if self.grammar.single or text.startswith("--"):
            name, equals, value = text.partition("=")
            return self._take("-" + name.lstrip("-") if self.grammar.single else name, value if equals else None, ahead)
        for at in range(1, len(text)):
            name, rest = f"-{text[at]}", text[at + 1 :]
            kind = self.grammar.kinds.get(name)
            if kind is None:
                return self._unknown(text if at == 1 else name)
            if kind:
                return self._take(name, rest or None, ahead)
            self.options.append((name, None))
        return None

    def _take(self, name: str, value: str | None, ahead: list[Argument]) -> Trouble | None:
        kind = self.grammar.kinds.get(name)
        if kind is None or (kind == "" and value is not None):
            return self._unknown(name)
        if kind not in {"", "?"} and value is None:
            if not ahead:
                return self._unknown(name)
            value = ahead.pop().text
            if kind == "=" and (self.grammar.single or name.startswith("--")) and seems_outside(value):
                # Should the program not take the next word as the value, it would take it as a path.
                return self._unknown(f"{name} {value}")
        if value is not None:
            if kind == "~" and not _PLAIN.fullmatch(value):
                return self._unknown(f"{name} {value}")
            if kind == "#" and not _NUMBER.fullmatch(value):
                return self._unknown(f"{name} {value}")
            if kind in {"<", ">"} and re.search(r"[{}\"'=;,\n]", value):
                # Some tools take settings themselves in place of a file that holds them.
                return self._unknown(f"{name} {value}")
            if kind == "?" and seems_outside(value):
                return self._unknown(f"{name}={value}")
            if kind == "<":
                self.reads.append(value)
            if kind == ">":
                self.writes.append(value)
            if kind in {"~", "?"}:
                self.words.append(value)
        self.options.append((name, value))
        return None

    def _unknown(self, option: str) -> Trouble:
        return unknown_option(self.call.name, option)
