"""Any program in a terminal, of which nothing is known: what it asks, by the place where programs ask.

Most ask in one line and leave the cursor right behind it: `Continue? [y/N] `; those that draw the whole screen are
`full_screen`'s. Words that stand elsewhere mean nothing, and nothing counts before the screen has stood still: a line
that ends in a question mark may be half of what is being printed. What can be answered is read off the question.
"""

from __future__ import annotations

import re

import attrs

from branchline.agents.any_program import full_screen
from branchline.agents.any_program.line_answers import items_of, keyed, lettered, menu, only_word
from branchline.core.model.prompt import Meaning, Option, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.core.regexes import regex
from branchline.core.screen.activity import QUIET
from branchline.core.screen.detection import inside, is_rule, last_block, last_row, text_of
from branchline.core.screen.observations import STILL, waiting
from branchline.core.screen.prompts import ENTER, NO_OPTIONS, Options, asking, url_in

_MAX_WRAPPED_ROWS = 6
_MAX_TEXT_ROWS = 25
_MAX_ROWS_BELOW = 12
_SIGNED = regex(r"\s*[?❓] +\S")


def observe(view: ScreenView) -> Observation | None:
    """None: nothing is certain, and activity decides."""
    if view.quiet_for < STILL or not 0 <= view.cursor[0] < len(view.lines):
        return None
    line = _line_at_cursor(view)
    if line and line.has_blank and _REPL.fullmatch(line.text):
        return Observation(Status.READY, "a prompt sign at the cursor")
    return full_screen.asked(view) or _asked_in_line(view, line) or _ready(view, line)


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
        text = line.partition("‣")[0] if "‣" in line else line[:column].ljust(column)
        return _Line(text.strip(), row, has_blank=text.endswith(" "))
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

_BARE_SIGN = regex(r"(?:[│┃]\s*)?(?:>>>|[>❯›»$%#])")
_REPL = regex(r"In \[\d+\]:|\(\w+db\+?\)|\.\.\.|\?-|[A-Z]:\\.*>")
_SIGN = regex(
    r"[^?]*(?<!\s)(?:(?<!\d)%|(?<!#)#|(?<!==)(?<!-)>|[$❯›»λ✗⟩\ue0b0])"  # me@host:~$
    r"|[^?]*[\w~\])/] [$%❯›»λ✗]|[➜λ] .*[^?:]"  # me@host ~ %
)
_HALF_TYPED = regex(
    r"[^<?]{0,80}?(?:(?<![\s#])[$#]|(?<!\d)(?<!\d )%|[❯➜›»λ✗]|(?<![\s=-])>|^\.\.\.|^In \[\d+\]:)\s+[^\s:?(\[]"
)
"""A prompt sign and text behind it. Not `#? 2`, `remove 5 % of …` or `a -> b`."""


def _ready(view: ScreenView, line: _Line | None) -> Observation | None:
    row, column = view.cursor
    before, behind = view.lines[row][:column].ljust(column), view.lines[row][column:]
    if _BARE_SIGN.fullmatch(before.strip()):
        above = view.lines[row - 1].strip() if row else ""
        asks = "?" in above or keyed(above) or items_of(above) or _SECRET.search(above)
        takes_text = not inside(behind) and not asks and view.quiet_for >= QUIET
        return Observation(Status.READY, "a bare prompt sign at the cursor", takes_text=takes_text)
    # A shell may show the time at the right edge, or a guess of what will be typed.
    if before.endswith(" ") and _SIGN.fullmatch(before.strip()) and not _PROGRESS.search(before):
        return Observation(Status.READY, "a prompt sign at the cursor")
    if line and _HALF_TYPED.match(line.text):
        return Observation(Status.READY, "half-typed line")
    return None


# ---------------------------------------------------------------- questions

