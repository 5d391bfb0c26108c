"""Gemini CLI's dialogs as they are drawn, and what is read off them."""

from __future__ import annotations

from branchline.agents.registry import BUILT_IN
from branchline.core.model.prompt import Meaning, Prompt
from branchline.core.model.screen import Observation, ScreenView

ASKING = "✋  Action Required (repo)"


def seen(rows: list[str], cols: int = 80, title: str = ASKING, row: int | None = None) -> Observation | None:
    cursor = (len(rows) - 1 if row is None else row, 0 if row is None else 3)
    return BUILT_IN["gemini"].observe(ScreenView(tuple(rows), cursor, title, cols, 1.0))


def prompt(rows: list[str], cols: int = 80, title: str = ASKING) -> Prompt:
    observed = seen(rows, cols, title)
    assert observed is not None
    assert observed.prompt is not None
    return observed.prompt


def frame(*rows: str, cols: int = 80) -> list[str]:
    return [
        "✦ I will do that now.",
        "",
        f"╭{'─' * (cols - 2)}╮",
        *(f"│ {row.ljust(cols - 4)} │" for row in rows),
        f"╰{'─' * (cols - 2)}╯",
        "",
        "",
    ]


ACCEPT, ALWAYS, OTHER, REJECT = Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.OTHER, Meaning.REJECT


BOX = ["─" * 80, " Shift+Tab to accept edits", "▄" * 80, " >   Type your message or @path/to/file", "▀" * 80]
