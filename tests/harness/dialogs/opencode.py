"""opencode's dialogs as they are drawn, and what is read off them."""

from __future__ import annotations

from collections.abc import Sequence

from branchline.agents.opencode.agent import AGENT
from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation, ScreenView
from branchline.core.model.status import Status
from branchline.terminal.screen import Screen

OUTSIDE, PANEL, BELOW, CHOSEN = (f"\x1b[48;2;{code}m" for code in ("10;10;10", "20;20;20", "30;30;30", "245;167;66"))
ASKING, WRITING, FAILING = (f"\x1b[38;2;{code}m" for code in ("245;167;66", "92;156;245", "224;108;117"))
PERMISSION = ("Allow once", "Allow always", "Reject")
HINTS = "ctrl+f fullscreen  ⇆ select  enter confirm"


def observed(
    rows: Sequence[str], cols: int = 100, height: int = 30, cursor: tuple[int, int] | None = None
) -> Observation | None:
    """What is seen on a screen that ends with these rows; the cursor may be anywhere."""
    screen = Screen(cols, height)
    try:
        blank = OUTSIDE + " " * cols
        drawn = [*[blank] * (height - len(rows)), *rows][:height]
        screen.feed("\r\n".join(row + "\x1b[0m" for row in drawn).encode(), answer=False)
        view = ScreenView(screen.lines(), cursor or screen.cursor(), "", cols, 1.0, screen.styled)
        return AGENT.observe(view)
    finally:
        screen.close()


def prompt_of(rows: Sequence[str], cols: int = 100, height: int = 30, cursor: tuple[int, int] | None = None) -> Prompt:
    seen = observed(rows, cols, height, cursor)
    assert seen is not None
    assert seen.prompt is not None
    assert (seen.status, seen.takes_text) == (Status.WAITING, False)
    return seen.prompt


def block(texts: Sequence[str], cols: int, behind: str = PANEL, bar: str = ASKING) -> list[str]:
    """Barred rows. In a terminal wider than 120 columns a panel stands beside them."""
    width = (cols - 42 if cols > 120 else cols) - 5
    beside = f"{PANEL}  120 tokens{' ' * 30}" if cols > 120 else ""
    return [f"{OUTSIDE}  {PANEL}{bar}┃\x1b[39m{behind}{text.ljust(width)}{OUTSIDE}  {beside}" for text in texts]


def permission(
    heading: str,
    body: Sequence[str],
    cols: int = 100,
    selected: int = 0,
    names: Sequence[str] = PERMISSION,
    title: str = "Permission required",
) -> list[str]:
    head = ["", f"  △ {title}", *([f"    {heading}"] if heading else []), ""]
    room = (cols - 42 if cols > 120 else cols) - 5
    buttons = " ".join(f"{CHOSEN if n == selected else BELOW} {name} {BELOW}" for n, name in enumerate(names))
    used = sum(len(name) + 3 for name in names) - 1
    if cols < 80:  # the hints get a row of their own
        below = [f"  {buttons}{' ' * (room - 2 - used)}", "", f"  {HINTS}"]
    else:
        hints = f"  {HINTS}"[: room - 2 - used]
        below = [f"  {buttons}{' ' * (room - 2 - used - len(hints))}{hints}"]
    # At most 15 rows: of a body that is too long the rest is not there.
    fits = body[: 15 - len(head) - len(below) - 3]
    content = [*head, *(f"  {line}" for line in fits), ""]
    return [*block(content, cols), *block(["", *below, ""], cols, BELOW), OUTSIDE + " " * cols]


def shell(command: str, cols: int = 100, selected: int = 0) -> list[str]:
    return permission("# Shell command", f"$ {command}".split("\n"), cols, selected)