_PROGRESS = regex(r"\.\.\.|…|\d/\d|\d\s?%|[=#]{3}|://")
_GOES_ON = regex(
    r"\w+ing\b|(?:last|error|warn(?:ing)?|info|note|debug|fatal|hint|total|results?|status|progress|elapsed|eta|usage|"
    r"example|output|done|failed|step|fetched|ended|took|exit|return)\b",
    re.IGNORECASE,
)
"""What programs begin a line with that they will end later."""
_SECRET = regex(
    r"\b(?:pass ?(?:word|phrase|code)|(?:verification|one-time|authentication|authori[sz]ation|security|mfa|2fa|otp)"
    r" (?:code|password)|otp|(?-i:PIN))\b|\b(?:token|secret|api[ -]?key|access key)\s*(?:\([^)]*\))?:$"
    r"|\b(?:enter|paste)(?: the| your)?(?: \d+-digit)? code\b",
    re.IGNORECASE,
)
_SECRET_END = regex(r"[:>›»]\s?[*•●]*$|^(?:what|enter|your)\b.*\?$|^[?❓] .*[^?]$", re.IGNORECASE)
_ANSWER = regex(r"\s[›‣»·…](?:\s.*)?$")
"""What stands behind the sign that some programs put between question and answer."""
_LOGIN = regex(
    r"\b(?:user ?name|login(?: name)?|user(?: ?id)?)(?:\s(?:for|at|on)\s\S+|\s*\([^)]*\)|\s*\[[^\]]*\])?\s?:$", re.I
)
_PRESS = regex(r"\b(?:press|hit|strike)\b.{0,30}\b(?:any key|a key|enter|return|(?P<space>space))\b", re.IGNORECASE)
_BROWSER = regex(r"\bbrowser\b|\blog ?in\b|\bsign in\b|\bauthenticat", re.IGNORECASE)
_TRUST = regex(r"\btrust|continue connecting|fingerprint|\bkey in cache\b", re.IGNORECASE)
_ADDRESS_END = regex(r"://\S*\?$")
_ASKS = regex(
    r".*[^\W_].*\?\s*(?:\[[^\]]*\]|\([^)]*\))?\s*[:>›»]*"  # Really?  Which one? [a]:
    r"|(?:please )?(?:enter|type|choose|select|pick|specify|provide|paste|your|what|which)\s.*[:>›»\])]"
    r"|[?❓]\s+\S.*(?:[:·)\]]|[›‣»…](?:\s.*)?)|#\?",
    re.IGNORECASE,
)
_ASKS_WITH_A_BLANK = regex(r"(?:please )?(?:enter|type|choose|pick|your|what|which|who)\s[^.=|]*\w|[?❓]\s+\S.*", re.I)
_LABEL = regex(
    r"[A-Za-z][\w'./-]*(?: [\w'./&-]+){0,6}\s?(?:\([^)]*\)\s?)?(?:\[[^\]]*\]\s?)?:(?:\s*[\[(][^\])]*[\])]:?)?"
)
"""`description:`, `Country Name (2 letter code) [AU]:`, `version: (1.0.0)`."""


def _asked_in_line(view: ScreenView, line: _Line | None) -> Observation | None:
    if line is None or (found := _asked(view, line)) is not None:
        return found if line else None
    if line.top == view.cursor[0] or _HALF_TYPED.match(line.text):
        return None
    # A full row above need not be part of the question: a progress bar is as wide as the terminal.
    row, column = view.cursor
    return _asked(view, _Line(view.lines[row][:column].strip(), row, line.has_blank))


def _asked(view: ScreenView, line: _Line) -> Observation | None:
    text = line.text
    if text == ">":  # The question may be on the row above the sign.
        if options := menu(view.lines, line.top, text, is_bare=True):
            return _question(view, line, options, WaitReason.QUESTION)
        above = view.lines[line.top - 1].strip() if line.top else ""
        found = keyed(above)
        if found is None or found[1]:
            return None
        return _question(view, attrs.evolve(line, text=above, top=line.top - 1), found[0])
    if _HALF_TYPED.match(text):
        return None
    if found := keyed(text):
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
    if letters := lettered(text):
        return _question(view, line, letters, WaitReason.QUESTION)
    if not _is_question(line):
        return None
    above = " ".join(view.lines[max(0, line.top - 4) : line.top])
    options = menu(view.lines, line.top, text, is_bare=False) or only_word(above)
    return _question(view, line, options, WaitReason.QUESTION)


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
    title = _ANSWER.sub("", line.text).lstrip("?❓ ") if _SIGNED.match(line.text) else line.text
    first = max(min(last_block(view.lines, view.cursor[0]).start, line.top), line.top - _MAX_TEXT_ROWS)
    text = f"{text_of(view.lines, range(first, line.top))}\n{title}".strip()
    if any(each.meaning is Meaning.ACCEPT for each in options.options):
        kind = WaitReason.TRUST if _TRUST.search(line.text) else WaitReason.APPROVAL
    if takes_text is None:
        takes_text = kind in (WaitReason.QUESTION, WaitReason.LOGIN)
    url = url_in(text if kind is WaitReason.LOGIN else line.text)
    prompt = asking(kind, title, options, text=text, url=url, takes_text=takes_text)
    return waiting(f"a {kind.value} at the cursor", prompt)
