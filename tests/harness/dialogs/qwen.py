"""Qwen Code's dialogs as they are drawn, and what is read off them."""

from __future__ import annotations

from branchline.agents.registry import BUILT_IN
from branchline.core.model.prompt import Meaning, Prompt
from branchline.core.model.screen import Observation, ScreenView

ASKING = "✳︎ Qwen - repo"
READY = "Qwen - repo"
WAITS = "  ⠏ Waiting for user confirmation..."
MESSAGE = ("  > please", "", "  ◆ I will do that now.", "")
KEYS = "   ↑/↓: Navigate | Enter: Select | Esc: Cancel"

ACCEPT, ALWAYS, OTHER, REJECT = Meaning.ACCEPT, Meaning.ACCEPT_ALWAYS, Meaning.OTHER, Meaning.REJECT


def seen(rows: list[str], cols: int = 80, title: str = ASKING, row: int | None = None) -> Observation | None:
    cursor = (len(rows) - 1, 36) if row is None else (row, 2)
    return BUILT_IN["qwen"].observe(ScreenView(tuple(rows), cursor, title, cols, 1.0))


def prompt(rows: list[str], cols: int = 80, title: str = ASKING) -> Prompt:
    observed = seen(rows, cols, title)
    assert observed is not None
    assert observed.prompt is not None
    return observed.prompt


def scrolled(rows: list[str], cols: int = 80) -> list[str]:
    """With a scroll bar at the right edge."""
    return [row.ljust(cols - 1) + ("█" if at > 8 else "│") for at, row in enumerate(rows[:-2])] + rows[-2:]


BOX = ["─" * 80, ">   Type your message or @path/to/file", "─" * 80, "  ➜ repo · stub-model"]


def question(*rows: str, keys: str = KEYS) -> list[str]:
    return [*MESSAGE, "  ? AskUserQuestion Ask user 1 question ←", "", *rows, "", "", keys, "", "", WAITS]
