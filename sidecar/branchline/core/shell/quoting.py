"""The words of a command line: what quotes and backslashes leave of them, and what a shell would still replace."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from branchline.core.regexes import regex
from branchline.core.shell.patterns import pattern
from branchline.core.words import words

RESERVED = words(
    "if then else elif fi do done case esac while until for in function select coproc repeat foreach end { } [[ ]] !"
    " nocorrect noglob - builtin"
)
_BRACES = regex(r"(?P<before>[\w./-]*)\{(?P<items>[\w./-]*(?:,[\w./-]*)+)\}(?P<after>[\w./-]*)", re.ASCII)
_ENDS = " \t\n;&|<>()"


@attrs.frozen
class Word:
    """One word after the quotes are taken away."""

    text: str
    quoted: bool = False
    """Something of it was quoted: what looks like a path may be meant as text."""
    pattern: tuple[str | None, ...] | None = None
    """When it holds unquoted `*`, `?` or `[…]`: for each part of the path a regular expression, or None where the part
    stands for itself."""
    home: bool = False
    """It begins with an unquoted `~` that stands for the user's home."""
    status: bool = False
    """`$?` is in it: a number that is not known."""
    other: Word | None = None
    """What zsh with more patterns switched on takes it for, or an older fish: `a^b` for what begins with `a`, `a~b` for
    `a`, `a{bc}` for `ab` or `abc`."""


class NotUnderstoodError(Exception):
    """Not understood; the message is the reason."""


@attrs.define
class Piece:
    """A word while it is read: its text, and for each character whether it was unquoted."""

    text: list[str] = attrs.field(factory=list)
    bare: list[bool] = attrs.field(factory=list)
    quoted: bool = False
    status: bool = False

    def add(self, text: str, bare: bool = False) -> None:
        self.text.extend(text)
        self.bare.extend([bare] * len(text))


@attrs.define
class Reader:
    text: str
    at: int = 0

    def peek(self, offset: int = 0) -> str:
        """The character there; empty after the end."""
        return self.text[self.at + offset : self.at + offset + 1]

    def takes(self, token: str) -> bool:
        found = self.text.startswith(token, self.at)
        self.at += len(token) if found else 0
        return found

    def skip_blanks(self) -> None:
        while True:
            if self.peek() in (" ", "\t"):
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2
            else:
                break
        if self.peek() == "#":
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end


def piece(reader: Reader) -> Piece | None:
    """The word at this place, None at an operator, a line break or the end."""
    found = Piece()
    start = reader.at
    while (character := reader.peek()) and character not in _ENDS:
        reader.at += 1
        if character == "\\":
            following = reader.peek()
            if not following:
                raise NotUnderstoodError("it ends in a backslash")
            reader.at += 1
            if following.isalnum():
                raise NotUnderstoodError(f"shells differ in what “\\{following}” means")
            if following != "\n":
                found.add(following)
                found.quoted = True
        elif character == "'":
            end = reader.text.find("'", reader.at)
            if end < 0:
                raise NotUnderstoodError("a quote is not closed")
            text = reader.text[reader.at : end]
            if (len(text) - len(text.rstrip("\\"))) % 2:
                raise NotUnderstoodError("shells differ in where a quote ends after a backslash")
            if reader.text[end + 1 : end + 2] == "'":
                raise NotUnderstoodError("shells differ in what two quotes in a row mean")
            found.add(text)
            found.quoted = True
            reader.at = end + 1
        elif character == '"':
            _double_quoted(reader, found)
        elif character == "$":
            _dollar(reader, found, " \t\n;&|")
        elif character == "`":
            raise NotUnderstoodError("it holds a substitution")
        elif not character.isascii():
            raise NotUnderstoodError(f"“{character}” is not quoted")
        elif character == "#":
            raise NotUnderstoodError("shells differ in what “#” means within a word")
        elif character == "!" and reader.peek() not in ("", "=", *_ENDS):
            raise NotUnderstoodError("a shell may take “!” for a command of before")
        else:
            found.add(character, bare=True)
    return found if reader.at > start else None


