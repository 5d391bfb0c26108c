"""Codex's dialogs as they are drawn, and what is read off them."""

from __future__ import annotations

from branchline.agents.registry import BUILT_IN
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation, ScreenView

ASKING = "[ ! ] Action Required | stub | repo"
OPTIONS = (
    "› 1. Yes, proceed (y)",
    "  2. Yes, and don't ask again for commands that start with `make` (p)",
    "  3. No, and tell Codex what to do differently (esc)",
)
HINT = ("", "  Press enter to confirm or esc to cancel")
FOOTER = ("", "  gpt-5 default · /work/enter · stub", "  ← for agents · ? for shortcuts")


def seen(rows: list[str], cols: int = 80, title: str = ASKING) -> Observation | None:
    row = next((each for each in range(len(rows) - 1, -1, -1) if rows[each].startswith("› ")), 0)
    return BUILT_IN["codex"].observe(ScreenView(tuple(rows), (row, 2), title, cols, 1.0))


def prompt(rows: list[str], cols: int = 80, title: str = ASKING) -> Prompt:
    observed = seen(rows, cols, title)
    assert observed is not None
    assert observed.prompt is not None
    return observed.prompt
