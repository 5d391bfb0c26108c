"""Any program in a terminal, of which nothing is known: what it asks, by the place where programs ask.

Most ask in one line and leave the cursor right behind it: `Continue? [y/N] `; those that draw the whole screen are
`full_screen`'s. Words that stand elsewhere mean nothing, and nothing counts before the screen has stood still: a line
that ends in a question mark may be half of what is being printed. What can be answered is read off the question.
"""

from __future__ import annotations

import re

import attrs

from branchline.agents import full_screen
from branchline.core.detection import STILL, inside, is_rule, last_block, last_row, text_of, waiting
from branchline.core.model import Meaning, Observation, Option, ScreenView, Status, WaitReason
from branchline.core.prompts import ENTER, NO_OPTIONS, Options, asking, meaning_of, url_in

READY_AFTER = 0.8
"""Seconds of silence before an instruction may be typed: a program that works prints more often than that."""
_MAX_WRAPPED_ROWS = 6
_MAX_TEXT_ROWS = 25
_MAX_ROWS_BELOW = 12
_SIGNED = re.compile(r"\s*[?❓] +\S")


def observe(view: ScreenView) -> Observation | None:
    """None: nothing is certain, and activity decides."""
    if view.quiet_for < STILL or not 0 <= view.cursor[0] < len(view.lines):
        return None
    line = _line_at_cursor(view)
    if line and line.has_blank and _REPL.fullmatch(line.text):
        return Observation(Status.READY, "a prompt sign at the cursor")
    return full_screen.asked(view) or (_asked(view, line) if line else None) or _ready(view, line)


# ---------------------------------------------------------------- the line at the cursor


@attrs.frozen
class _Line:
    """The text before the cursor, from row `top` on: the terminal wraps a long one."""

    text: str
    top: int
    has_blank: bool
    """Behind it, as programs put it there, and as nobody types it."""


def _line_at_cursor(view: ScreenView) -> _Line | None:
    """None: there is something behind or below the cursor, or it is in the first column, where output goes on.

    Behind a question with the sign of one, `? Name`, programs show a default value, and hints or a list below it.
    """
    (row, column), lines = view.cursor, view.lines
    line = lines[row]
    if _SIGNED.match(line[:column]) and last_row(lines) - row <= _MAX_ROWS_BELOW:
        return _Line(line[:column].strip(), row, has_blank=line[:column].ljust(column).endswith(" "))
    if column == view.cols - 1 and len(line) >= view.cols:
        column = len(line)  # The row is full: the cursor stands on its last character.
    if column == 0 or not column - 2 <= len(line) <= column or last_row(lines) > row:
        return None
    text, top = line, row
    while top > 0 and row - top < _MAX_WRAPPED_ROWS and _is_full(lines[top - 1], view.cols):
        top -= 1
        text = lines[top].ljust(view.cols) + text
    return _Line(text.strip(), top, column > len(line)) if text.strip() else None


def _is_full(line: str, cols: int) -> bool:
    """A row that the terminal may have wrapped; its last blank does not show."""
    return len(line) >= cols - 1 and not is_rule(line) and inside(line) == line.strip()


# ---------------------------------------------------------------- ready

_BARE_SIGN = re.compile(r"\s*[│┃]?\s*(?:>>>|[>❯›»$%#])\s*")
_REPL = re.compile(r"In \[\d+\]:|\(\w+db\+?\)|\.\.\.|\?-|[A-Z]:\\.*>")
_SIGN = re.compile(
    r"[^?]*(?<!\s)(?:(?<!\d)%|(?<!#)#|(?<!==)(?<!-)>|[$❯›»λ✗⟩\ue0b0])"  # me@host:~$
    r"|[^?]*[\w~\])/] [$%❯›»λ✗]|[➜λ] .*[^?:]"  # me@host ~ %
)
_HALF_TYPED = re.compile(
    r"[^<?]{0,80}?(?:(?<![\s#])[$#]|(?<!\d)(?<!\d )%|[❯➜›»λ✗]|(?<![\s=-])>|^\.\.\.|^In \[\d+\]:)\s+[^\s:?(\[]"
)
"""A prompt sign and text behind it. Not `#? 2`, `remove 5 % of …` or `a -> b`."""


def _ready(view: ScreenView, line: _Line | None) -> Observation | None:
    row, column = view.cursor
    before, behind = view.lines[row][:column].ljust(column), view.lines[row][column:]
    if _BARE_SIGN.fullmatch(before):
        above = view.lines[row - 1].strip() if row else ""
        asks = _keyed(above) or _is_question(_Line(above, row, True)) or _items(above) or _SECRET.search(above)
        takes_text = not inside(behind) and not asks and view.quiet_for >= READY_AFTER
        return Observation(Status.READY, "a bare prompt sign at the cursor", takes_text=takes_text)
    # A shell may show the time at the right edge, or a guess of what will be typed.
    if before.endswith(" ") and _SIGN.fullmatch(before.strip()) and not _PROGRESS.search(before):
        return Observation(Status.READY, "a prompt sign at the cursor")
    if line and _HALF_TYPED.match(line.text):
        return Observation(Status.READY, "half-typed line")
    return None


