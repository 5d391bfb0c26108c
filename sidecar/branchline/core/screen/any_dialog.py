"""Dialogs of agents that nobody adapted to, by kinds: what stands behind every agent's own rules.

Nothing counts that just stands in a text. A dialog is drawn by a program that draws, at the end of what it shows, and
offers something to choose from (`choices`). And it asks: with a question, in words of permission, or by what can be
chosen. What does none of that may ask all the same before the agent was ever ready: nobody else can have opened it.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence

import attrs

from branchline.core.model.prompt import Prompt, WaitReason
from branchline.core.model.screen import ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.any_input import at_work, input_rows
from branchline.core.screen.choices import Choices, choices
from branchline.core.screen.detection import Lines, inside, is_rule
from branchline.core.screen.dialog_rows import is_question, is_said
from branchline.core.screen.prompts import NO_OPTIONS, asking

_PERMISSION = regex(
    r"\bpermission\b|\bapprov(?:e|al)\b|\bconfirm(?:ation)?\b|\bauthori[sz]|\bproceed\b|\bdangerous\b|\bwants to\b"
    r"|\bneeds your\b|\brequires? (?:your|approval)|\ballow\b",
    re.IGNORECASE,
)
_GREETS = regex(r"\b(?:what|how) (?:can|would|should|shall|do|may|could)\b.*\b(?:help|do|build|assist|work)", re.I)
_TRUST = regex(r"\btrust", re.IGNORECASE)
_LOGIN = regex(r"\blog ?in\b|\bsign in\b|\bapi key\b|\bconnect an? (?:\w+ )?provider\b", re.IGNORECASE)
_WAITS = regex(r"\b(?:a?wait(?:ing|s)|paused|decision)\b", re.IGNORECASE)
_MAX_BELOW = 8
_MAX_HEADING = 9
_MAX_TEXT = 12
_TIMER_ROWS = 3
"""Rows right below a dialog where a clock of what is asked for may go on."""


@attrs.frozen
class Dialog:
    """`prompt` is never complete, since nobody knows what else such a dialog says: no rule answers it."""

    prompt: Prompt
    rule: str


def dialog(view: ScreenView, *, is_first: bool, opened_itself: bool) -> Dialog | None:
    """`is_first`: the agent was never ready yet. `opened_itself`: it was not ready right before, when it is the user
    who opens lists."""
    if not view.motion.draws:
        return None
    for found in choices(view.lines):
        if _is_at_the_end(view, found, is_first, opened_itself):
            heading = _heading(view.lines, found.first)
            kind = _kind(found, heading, is_first, opened_itself)
            if kind is not None:
                return Dialog(_prompt(view.lines, found, heading, kind), found.rule)
    return None


def _is_at_the_end(view: ScreenView, found: Choices, is_first: bool, opened_itself: bool) -> bool:
    """Below it stand hints and a footer at most: no text that goes on, and nothing at work. There is no input for more,
    but for one that lies behind a first dialog, or right below one that says how to choose; those have a frame."""
    lines = view.lines
    below = [inside(line) for line in lines[found.last + 1 :] if inside(line) and not is_rule(line)]
    if len(below) > _MAX_BELOW or any(map(is_said, below)) or at_work(view, below=found.last + _TIMER_ROWS):
        return False
    field = input_rows(view, below=found.last)
    if field is not None:
        is_framed = lines[found.last].lstrip()[:1] in ("│", "┃", "║")
        between = [inside(line).strip("─╭╮╰╯┌┐└┘ ") for line in lines[found.last + 1 : field.start]]
        is_right_below = found.is_hinted and opened_itself and all(not each or _WAITS.search(each) for each in between)
        return is_framed and (is_first or is_right_below)
    # Keys of an input are told below it, too, in the same words.
    return bool(found.options.options) or "below" not in found.rule or input_rows(view, found.first - 1) is None


def _kind(found: Choices, heading: Sequence[str], is_first: bool, opened_itself: bool) -> WaitReason | None:
    """What is asked; None where nothing is."""
    if any(label.startswith(("/", "@")) for label in found.labels):
        return None  # commands and files, for what the user types
    said = " ".join(heading)
    if _TRUST.search(said) and (found.permit or "?" in said):
        return WaitReason.TRUST
    if found.permit or _PERMISSION.search(said):
        return WaitReason.APPROVAL
    if is_first and found.is_hinted:
        return WaitReason.LOGIN if _LOGIN.search(" ".join((said, *found.labels))) else WaitReason.QUESTION
    asks = bool(found.question) or any(map(_asks, heading))
    return WaitReason.QUESTION if asks and opened_itself else None


def _asks(row: str) -> bool:
    return is_question(row) and not _GREETS.search(row)


def _heading(lines: Lines, first: int) -> list[str]:
    """The question: what stands above what can be chosen, up to an edge, or to what the agent said or does."""
    above = [inside(lines[row]) for row in _above(lines, first)]
    begins = next((place + 1 for place in range(len(above) - 1, -1, -1) if is_said(above[place])), 0)
    return [text for text in above[begins:] if text]


def _above(lines: Lines, first: int) -> range:
    """The rows above what can be chosen, up to an edge."""
    top = first
    has_text = False
    while top > 0 and first - top < _MAX_HEADING:
        is_edge = is_rule(lines[top - 1]) or inside(lines[top - 1])[:1] in ("╭", "┌", "╔", "╰", "└")
        if is_edge and has_text:
            break
        has_text = has_text or (not is_edge and bool(inside(lines[top - 1])))
        top -= 1
    return range(top, first)


def _around(lines: Lines, first: int) -> list[int]:
    """The rows above what can be chosen that may say what is asked for: up to the top of a frame, and across rules."""
    rows: list[int] = []
    for row in range(first - 1, max(-1, first - _MAX_TEXT - 1), -1):
        begins = inside(lines[row])[:1]
        if begins in ("╭", "┌", "╔") and rows:
            break
        if begins and begins not in "╭┌╔╰└╚" and not is_rule(lines[row]):
            rows.insert(0, row)
    return rows


def _prompt(lines: Lines, found: Choices, heading: Sequence[str], kind: WaitReason) -> Prompt:
    """With an id that is another one when anything else stands above the dialog: the title need not say all."""
    asks = [each for each in heading if _asks(each)] or [each for each in heading if _PERMISSION.search(each)]
    title = found.question or next(reversed(asks or list(heading[:1])), "The agent asks")
    above = [_at_rest(lines[row]) for row in _around(lines, found.first)]
    text = "\n".join(filter(None, (*above, found.question, *map(_at_rest, found.labels))))
    options = NO_OPTIONS if kind in (WaitReason.TRUST, WaitReason.LOGIN) else found.options
    prompt = asking(kind, _at_rest(title) or title, options, text=text, complete=False)
    return attrs.evolve(prompt, id=_id(prompt.id, text))


@functools.lru_cache(maxsize=256)
def _id(of_prompt: str, text: str) -> str:
    return hashlib.sha256(f"{of_prompt}\n{text}".encode()).hexdigest()[:16]


_CLOCK = regex(r"\(?\s*(?:\d+m\s*)?\b\d+(?:\.\d+)?\s?s\b\s*\)?")


@functools.lru_cache(maxsize=4096)
def _at_rest(row: str) -> str:
    """The row without what moves: a sign that turns before it, and a clock."""
    return _CLOCK.sub("", re.sub(r"^[^\w$/~.\-(\[<\"']+", "", inside(row))).strip()
