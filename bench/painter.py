"""A program that draws Claude Code's screen: redraws at ten frames a second, and a dialog now and then.

painter.py frames            only redraws
painter.py unadapted         as an agent that nobody adapted to; `asks`: as one of those that asks something
painter.py dialogs TIMES     after each second of redraws a dialog for a second; the moments (monotonic) go to TIMES
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

COLS = 120
FRAME = 0.1
RULE = "─" * COLS
TEXT = "\r\n".join(f"  line {number} of what the agent said so far, as long as such lines are" for number in range(18))


def main() -> None:
    times = Path(sys.argv[2]) if sys.argv[1] == "dialogs" else None
    number = 0
    draw = {"unadapted": unadapted, "asks": unadapted_dialog}.get(sys.argv[1], working)
    while True:
        for frame in range(10):
            write(draw(frame))
            time.sleep(FRAME)
        if times is not None:
            number += 1
            at = dialog(f"make target{number}")
            with times.open("a") as file:
                file.write(f"{number} {at!r}\n")
            time.sleep(1)


def working(frame: int) -> str:
    return (
        f"\x1b[H\x1b[2J{TEXT}\r\n\r\n{'·✢✳✶✻✽'[frame % 6]} Roosting… ({frame}s)\r\n\r\n{RULE}\r\n❯ \r\n{RULE}\r\n"
        "  ⏸ manual mode on · esc to interrupt\x1b[2A\x1b[3G"
    )


def unadapted(frame: int) -> str:
    """At work, as agents that nobody adapted to are: what it says goes on, a sign turns, a clock counts."""
    said, sign = TEXT.replace("line 17", f"line {frame}"), "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[frame % 10]
    return (
        f"\x1b[?25l\x1b[H\x1b[2J{said}\r\n\r\n{sign} Thinking… ({frame}s · esc to interrupt)\r\n\r\n"
        f"╭{'─' * (COLS - 2)}╮\r\n│ > {' ' * (COLS - 5)}│\r\n╰{'─' * (COLS - 2)}╯\r\n"
        f"  ~/work/repo (main)   a-model · 12 % of its context"
    )


def unadapted_dialog(frame: int) -> str:
    """A dialog of such an agent, with a sign that turns beside it."""
    return (
        f"\x1b[?25l\x1b[H\x1b[2J{TEXT}\r\n\r\n{'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'[frame % 10]} Waiting…\r\n{RULE}\r\n Run this command?\r\n"
        "   make target\r\n\r\n ❯ Yes, run it\r\n   Yes, and do not ask again\r\n   No\r\n\r\n"
        " ↑↓ to navigate · enter to select · esc to cancel"
    )


def dialog(command: str) -> float:
    """When its last byte was written."""
    write(
        f"\x1b[H\x1b[2J{TEXT}\r\n{RULE}\r\n Bash command\r\n{'╌' * COLS}\r\n {command}\r\n{'╌' * COLS}\r\n"
        " Do you want to proceed?\r\n ❯ 1. Yes\r\n   2. No\r\n\r\n Esc to cancel\x1b[3A\x1b[2G"
    )
    return time.monotonic()


def write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
