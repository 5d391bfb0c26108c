"""Copilot's dialogs as they are drawn, and what is read off them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from branchline.agents.copilot.agent import AGENT
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.service.terminals.replay import load, replay
from harness.recordings import FOLDER

RUN = "Do you want to run this command?"
YES, NO = "Yes", "No, and tell Copilot what to do differently (Esc to stop)"
ALWAYS = "Yes, and don't ask again for `touch` in this repo (/home/u/work/copilot-touch)"
OPTIONS = (YES, ALWAYS, NO)
KEYS = "↑/↓ to navigate · enter to select · esc to cancel"
SIZES = [(100, 30), (80, 24), (60, 20)]


def observed(rows: Sequence[str], cols: int, height: int, cursor: tuple[int, int]) -> Observation | None:
    """What is seen on a screen that ends with these rows. Of what is too high the top is out of sight."""
    lines = ["", *rows] if len(rows) < height else ["  Current   Sessions", "", *rows[2 - height :]]
    lines = [*[""] * (height - len(lines)), *lines]
    return AGENT.observe(ScreenView(tuple(line.rstrip() for line in lines), cursor, "", cols, 1.0))


def prompt_of(rows: Sequence[str], cols: int = 100, height: int = 30, cursor: tuple[int, int] = (3, 90)) -> Prompt:
    seen = observed(rows, cols, height, cursor)
    assert seen is not None
    assert seen.prompt is not None
    assert (seen.status, seen.takes_text) == (Status.WAITING, False)
    return seen.prompt


def boxed(texts: Sequence[str], cols: int) -> list[str]:
    width = cols - 4
    return [f"╭{'─' * (cols - 2)}╮", *(f"│ {text.ljust(width)} │" for text in texts), f"╰{'─' * (cols - 2)}╯"]


def frame(
    heading: str,
    body: Sequence[str],
    question: str,
    options: Sequence[str] = OPTIONS,
    cols: int = 100,
    selected: int = 0,
) -> list[str]:
    def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
        return textwrap.wrap(text, cols - 4, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)

    listed = [
        row
        for n, label in enumerate(options)
        for row in wrapped(label, f"{'❯' if n == selected else ' '} {n + 1}. ", "  ")
    ]
    rule = "─" * (cols - 4)
    return boxed([*wrapped(heading), rule, *body, "", *wrapped(question), "", *listed, "", KEYS], cols)


def shell(command: str, cols: int = 100, heading: str = "Create an empty file", selected: int = 0) -> list[str]:
    return frame(heading, boxed(command.split("\n"), cols - 4), RUN, OPTIONS, cols, selected)


def recorded(name: str) -> list[Prompt]:
    found: dict[str, Prompt] = {}
    for _, seen in replay(load(FOLDER / "copilot" / f"{name}.jsonl.gz"), AGENT):
        if seen and seen.prompt:
            found.setdefault(seen.prompt.id, seen.prompt)
    return list(found.values())
