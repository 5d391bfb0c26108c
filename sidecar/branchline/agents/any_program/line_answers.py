"""What can be answered to a question of one line, read off the question: its keys, letters, or the list above it."""

from __future__ import annotations

import re

from branchline.core.model.prompt import Meaning, Option
from branchline.core.regexes import regex
from branchline.core.screen.detection import Lines, inside
from branchline.core.screen.prompts import ENTER, NO_OPTIONS, Options, meaning_of

_KEYS = regex(r"[\[(<](?P<keys>\[?y(?:es)?(?=\W)(?:[^()<>\[\]]|\[\w*\]|\]){1,60}?)[\])>](?P<rest>[^,;]{0,40})", re.I)
_KEY = regex(r"(?P<mark>\[?)(?P<key>[\w?!/@+-]{1,12})\]?(?:\s*\[(?P<default>\w{1,3})\])?")
_REST = regex(
    r"\s*(?:[\[(](?:default\s*(?:is|[=:])?\s*)?(?P<default>\w{1,3})[\])])?\s*[?:>›»·]*\s*(?P<typed>\w{0,3})", re.I
)
_DEFAULT_ONLY = regex(r".*\?\s*[\[(](?P<default>y|yes|n|no)[\])]\s*[:>›]?", re.IGNORECASE)
_FILE_TOOL = regex(r"(?:rm|mv|cp|ln): \S.*\?")
_LETTER = regex(r"[\[(](?P<key>\w)[\])](?P<rest>\w+)")
_MENU_ITEM = regex(r"(?:^\s*|(?<=\s\s))[\[(]?(?P<number>\d{1,2})(?P<end>[\])]:?|[.:])\s+(?P<label>\S+(?:\s\S+)*)")
_MENU_DEFAULT = regex(r"default\D{0,5}(\d{1,2})\b|[\[(](\d{1,2})[\])]\s*:?$", re.IGNORECASE)
_ONLY = regex(r"Only '(?P<key>\w+)' will be accepted")
_WORDS = {"y": "Yes", "n": "No", "q": "Quit"}


def keyed(text: str) -> tuple[Options, str] | None:
    """The options of a question that names its keys, `[y/N]`, and what of an answer stands behind it already."""
    if found := _DEFAULT_ONLY.fullmatch(text):
        default = found["default"].lower()
        return _options(("yes", "no") if default in ("yes", "no") else ("y", "n"), default), ""
    if _FILE_TOOL.fullmatch(text):
        return _options(("y", "n"), None), ""
    for found in _KEYS.finditer(text):
        rest = _REST.fullmatch(found["rest"]) if found.end() == len(text) else None
        separator = re.match(r"\[?y(?:es)?\]?\s*(/|,|\||or\b)", found["keys"], re.IGNORECASE)
        if rest is None or separator is None:
            continue
        parts = [each.split(", ")[0].strip() for each in found["keys"].split(separator[1])]
        keys = [key for part in parts if (key := _KEY.fullmatch(part))]
        words = [key["key"] for key in keys if not key["mark"] or key["key"].lower() in ("y", "yes", "n", "no")]
        answers = [word.lower() for word in (*words, "yes", "no")]
        if len(words) < 2 or not any(answer.startswith(rest["typed"].lower()) for answer in answers):
            continue
        capitals = [word for word in words if word[0].isupper()]
        marked = [
            key["default"] or key["key"] for key in keys if key["default"] or (key["mark"] and key["key"] in words)
        ]
        if len(capitals) == 1 and separator[1] != ",":
            marked.append(capitals[0])
        default = rest["default"] or next(iter(marked), None)
        return _options(words, default, can_type=not rest["typed"]), rest["typed"]
    return None


def _options(words: tuple[str, ...] | list[str], default: str | None, can_type: bool = True) -> Options:
    """`can_type`: not while half an answer stands there, which a key would be added to."""
    ids = [word.lower() if word.lower() in ("y", "n", "yes", "no") else word for word in words]
    labels = [_WORDS.get(each.lower(), each) for each in ids]
    options = tuple(
        Option(each, label, meaning_of(label), each + ENTER if can_type else "")
        for each, label in zip(ids, labels, strict=True)
    )
    selected = next((each for each in ids if default and each.lower() == default.lower()), None)
    return Options(options, selected)


def lettered(text: str) -> Options | None:
    """`[y]es, [n]o, [A]ll: ` and `(R)eject or accept (t)emporarily? `."""
    found = [(each["key"], each["key"] + each["rest"]) for each in _LETTER.finditer(text)]
    if len(found) < 2 or not text.endswith(("?", ":")):
        return None
    return Options(tuple(Option(key, label, meaning_of(label), key + ENTER) for key, label in found))


def only_word(above: str) -> Options:
    """The one word that is accepted, where the rows right above say so; anything else rejects."""
    found = _ONLY.search(above)
    if found is None:
        return NO_OPTIONS
    accept = Option(found["key"], found["key"], Meaning.ACCEPT, found["key"] + ENTER)
    return Options((accept, Option("no", "No", Meaning.REJECT, "no" + ENTER)))


def items_of(line: str) -> list[tuple[int, str, str]]:
    """Number, what follows it, and label of each item in a row; some menus have several columns."""
    return [(int(each["number"]), each["end"], each["label"]) for each in _MENU_ITEM.finditer(line)]


def menu(lines: Lines, row: int, text: str, is_bare: bool) -> Options | None:
    """The numbered list that ends right above `row`, where the question `text` is; one row may be blank between.

    Texts have lists too: above a bare sign (`is_bare`) only `1)` counts, as menus have it.
    """
    row -= 1
    if row >= 0 and not inside(lines[row]) and not is_bare:
        row -= 1
    found: dict[int, str] = {}
    while row >= 0 and (items := items_of(lines[row])):
        if is_bare and any(end != ")" for _, end, _ in items):
            return None
        found.update({number: label for number, _, label in items})
        row -= 1
    numbers = sorted(found)
    if len(numbers) < 2 or numbers[0] > 1 or numbers[-1] != numbers[0] + len(numbers) - 1:
        return None
    default = _MENU_DEFAULT.search(text)
    selected = next(filter(None, default.groups()), None) if default else None
    selected = selected or next((str(each) for each in numbers if "(default" in found[each].lower()), None)
    options = tuple(Option(str(each), found[each], Meaning.OTHER, f"{each}{ENTER}") for each in numbers)
    return Options(options, selected if any(each.id == selected for each in options) else None)