def _double_quoted(reader: Reader, piece: Piece) -> None:
    piece.quoted = True
    while (character := reader.peek()) != '"':
        reader.at += 1
        if not character:
            raise NotUnderstoodError("a quote is not closed")
        if character == "`":
            raise NotUnderstoodError("it holds a substitution")
        if character == "$":
            _dollar(reader, piece, ' "|)/.,;:')
        elif character == "\\" and reader.peek() in ("$", "`", '"', "\\", "\n"):
            if reader.peek() != "\n":
                piece.add(reader.peek())
            reader.at += 1
        else:
            piece.add(character)
    reader.at += 1


def _dollar(reader: Reader, piece: Piece, ends: str) -> None:
    """A `$` that was just read: only `$?` and one that stands for itself are understood."""
    following = reader.peek()
    if following == "?":
        reader.at += 1
        piece.add("$?")
        piece.status = True
    elif following and following not in ends:
        raise NotUnderstoodError("it holds a variable or a substitution")
    else:
        piece.add("$")


def assigned(piece: Piece, start: int) -> Word:
    """The value of an assignment: no names are matched there, but `~` stands for the home."""
    text = "".join(piece.text)[start:]
    if piece.status or any(each == "~" and bare for each, bare in zip(piece.text, piece.bare, strict=True)):
        raise NotUnderstoodError("the value of a variable depends on an expansion")
    return Word(text, piece.quoted)


def first_word(piece: Piece) -> Word:
    word = word_of(piece)
    if word.pattern is not None or word.other is not None or word.status or word.home or _is_braced(piece):
        raise NotUnderstoodError("which command runs depends on an expansion")
    if word.text in RESERVED:
        raise NotUnderstoodError(f"“{word.text}” is not understood")
    return word


def words_of(piece: Piece) -> Iterator[Word]:
    """One word, or those that a simple list in braces stands for."""
    if not _is_braced(piece):
        yield word_of(piece)
        return
    match = _BRACES.fullmatch("".join(piece.text))
    if piece.quoted or match is None:
        raise NotUnderstoodError("its braces are not understood")
    for item in match["items"].split(","):
        text = match["before"] + item + match["after"]
        if not text:
            raise NotUnderstoodError("its braces are not understood")
        yield Word(text)


def _is_braced(piece: Piece) -> bool:
    """Braces that a shell replaces: with a comma or a range between."""
    bare = "".join(each if is_bare else "\0" for each, is_bare in zip(piece.text, piece.bare, strict=True))
    return bool(re.search(r"\{.*(?:,|\.\.).*\}", bare, re.S)) or bool(re.search(r"\{.*,|,.*\}", bare, re.S))


def word_of(piece: Piece) -> Word:
    text = "".join(piece.text)
    bare = [each if is_bare else "" for each, is_bare in zip(piece.text, piece.bare, strict=True)]
    if bare[:1] == ["="]:
        raise NotUnderstoodError("a word that begins with “=” is not understood")
    if re.search(r"^[^{]*\}|\}.*\}", "".join(each or "\0" for each in bare), re.S):
        raise NotUnderstoodError("a brace is closed that was not opened")
    home = bare[:1] == ["~"]
    if home and (text[1:2] not in ("", "/") or bare[1:2] == [""]):
        raise NotUnderstoodError("whose home is meant is not known")
    if re.search(r"[=:]~|(?:^|/)\^", "".join(each or "\0" for each in bare)):
        raise NotUnderstoodError("shells differ in what “~” or “^” means there")
    other = _other(piece.text, bare, piece.quoted)
    if home and other is not None:
        raise NotUnderstoodError("shells differ in what it stands for")
    return Word(text, piece.quoted, pattern(piece.text, bare), home, piece.status, other)


def _other(text: list[str], bare: list[str], quoted: bool) -> Word | None:
    """`~` at the end stands for itself."""
    tilde = next((at for at in range(1, len(bare) - 1) if bare[at] == "~"), len(text))
    caret = any(each == "^" and bare[at - 1] != "[" for at, each in enumerate(bare))
    if tilde == len(text) and not caret and not ("{" in bare and "}" in bare):
        return None
    cut, left = text[:tilde], bare[:tilde]
    return Word("".join(cut), quoted, pattern(cut, left, more=True))