# ---------------------------------------------------------------- questions

_PROGRESS = re.compile(r"\.\.\.|…|\d/\d|\d\s?%|[=#]{3}|://")
_GOES_ON = re.compile(
    r"\w+ing\b|(?:last|error|warn(?:ing)?|info|note|debug|fatal|hint|total|results?|status|progress|elapsed|eta|usage|"
    r"example|output|done|failed|step|fetched|ended|took)\b",
    re.IGNORECASE,
)
"""What programs begin a line with that they will end later."""
_SECRET = re.compile(
    r"\b(?:pass ?(?:word|phrase|code)|(?:verification|one-time|authentication|authori[sz]ation|security|mfa|2fa|otp)"
    r" (?:code|password)|otp|(?-i:PIN))\b|\b(?:token|secret|api[ -]?key|access key|code)\s*(?:\([^)]*\))?:$",
    re.IGNORECASE,
)
_SECRET_END = re.compile(r"[:>›‣»]\s?[*•●]*$|^(?:what|enter|your)\b.*\?$|^[?❓] .*[^?]$", re.IGNORECASE)
_ANSWER = re.compile(r"\s[›‣»·…](?:\s.*)?$")
"""What stands behind the sign that some programs put between question and answer."""
_LOGIN = re.compile(
    r"\b(?:user ?name|login(?: name)?|user(?: ?id)?)(?:\s(?:for|at|on)\s\S+|\s*\([^)]*\)|\s*\[[^\]]*\])?\s?:$", re.I
)
_PRESS = re.compile(
    r"\b(?:press|hit|strike)\b.{0,30}\b(?:any key|a key|enter|return|(?P<space>space))\b", re.IGNORECASE
)
_BROWSER = re.compile(r"\bbrowser\b|\blog ?in\b|\bsign in\b|\bauthenticat", re.IGNORECASE)
_TRUST = re.compile(r"\btrust|continue connecting|fingerprint|\bkey in cache\b", re.IGNORECASE)
_ADDRESS_END = re.compile(r"://\S*\?$")
_ASKS = re.compile(
    r".*[^\W_].*\?\s*(?:\[[^\]]*\]|\([^)]*\))?\s*[:>›»]*"  # Really?  Which one? [a]:
    r"|(?:please )?(?:enter|type|choose|select|pick|specify|provide|paste|re-?enter|retype|your|what|which)\s.*[:>›»\])]"
    r"|[?❓]\s+\S.*(?:[:·)\]]|[›‣»…](?:\s.*)?)|#\?",
    re.IGNORECASE,
)
_ASKS_WITH_A_BLANK = re.compile(r"(?:please )?(?:enter|type|choose|pick|your|what|which|who)\s[^.=|]*\w|[?❓]\s+\S.*", re.I)
_LABEL = re.compile(
    r"[A-Za-z][\w'./-]*(?: [\w'./&-]+){0,6}\s?(?:\([^)]*\)\s?)?(?:\[[^\]]*\]\s?)?:(?:\s*[\[(][^\])]*[\])]:?)?"
)
"""`description:`, `Country Name (2 letter code) [AU]:`, `version: (1.0.0)`."""


def _asked(view: ScreenView, line: _Line) -> Observation | None:
    text = line.text
    if text in (">", "❯", "›", "»"):  # The question may be on the row above the sign.
        if menu := _menu(view, line):
            return _question(view, line, menu, WaitReason.QUESTION)
        above = view.lines[line.top - 1].strip() if line.top else ""
        found = _keyed(above)
        return _question(view, attrs.evolve(line, text=above, top=line.top - 1), found[0]) if found else None
    if _HALF_TYPED.match(text):
        return None
    if found := _keyed(text):
        options, typed = found
        return _question(view, attrs.evolve(line, text=text.removesuffix(typed).rstrip()), options)
    if _SECRET.search(text) and _SECRET_END.search(text) and not _GOES_ON.match(text):
        return _question(view, attrs.evolve(line, text=text.rstrip("*•● ")), NO_OPTIONS, WaitReason.PASSWORD)
    if _LOGIN.search(text) and not _GOES_ON.match(text):
        return _question(view, line, NO_OPTIONS, WaitReason.LOGIN)
    if press := _PRESS.search(text):
        key = Option("continue", "Continue", Meaning.OTHER, " " if press["space"] else ENTER)
        kind = WaitReason.LOGIN if _BROWSER.search(text) else WaitReason.QUESTION
        return _question(view, line, Options((key,)), kind, takes_text=False)
    if lettered := _lettered(text):
        return _question(view, line, lettered, WaitReason.QUESTION)
    if _is_question(line):
        return _question(view, line, _menu(view, line) or _only(view, line), WaitReason.QUESTION)
    return None


def _is_question(line: _Line) -> bool:
    text = line.text
    if _ASKS.fullmatch(text):
        return _ADDRESS_END.search(text) is None
    if _GOES_ON.match(text) or _PROGRESS.search(text):
        return False
    return bool(_LABEL.fullmatch(text) or (line.has_blank and _ASKS_WITH_A_BLANK.fullmatch(text)))


