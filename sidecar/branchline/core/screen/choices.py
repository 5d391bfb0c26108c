"""Places of a screen where something may be chosen, by kinds: whether anything is asked there is `any_dialog`'s.

Each finder gets the rows and one of them, and says what it is the mark of, if it is one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

import attrs

from branchline.core.model.prompt import Meaning, Option
from branchline.core.regexes import regex
from branchline.core.screen.detection import Lines, inside, is_rule, last_row
from branchline.core.screen.dialog_rows import (
    ENTER_CHOOSES,
    GOES_ON,
    LONGEST,
    TICKS,
    begun,
    is_hint,
    is_question,
    is_said,
    meaning,
    permit,
    says_that_it_asks,
    unframed,
)
from branchline.core.screen.prompts import NO_OPTIONS, Options, stepped


@attrs.frozen
class Choices:
    """Rows `first` to `last` belong to it. `options` are there only where it is certain which keys choose them."""

    rule: str
    first: int
    last: int
    labels: tuple[str, ...] = ()
    options: Options = NO_OPTIONS
    is_hinted: bool = False
    """A row says how to choose, or the list stands in a frame of its own."""
    question: str = ""
    """Where it is known without a question mark."""

    @property
    def permit(self) -> bool:
        """One of them accepts and one rejects."""
        return permit(self.labels)


def choices(lines: Lines) -> Iterator[Choices]:
    """The surest kinds first, and of each the lowest on the screen first."""
    marks = [(row, _marks(line)) for row, line in enumerate(lines) if line]
    for kind, find in enumerate(_KINDS):
        yield from filter(None, (find(lines, row) for row, may_be in reversed(marks) if may_be[kind]))


@functools.lru_cache(maxsize=4096)
def _marks(line: str) -> tuple[bool, ...]:
    """Which of `_KINDS` the row may be the mark of. Of a screen that is drawn again and again most rows stay."""
    text = inside(line)
    is_short = len(text) <= LONGEST
    return (
        is_short and _is_legend(text),
        bool(_beside(text)),
        _POINTED.match(unframed(line).lstrip()) is not None,
        is_short and (is_hint(text) or GOES_ON.search(text) is not None),
        says_that_it_asks(text),
    )


# ---------------------------------------------------------------- how to choose

_MAX_BETWEEN = 3
_MAX_LIST = 14


def _hint_below(lines: Lines, row: int) -> int | None:
    seen = 0
    for each in range(row + 1, len(lines)):
        text = inside(lines[each])
        if not text or is_rule(lines[each]) or text[0] in "╰└":
            continue
        if is_hint(text):
            return each
        seen += 1
        if seen > _MAX_BETWEEN:
            break
    return None


def _hinted(lines: Lines, row: int) -> Choices | None:
    """A row that says how to choose, and above it what there is: colour alone may say which one is chosen."""
    chooses = is_hint(inside(lines[row]))
    first = row
    labels: list[str] = []
    for each in range(row - 1, max(-1, row - _MAX_LIST), -1):
        label = inside(lines[each])
        if not label and not labels:
            continue
        if not label or is_rule(lines[each]) or is_said(label) or is_question(label):
            break
        labels.insert(0, label)
        first = each
    if chooses:
        return Choices("how to choose, below a list", first, row, tuple(labels), is_hinted=True)
    return Choices("a key to go on", first, row, is_hinted=True) if labels else None


# ---------------------------------------------------------------- keys with what they do

_PARTS = regex(r"[·•|,/;]|\s{2,}|\s+or\s+")
_KEY = r"(?P<key>\w|enter|return|esc(?:ape)?|tab)"
_BRACKETED = regex(rf"[\[(<]{_KEY}[\])>](?P<gap>\s*:?\s*)(?P<label>[A-Za-z][\w'-]*(?: [\w'-]+)*)", re.IGNORECASE)
_BARE = regex(
    rf"(?:(?:press|type|hit)\s+)?['\"“‘]?{_KEY}['\"”’]?(?:\s*[:=]\s*|\s+(?:to\s+|for\s+)?)"
    r"(?P<label>[A-Za-z][\w'-]*(?: [\w'-]+){0,3})",
    re.IGNORECASE,
)
_BEHIND = regex(rf"(?P<label>[A-Z][\w' -]{{1,24}}?)\s*[\[(]{_KEY}[\])]", re.IGNORECASE)


def _legend(lines: Lines, row: int) -> Choices | None:
    """Keys with what they do, one of which accepts and one rejects."""
    pairs = _pairs(inside(lines[row]))
    options = NO_OPTIONS
    if all(len(key) == 1 for key, _ in pairs):
        options = Options(tuple(Option(key, label, meaning(label), key) for key, label in pairs))
    labels = tuple(label for _, label in pairs)
    return Choices("keys with what they do", row, row, labels, options, is_hinted=True)


def _is_legend(text: str) -> bool:
    pairs = _pairs(text)
    meanings = [meaning(label) for _, label in pairs]
    if Meaning.REJECT not in meanings or Meaning.ACCEPT not in meanings or len(dict(pairs)) < len(pairs):
        return False
    accepts = pairs[meanings.index(Meaning.ACCEPT)][1]
    # `Enter to confirm, Esc to cancel` says how to choose, and not what.
    return (
        ENTER_CHOOSES.search(text) is None or re.match(r"approve|allow|yes|run\b", accepts, re.IGNORECASE) is not None
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    """`[y] Approve  [n] Deny`, `y approve · n deny`, `Approve (y)`: each key and what it does. `[y]es [n]o` alone in
    its row, too: behind a question it is a line's, where the answer is typed."""
    found = list(_BRACKETED.finditer(text))
    if len(found) > 1:
        alone = not re.search(r"\w", _BRACKETED.sub("", text))
        is_last = not re.search(r"[\w:]", text[found[-1].end() :])
        glued = [not each["gap"] for each in found]
        if not is_last or (any(glued) and not alone):
            return []
        return [(each["key"].lower(), each["label"] if each["gap"] else each["key"] + each["label"]) for each in found]
    parts = [part.strip(" ?.:") for part in _PARTS.split(text)]
    matches = [_BARE.fullmatch(part) or _BEHIND.fullmatch(part) for part in parts if part]
    return [(each["key"].lower(), each["label"]) for each in matches if each]


