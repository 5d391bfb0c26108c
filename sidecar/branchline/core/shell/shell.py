"""A command line, read as a shell would read it, or not at all.

Only a subset is understood: words, quotes, `&&`, `||`, `;`, line breaks, `|`, simple redirections, `NAME=value` before
a command, and comments. Whatever could mean more than it shows (substitution, variables, functions, groups, background,
here-documents, …) ends in CannotTell. Where bash and zsh read a text differently, it cannot be told either.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import attrs

from branchline.core.regexes import regex
from branchline.core.shell.characters import suspicious
from branchline.core.shell.quoting import (
    NotUnderstoodError,
    Reader,
    Word,
    assigned,
    first_word,
    piece,
    word_of,
    words_of,
)

_REFUSED = {
    **dict.fromkeys(("|&", ";;", ";&", ";|"), "one of its operators is not understood"),
    **dict.fromkeys(("(", ")"), "parentheses are not understood"),
}
_ASSIGNMENT = regex(r"[A-Za-z_][A-Za-z0-9_]*=")


@attrs.frozen
class CannotTell:
    """The line may do anything; `reason` is a clause for the user."""

    reason: str


@attrs.frozen
class Redirection:
    kind: str
    """`<` reads, `>` writes anew, `>>` appends."""
    target: Word


@attrs.frozen
class SimpleCommand:
    words: tuple[Word, ...]
    assignments: tuple[tuple[str, Word], ...] = ()
    redirections: tuple[Redirection, ...] = ()

    @property
    def text(self) -> str:
        """The words with a space between, quoted where they need it: what rules are compared with."""
        return " ".join(as_word(word.text) for word in self.words)


@attrs.frozen
class Pipeline:
    """Commands joined by `|`, and the operator that stands before them: "", `;`, `&&` or `||`."""

    before: str
    commands: tuple[SimpleCommand, ...]


def parse(text: str) -> tuple[Pipeline, ...] | CannotTell:
    """The pipelines of a command line, none for an empty one."""
    reason = suspicious(text)
    if reason is not None:
        return CannotTell(reason)
    try:
        return tuple(_pipelines(Reader(text)))
    except NotUnderstoodError as stop:
        return CannotTell(str(stop))


def as_word(text: str) -> str:
    """The text, in quotes where it would be read as anything but one plain word."""
    return text if text and not re.search(r"[\s'\"\\|&;<>]", text) else shlex.quote(text)


def _pipelines(reader: Reader) -> Iterator[Pipeline]:
    before = ""
    commands: list[SimpleCommand] = []
    while True:
        command = _command(reader)
        operator = _operator(reader)
        if command is not None:
            commands.append(command)
            if operator != "|":
                yield Pipeline(before, tuple(commands))
                before, commands = ";" if operator == "\n" else operator, []
        elif operator != "\n" and (commands or operator or before in {"&&", "||"}):
            # A line break may stand after an operator; anything else there is a mistake.
            raise NotUnderstoodError("an operator has nothing to join")
        if operator == "":
            break
    if reader.peek():
        raise NotUnderstoodError("not all of it is understood")


def _operator(reader: Reader) -> str:
    for refused, reason in _REFUSED.items():
        if reader.text.startswith(refused, reader.at):
            raise NotUnderstoodError(reason)
    if reader.peek() == "&" and reader.peek(1) != "&":
        raise NotUnderstoodError("a part of it runs in the background")
    return next((each for each in ("&&", "||", "|", ";", "\n") if reader.takes(each)), "")


def _command(reader: Reader) -> SimpleCommand | None:
    words: list[Word] = []
    assignments: list[tuple[str, Word]] = []
    redirections: list[Redirection] = []
    joins = False
    while True:
        reader.skip_blanks()
        if (redirection := _redirection(reader)) is not None:
            redirections.extend(redirection)
            joins = joins or not redirection
            continue
        found = piece(reader)
        if found is None:
            break
        name = _ASSIGNMENT.match("".join(found.text))
        if not words and name and all(found.bare[: name.end()]):
            assignments.append((name[0][:-1], assigned(found, name.end())))
        elif words:
            words.extend(words_of(found))
        else:
            words.append(first_word(found))
    if not words and not assignments and not redirections:
        if joins:
            raise NotUnderstoodError("a redirection stands alone")
        return None
    return SimpleCommand(tuple(words), tuple(assignments), tuple(redirections))


def _redirection(reader: Reader) -> list[Redirection] | None:
    """The redirection at this place, empty for one that only joins outputs; None when there is none."""
    start = reader.at
    while reader.peek().isdigit() and reader.peek().isascii():
        reader.at += 1
    if reader.peek() not in ("<", ">") and not (reader.at == start and reader.text.startswith("&>", start)):
        reader.at = start
        return None
    if re.match(r"<\d*-\d*>", reader.text[reader.at :], re.ASCII):
        raise NotUnderstoodError("shells differ in what a range of numbers means there")
    for token in ("<<", "<>", "<&", "<(", ">("):
        if reader.text.startswith(token, reader.at):
            raise NotUnderstoodError("here-documents and process substitution are not understood")
    if reader.takes(">&"):
        if not re.match(r"[12](?![^\s;&|])", reader.text[reader.at :], re.ASCII):
            raise NotUnderstoodError("the redirection is not understood")
        reader.at += 1
        return []
    kind = next(token for token in ("&>>", "&>", ">>", ">|", ">", "<") if reader.takes(token))
    reader.skip_blanks()
    found = piece(reader)
    if found is None or found.text[:1] in ([], ["!"], ["&"]):
        raise NotUnderstoodError("the redirection is not understood")
    word = word_of(found)
    if word.pattern is not None or word.other is not None or word.status:
        raise NotUnderstoodError("where the redirection goes depends on an expansion")
    reader.skip_blanks()
    if kind[0] == "&" and reader.peek() not in {"", "\n", ";", "|", "&"}:
        # A plain `sh` would take what follows for another command.
        raise NotUnderstoodError("shells differ in what “&>” means there")
    return [Redirection(kind.strip("&|"), word)]
