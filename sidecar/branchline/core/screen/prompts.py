"""From the pieces of a dialog to a prompt: what its options mean, how to choose them, and its fingerprint.

Options are told by what their labels say, never by their place: numbers and the preselected option differ
between kinds of dialogs and between versions of one agent.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import re
from collections.abc import Sequence

import attrs

from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.regexes import regex
from branchline.core.screen.detection import Choice, Lines, inside, is_rule

ENTER, ESCAPE, DOWN, UP, RIGHT, LEFT = "\r", "\x1b", "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[D"

_REJECT = regex(
    r"(?:no|reject|deny|decline|cancel|don['’]t|do not|abort|exit|quit|skip|stop|refuse|never|keep planning)\b", re.I
)
_ACCEPT = regex(
    r"(?:yes|allow|accept|approve|proceed|ok|okay|continue|confirm|apply|trust|run|once|always|enable|grant)\b", re.I
)
_WIDER = regex(
    r"\balways\b|don['’]t ask|do not ask"
    r"|\b(?:this|the|whole|entire) (?:session|chat|conversation|project|user|repo\w*)\b"
    r"|\bfor (?:all|every|future)\b|\ball (?:edits|commands|files|tools|future)\b|\bauto\b|\bauto-|\bswitch to\b"
    r"|\bremember\b|\bparent folder\b|\bwithout asking\b|\bbypass\b|\byolo\b|\bfrom now on\b|\bcommands that start\b",
    re.I,
)
_NARROW = regex(r"\bonce\b|\bmanual(?:ly)?\b", re.I)
_ESC = regex(r"\(\s*esc\b", re.I)
_SHORTCUT = regex(r"\((?P<key>[a-z])\)\s*$")


@functools.lru_cache(maxsize=4096)
def meaning_of(label: str) -> Meaning:
    """What choosing the option does. What accepts and says more than just that counts as accepting always: never widen
    what the user allows by a label that is new."""
    text = label.strip().strip("()[]")
    if _REJECT.match(text):
        return Meaning.REJECT
    if not _ACCEPT.match(text):
        return Meaning.OTHER
    if _WIDER.search(text):
        return Meaning.ACCEPT_ALWAYS
    if re.match(r"yes,? and\b|yes,? but\b", text, re.I) and not _NARROW.search(text):
        return Meaning.ACCEPT_ALWAYS
    return Meaning.ACCEPT


@attrs.frozen
class Options:
    """A dialog's options with the keys to press now, and the id of the one that Enter takes."""

    options: tuple[Option, ...]
    selected: str | None = None


NO_OPTIONS = Options(())


def asking(
    kind: WaitReason,
    title: str,
    options: Options = NO_OPTIONS,
    *,
    text: str = "",
    tool: str | None = None,
    command: str | None = None,
    paths: Sequence[str] = (),
    url: str | None = None,
    takes_text: bool = False,
    complete: bool = True,
    folder: str | None = None,
) -> Prompt:
    """A prompt with its fingerprint: the same while the dialog is redrawn, another when anything else is asked.

    `text` is all that the dialog says, without anything that moves.
    """
    return Prompt(
        _fingerprint(kind, title, tool, command, tuple(paths), url, options.options),
        kind,
        title,
        text,
        tool=tool,
        command=command,
        paths=tuple(paths),
        url=url,
        options=options.options,
        selected=options.selected,
        takes_text=takes_text,
        complete=complete,
        folder=folder,
    )


@functools.lru_cache(maxsize=256)
def _fingerprint(
    kind: WaitReason,
    title: str,
    tool: str | None,
    command: str | None,
    paths: tuple[str, ...],
    url: str | None,
    options: tuple[Option, ...],
) -> str:
    # Where the terminal's width wraps a label, it is joined with a blank that need not be its own.
    labels = [("".join(each.label.split()), each.meaning.value) for each in options]
    asked = [kind.value, title, tool, command, list(paths), url, labels]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def numbered(choices: Sequence[Choice], *, escapes: bool, questions: bool = False) -> Options:
    """For lists where a digit chooses at once: the same option wherever the selection is by the time the key arrives,
    which cannot be said of Enter. `escapes`: Escape rejects. `questions`: no option means yes or no, and labels are the
    model's own. An option beyond the ninth has no digit."""
    options, selected = [], None
    for each in choices:
        meaning = Meaning.OTHER if questions else meaning_of(each.label)
        shortcut = None if questions else _SHORTCUT.search(each.label)
        if not questions and (_ESC.search(each.label) or (escapes and meaning is Meaning.REJECT)):
            key = ESCAPE
        elif shortcut:
            key = shortcut["key"]
        else:
            key = str(each.number) if each.number < 10 else ""
        options.append(Option(str(each.number), each.label, meaning, key))
        if each.selected:
            selected = str(each.number)
    return Options(tuple(options), selected)


def stepped(labels: Sequence[str], at: int, forth: str = DOWN, back: str = UP, *, questions: bool = False) -> Options:
    """For lists without numbers: arrow keys from the selected option, number `at`, then Enter. Ids count from 1."""
    return _stepped(tuple(labels), at, forth, back, questions)


@functools.lru_cache(maxsize=256)
def _stepped(labels: tuple[str, ...], at: int, forth: str, back: str, questions: bool) -> Options:
    options = tuple(
        Option(
            str(place + 1),
            label,
            Meaning.OTHER if questions else meaning_of(label),
            (forth * (place - at) if place >= at else back * (at - place)) + ENTER,
        )
        for place, label in enumerate(labels)
    )
    return Options(options, str(at + 1))


# ---------------------------------------------------------------- texts that the dialog wrapped


def unwrapped(rows: Sequence[str], width: int) -> tuple[str, bool]:
    """The text of rows that were wrapped at `width` columns, and whether that is certain.

    A row after which the next row's first word had found room ends with a line break of the text's own; one that is
    full may have been cut anywhere. What was wrapped is joined with a blank, which is a guess.
    """
    if not rows:
        return "", False
    text, certain = rows[0].rstrip(), True
    for before, row in itertools.pairwise(rows):
        word = row.split(maxsplit=1)[0] if row.strip() else ""
        if not word or len(before.rstrip()) + 1 + len(word) <= width:
            text += "\n" + row.rstrip()
        else:
            certain = False
            text += ("" if len(before.rstrip()) >= width else " ") + row.strip()
    return text, certain and "…" not in text


def retold(said: str, command: str) -> bool:
    """Whether what an agent says elsewhere of what it is about to run, without its blanks and perhaps cut off with `…`,
    can be said of this command."""
    head, cut, _ = ("".join(part.split()) for part in said.partition("…"))
    whole = "".join(command.split())
    return whole != head and whole.startswith(head) if cut else whole == head


def full_labels(lines: Lines, choices: Sequence[Choice], end: int) -> tuple[Choice, ...]:
    """The choices with labels that go on in the rows below joined; the last one goes on up to row `end`."""
    stops = [each.row for each in choices[1:]] + [end]
    found = []
    for each, stop in zip(choices, stops, strict=True):
        more = []
        for row in range(each.row + 1, stop):
            if not inside(lines[row]) or is_rule(lines[row]):
                break
            more.append(inside(lines[row]))
        found.append(attrs.evolve(each, label=" ".join([each.label, *more])))
    return tuple(found)


_URL = regex(r"https?://[^\s\"'<>`]+")


def url_in(text: str) -> str | None:
    """The first web address, without what ends a sentence after it."""
    found = _URL.search(text)
    return found[0].rstrip(".,;:)]…") if found else None
