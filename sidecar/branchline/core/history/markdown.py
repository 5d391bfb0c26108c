"""What others wrote, for a document in Markdown that is read as text and as a page: it is shown, never obeyed.

Nothing in it is markup, a link, a picture or HTML, and what no eye sees is spelled out, such as `\\u{202e}`.
"""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f\u180b\u180c\u180d\u180f")
"""They look like nothing, whatever their category says."""
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_MARKUP = re.compile(
    r"[*`\[\]<$@]"
    rf"|\\(?={_PUNCTUATION}|\Z)"
    r"|(?<![^\W_])_|_(?![^\W_])"  # one inside a word means nothing
    r"|~(?=~)|(?<=~)~"
    r"|&(?=[#\w])"
    r"|#(?=#*\s*\Z)"  # those that end a heading would be taken away
    r"|:(?=//)|(?<=mailto):|(?<=www)\.",
    re.IGNORECASE,
)
"""What means something in the middle of a line, and what makes an address of a word."""
_LINE_ENDS = re.compile(r"\s*(?:\r\n?|\n)\s*")
_MOST_ACCENTS = 4


def visible(text: str) -> str:
    """With what is hidden spelled out; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    accents = 0
    for at, each in enumerate(text):
        accents = accents + 1 if unicodedata.category(each)[0] == "M" else 0
        is_shown = each in "\n\t" or not (_is_hidden(each) or accents > _MOST_ACCENTS)
        shown.append(each if is_shown or _joins_emoji(text, at) else f"\\u{{{ord(each):x}}}")
    return "".join(shown)


def one_line(text: str, most: int) -> str:
    """With nothing hidden, and line ends to be seen; a long one ends in `…`."""
    line = visible(_LINE_ENDS.sub(" ⏎ ", text[: 2 * most].strip())).replace("\t", " ")
    return line if len(line) <= most and len(text) <= 2 * most else f"{line[: most - 1].rstrip()}…"


def inline(text: str, most: int = 300) -> str:
    """For the middle of a line of Markdown."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text, most))


def code(text: str, most: int = 300) -> str:
    """Within a line, as it is: a command, a path."""
    line = one_line(text, most)
    if not line:
        return ""
    fence = "`" * (_longest_run(line) + 1)
    # A blank on each side is taken away where both are there; one is needed beside a backtick.
    gap = " " if line[0] in "` " or line[-1] in "` " else ""
    return f"{fence}{gap}{line}{gap}{fence}"


def block(text: str, most: int | None = None) -> list[str]:
    """Lines that nothing in the text can end. `most` characters of it; None: all."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    cut = whole if most is None or len(whole) <= most else f"{whole[:most].rstrip()}…"
    shown = visible(cut)
    fence = "`" * max(3, _longest_run(shown) + 1)
    return [f"{fence}text", *shown.split("\n"), fence]


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _is_hidden(character: str) -> bool:
    return (
        unicodedata.category(character) in _HIDDEN
        or character in _BLANK_LETTERS
        or (unicodedata.category(character) == "Zs" and character != " ")
        or 0xE0100 <= ord(character) <= 0xE01EF
    )


def _joins_emoji(text: str, at: int) -> bool:
    """What makes one emoji of several is part of it."""
    return (
        text[at] == "\u200d"
        and 0 < at < len(text) - 1
        and unicodedata.category(text[at + 1]) == "So"
        and (unicodedata.category(text[at - 1]) in {"So", "Sk"} or text[at - 1] == "\ufe0f")
    )
