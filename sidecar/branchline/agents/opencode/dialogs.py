"""opencode's dialogs: permissions, questions, and texts to enter."""

from __future__ import annotations

import re

import attrs

from branchline.agents.opencode.blocks import Block, background
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.regexes import regex
from branchline.core.screen.detection import inside
from branchline.core.screen.observations import waiting
from branchline.core.screen.prompts import (
    ESCAPE,
    LEFT,
    NO_OPTIONS,
    RIGHT,
    Options,
    asking,
    meaning_of,
    stepped,
    unwrapped,
)

_NAME = "(?:Allow once|Allow always|Reject|Confirm|Cancel)"
_BUTTONS = regex(rf" {{3}}(?P<names>{_NAME}(?: {{3}}{_NAME})*)(?: {{2}}.*)?")
_DISMISS = regex(r"\besc dismiss$")
_CANCEL = regex(r"\besc cancel$")
_HIGHEST, _LOWEST = 15, 10
"""Rows of a permission at most; rows of a terminal in which an input with all that belongs to it has room."""
_HEADING = regex(
    r"\S (?:(?P<file>Edit|Read|List)(?: (?P<path>.+))?|(?P<search>Glob|Grep|WebFetch) .*|Shell (?P<shell>command)"
    r"|Access external (?P<outside>directory) (?P<folder>.+)|Call tool (?P<other>\S+))"
)
_NUMBERED = regex(r" {2}(?P<number>\d{1,2})\. (?P<box>\[.\] )?(?P<label>\S.*)")


def dialog(view: ScreenView, block: Block) -> Observation | None:
    """A question may say what it likes in its first row, but ends with its hint. In a low terminal the end is cut off:
    what then reaches the last row is a dialog, since nothing else does."""
    said, shown = block.said, block.shown
    if len(shown) < 2 or said[0]:
        return None
    title = said[shown[0]].removeprefix("  △ ")
    is_title, dismissed = title != said[shown[0]], _DISMISS.search(said[shown[-1]]) is not None
    is_cut = block.top + len(said) == len(view.lines) >= _LOWEST
    if dismissed and not (is_title and said[-1]):
        return waiting("opencode: question", _question(view, block, shown[-1]))
    if not is_title:
        return waiting("opencode: question", _question(view, block, len(said))) if is_cut else None
    buttons = next((place for place in (shown[-1], shown[-2]) if _BUTTONS.fullmatch(said[place])), None)
    options = _options(view, block, buttons) if buttons is not None else NO_OPTIONS
    if title == "Permission required":
        prompt = _permission(block, title, buttons, options)
        return waiting("opencode: permission dialog", prompt) if prompt else None
    if buttons is None and _CANCEL.search(said[shown[-1]]):  # what to tell the agent that may not
        return waiting("opencode: text to enter", asking(WaitReason.QUESTION, title, text=title, takes_text=True))
    text = _text(said[shown[0] : buttons])  # the second step: what is allowed for ever
    return waiting(
        "opencode: permission dialog", asking(WaitReason.APPROVAL, title, options, text=text, complete=False)
    )


def _permission(block: Block, title: str, buttons: int | None, options: Options) -> Prompt | None:
    """The title, a heading one step further right, an empty row, what is to be done, two empty rows, the buttons."""
    said = block.said[:buttons]
    gap = next((place for place in range(2, len(said)) if not said[place]), len(said))
    heading, sure = unwrapped([line[4:] for line in said[2:gap]], block.width - 2)
    body = [line[2:] for line in said[gap + 1 :]]
    while body and not body[-1]:
        body.pop()
    is_indented = all(line.startswith("  ") for line in said[2:] if line)
    is_whole = buttons is not None and len(block.said) < _HIGHEST
    fits = is_whole and is_indented and (not block.beside or "".join(body).isascii())
    found = _HEADING.fullmatch(heading)
    named = found.groupdict() if found else {}
    kind, text = WaitReason.APPROVAL, _text(said)
    if named.get("shell"):
        if not body:
            return None  # it comes with the next frame
        command, _ = unwrapped(body, block.width)
        whole = fits and len(body) == 1 and command.startswith("$ ")
        return asking(kind, title, options, text=text, tool="bash", command=command.removeprefix("$ "), complete=whole)
    tool = named.get("file") or named.get("search") or named.get("other")
    if tool == "WebFetch":
        url = "".join(body).removeprefix("URL: ") or None
        return asking(kind, title, options, text=text, tool="webfetch", url=url, complete=fits and len(body) == 1)
    if named.get("outside"):
        tool = "external_directory"
    path = named.get("path") or named.get("folder")
    # An edit is always cut off: its box takes all the rows there are.
    complete = sure and (is_indented and path is not None if tool == "Edit" else fits and found is not None)
    tool = tool.lower() if tool else None
    paths = [path] if path else []
    return asking(kind, title, options, text=text, tool=tool, paths=paths, complete=complete)


def _options(view: ScreenView, block: Block, place: int) -> Options:
    """The buttons stand on a background of their own, and the selected one differs from that: without colours nobody
    knows which one Enter takes, nor whether these are buttons at all."""
    match = _BUTTONS.fullmatch(block.said[place])
    names = list(re.finditer(_NAME, match["names"])) if match else []
    row, left = block.top + place, block.bar + 1
    panel = background(view, row, left)
    odd = [n for n, name in enumerate(names) if background(view, row, left + 3 + name.start()) != panel]
    at = odd[0] if len(odd) == 1 and panel != background(view, block.top, left) else None
    options = []
    for option in stepped([name[0] for name in names], at or 0, RIGHT, LEFT).options:
        meaning = Meaning.ACCEPT_ALWAYS if option.label == "Confirm" else meaning_of(option.label)
        key = "" if at is None else ESCAPE if meaning is Meaning.REJECT else option.key
        options.append(attrs.evolve(option, meaning=meaning, key=key))
    return Options(tuple(options), None if at is None else str(at + 1))


def _question(view: ScreenView, block: Block, end: int) -> Prompt:
    """Options with numbers, of which a digit chooses at once; descriptions stand further right. Where several may be
    chosen, or none are shown, nothing that could be typed is an answer."""
    said = block.said[:end]
    found: list[tuple[int, re.Match[str]]] = []
    for place in range(len(said) - 1, -1, -1):
        if match := _NUMBERED.fullmatch(said[place]):
            found.insert(0, (place, match))
            if match["number"] == "1":
                break
    first = found[0][0] if found else len(said)
    title = " ".join(line.strip() for line in said[:first] if line and not line.startswith("   "))
    last = found[-1][0] + 1 if found else end
    typed = last < end < len(block.said) and said[last] and view.cursor[0] == block.top + last
    if typed:  # an answer of one's own
        return asking(WaitReason.QUESTION, title, text=title, takes_text=True)
    in_order = [match["number"] for _, match in found] == [str(n) for n in range(1, len(found) + 1)]
    if not in_order or any(match["box"] for _, match in found):
        return asking(WaitReason.QUESTION, title, text=_text(said))
    options = [
        Option(match["number"], match["label"], Meaning.OTHER, match["number"] if len(match["number"]) == 1 else "")
        for _, match in found
    ]
    return asking(WaitReason.QUESTION, title, Options(tuple(options)), text=_text(said))


def _text(rows: tuple[str, ...]) -> str:
    return "\n".join(inside(row) for row in rows).strip()