def _buttons(lines: Lines, row: int) -> Choices | None:
    """Labels side by side, one of which accepts and one rejects, and how to choose, there or right below."""
    hint = row if is_hint(inside(lines[row])) else _hint_below(lines, row)
    labels = _beside(inside(lines[row]))
    return Choices("buttons side by side", row, hint, labels, is_hinted=True) if hint is not None else None


def _beside(text: str) -> tuple[str, ...]:
    labels = [each.strip("[]<>() ") for each in re.split(r"\s{2,}|[│|]", text)]
    meanings = {each: meaning(each) for each in labels if 0 < len(each) <= 24}
    found = tuple(each for each in labels if meanings.get(each, Meaning.OTHER) is not Meaning.OTHER)
    return found if {Meaning.ACCEPT, Meaning.REJECT} <= set(meanings.values()) else ()


# ---------------------------------------------------------------- lists with a pointer

_FILLED, _EMPTY = "●◉", "○◯◌"
_POINTED = regex(rf"(?P<pointer>[❯›▶▸→>»‣➤{_FILLED}])\s+(?P<label>\S.*)")
_NUMBER = regex(r"\d{1,2}[.)]\s+")


def _pointed_list(lines: Lines, row: int) -> Choices | None:
    """One row pointed at, and others whose labels begin where its label does; rows further in describe them."""
    line = unframed(lines[row])
    match = _POINTED.match(line.lstrip())
    if match is None:
        return None
    column = len(line) - len(line.lstrip()) + match.start("label")
    is_round = match["pointer"] in _FILLED
    rows, is_plain = _aligned(lines, row, column, _EMPTY if is_round else "", _NUMBER.match(match["label"]) is not None)
    shown = [unframed(lines[each])[column:].strip() for each in rows]
    if len(rows) < 2:
        return None
    if is_round and not all(map(_NUMBER.match, shown)) and not any(each in lines[at] for each in _EMPTY for at in rows):
        return None  # what an agent says or did
    labels = tuple(_NUMBER.sub("", each, count=1).lstrip(TICKS) for each in shown)
    hint = _hint_below(lines, rows[-1])
    found = Choices(
        "a list with a pointer",
        rows[0],
        rows[-1] if hint is None else hint,
        labels,
        is_hinted=hint is not None or (len(rows) > 2 and lines[row].lstrip()[:1] in "│┃║"),
    )
    # Arrows and Enter, where it says so, or where one accepts and one rejects, and nothing else stands between them.
    is_certain = is_plain and (hint is not None or found.permit) and not any(each.startswith("(") for each in labels)
    return attrs.evolve(found, options=stepped(labels, rows.index(row))) if is_certain else found


def _aligned(lines: Lines, row: int, column: int, marks: str, is_numbered: bool) -> tuple[list[int], bool]:
    """The rows of a list around one of its rows, and whether they are all that stands there."""
    rows, is_plain = [row], True
    for step in (-1, 1):
        at, gap = row + step, 0
        while 0 <= at < len(lines) and gap < 2:
            begins, text = begun(lines[at], marks)
            if not text:
                gap += 1
            elif begins == column and is_numbered and _NUMBER.match(text.strip(f" {marks}")) is None:
                gap += step < 0  # a label that goes on, or what stands above the list
            elif begins == column and not (step < 0 and is_question(text)):
                rows.append(at)
                is_plain, gap = is_plain and gap == 0, 0
            elif begins > column and step > 0:
                is_plain, gap = False, 0
            else:
                break
            at += step
    return sorted(rows), is_plain


# ---------------------------------------------------------------- a heading that says that it asks

_FIELD = regex(r"[>❯›](?:\s|$)")
_MAX_ASKED = 17


def _headed(lines: Lines, row: int) -> Choices | None:
    """`Agent is asking`, and below it, up to the end, what it asks, with a field for the answer perhaps."""
    below = [each for each in range(row + 1, last_row(lines) + 1) if inside(lines[each])]
    if not 2 <= len(below) <= _MAX_ASKED:
        return None
    field = next((each for each in reversed(below) if _FIELD.match(inside(lines[each]))), below[0])
    return Choices("a heading that says that it asks", row + 1, field, question=inside(lines[below[0]]))


_KINDS: Sequence[Callable[[Lines, int], Choices | None]] = (_legend, _buttons, _pointed_list, _hinted, _headed)
