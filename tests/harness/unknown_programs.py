"""Screens of programs of which nothing is known, and what is read off them."""

from __future__ import annotations

from branchline.agents.any_program.any_program import observe
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import ScreenView
from branchline.core.model.status import Status

CURSOR = "▮"
"""Where the cursor is, in the screens below. Otherwise it is behind the text."""


def view(text: str, quiet_for: float = 1.0, cols: int = 80, rows: int = 24, reverse: bool = False) -> ScreenView:
    text = text if CURSOR in text else text + CURSOR
    before = text.partition(CURSOR)[0]
    lines = [line.rstrip() for line in text.replace(CURSOR, "").split("\n")]
    cursor = (before.count("\n"), len(before.rpartition("\n")[2]))
    lines += [""] * (rows - len(lines))

    def styled(row: int) -> str:
        return f"\x1b[0m\x1b[7m{lines[row]}\x1b[0m" if reverse else lines[row]

    return ScreenView(tuple(lines), cursor, "", cols, quiet_for, styled)


def at_the_bottom(text: str, rows: int = 24) -> str:
    """The text, ending on the lowest row."""
    return "line\n" * (rows - 1 - text.count("\n")) + text


def asked(text: str, **how: float) -> Prompt:
    seen = observe(view(text, **how))  # type: ignore[arg-type]
    assert seen is not None, "no rule knows it"
    assert seen.status is Status.WAITING
    assert seen.prompt is not None
    assert seen.reason == seen.prompt.kind.value
    assert not seen.takes_text
    return seen.prompt


def keys(prompt: Prompt) -> dict[str, str]:
    return {each.id: each.key for each in prompt.options}


LISTS = [
    "? Pick one (Use arrow keys)▮\n❯ a\n  b",
    "? Pick one (Use arrow keys)\n❯ a\n  b▮",
    "? Pick one:\n❯ a\n  b\n▮",
    "? Pick one ›\n❯ a\n  b\n▮",
    "? Pick one\n> a\n  b\n\n↑↓ navigate • ⏎ select▮",
    "◆  Pick one\n│  ● a\n│  ○ b\n└\n▮",
    "╭──────────╮\n│ ? Pick one\n│ ❯ 1. a   │\n│   2. b   │\n╰──────────╯\n▮",
    "? Pick one (Use arrow keys)▮\n » a\n   b",
    "? Pick one (Use shortcuts)▮\n » 1) a\n   2) b",
    "? Pick one …▮\n❯ a\n  b",
    "? Pick one › - Use arrow-keys. Return to submit.\n❯   a\n    b\n▮",
    "Pick one?\n\n ▮❯ a\n   b\n\n Enter to confirm",
]


BOX = """
   ┌──────────────────────────────────────────┐
   │ Please enter the passphrase to unlock it │
   │                                          │
   │ Passphrase: ▮____________________________ │
   │                                          │
   │      <OK>                     <Cancel>   │
   └──────────────────────────────────────────┘"""