def _question(
    view: ScreenView,
    line: _Line,
    options: Options,
    kind: WaitReason = WaitReason.APPROVAL,
    takes_text: bool | None = None,
) -> Observation:
    first = max(min(last_block(view.lines, view.cursor[0]).start, line.top), line.top - _MAX_TEXT_ROWS)
    text = f"{text_of(view.lines, range(first, line.top))}\n{line.text}".strip()
    if any(each.meaning is Meaning.ACCEPT for each in options.options):
        kind = WaitReason.TRUST if _TRUST.search(line.text) else WaitReason.APPROVAL
    if takes_text is None:
        takes_text = kind in (WaitReason.QUESTION, WaitReason.LOGIN)
    url = url_in(text if kind is WaitReason.LOGIN else line.text)
    prompt = asking(kind, line.text, options, text=text, url=url, takes_text=takes_text)
    return waiting(f"a {kind.value} at the cursor", prompt)


# ---------------------------------------------------------------- what can be answered

_KEYS = re.compile(
    r"[\[(<](?P<keys>\[?y(?:es)?(?=\W)(?:[^()<>\[\]]|\[\w*\]|\]){1,60}?)[\])>](?P<rest>[^,;]{0,40})", re.I
)
_KEY = re.compile(r"(?P<mark>\[?)(?P<key>[\w?!/@+-]{1,12})\]?(?:\s*\[(?P<default>\w{1,3})\])?")
_REST = re.compile(
    r"\s*(?:[\[(](?:default\s*(?:is|[=:])?\s*)?(?P<default>\w{1,3})[\])])?\s*[?:>›»·]*\s*(?P<typed>\w{0,3})", re.I
)
_DEFAULT_ONLY = re.compile(r".*\?\s*[\[(](?P<default>y|yes|n|no)[\])]\s*[:>›]?", re.IGNORECASE)
_FILE_TOOL = re.compile(r"(?:rm|mv|cp|ln): \S.*\?")
_LETTER = re.compile(r"[\[(](?P<key>\w)[\])](?P<rest>\w+)")
_MENU_ITEM = re.compile(r"(?:^\s*|(?<=\s\s))[\[(]?(?P<number>\d{1,2})(?P<end>[\])]:?|[.:])\s+(?P<label>\S+(?:\s\S+)*)")
_MENU_DEFAULT = re.compile(r"default\D{0,5}(\d{1,2})\b|[\[(](\d{1,2})[\])]\s*:?$", re.IGNORECASE)
_ONLY = re.compile(r"Only '(?P<key>\w+)' will be accepted")
_WORDS = {"y": "Yes", "n": "No", "q": "Quit"}


def _keyed(text: str) -> tuple[Options, str] | None:
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


def _lettered(text: str) -> Options | None:
    """`[y]es, [n]o, [A]ll: ` and `(R)eject or accept (t)emporarily? `."""
    found = [(each["key"], each["key"] + each["rest"]) for each in _LETTER.finditer(text)]
    if len(found) < 2 or not text.endswith(("?", ":")):
        return None
    return Options(tuple(Option(key, label, meaning_of(label), key + ENTER) for key, label in found))


def _only(view: ScreenView, line: _Line) -> Options:
    """The one word that is accepted, where the rows right above say so; anything else rejects."""
    found = _ONLY.search(" ".join(view.lines[max(0, line.top - 4) : line.top]))
    if found is None:
        return NO_OPTIONS
    accept = Option(found["key"], found["key"], Meaning.ACCEPT, found["key"] + ENTER)
    return Options((accept, Option("no", "No", Meaning.REJECT, "no" + ENTER)))


def _items(line: str) -> list[tuple[int, str, str]]:
    """Number, what follows it, and label of each item in a row; some menus have several columns."""
    return [(int(each["number"]), each["end"], each["label"]) for each in _MENU_ITEM.finditer(line)]


def _menu(view: ScreenView, line: _Line) -> Options | None:
    """The numbered list right above. Texts have lists too: above a bare sign only `1)` counts, as menus have it."""
    is_bare = line.text in (">", "❯", "›", "»")
    row = line.top - 1
    if row >= 0 and not inside(view.lines[row]) and not is_bare:
        row -= 1
    found: dict[int, str] = {}
    while row >= 0 and (items := _items(view.lines[row])):
        if is_bare and any(end != ")" for _, end, _ in items):
            return None
        found.update({number: label for number, _, label in items})
        row -= 1
    numbers = sorted(found)
    if len(numbers) < 2 or numbers[0] > 1 or numbers[-1] != numbers[0] + len(numbers) - 1:
        return None
    default = _MENU_DEFAULT.search(line.text)
    selected = next(filter(None, default.groups()), None) if default else None
    selected = selected or next((str(each) for each in numbers if "(default" in found[each].lower()), None)
    options = tuple(Option(str(each), found[each], Meaning.OTHER, f"{each}{ENTER}") for each in numbers)
    return Options(options, selected if any(each.id == selected for each in options) else None)
