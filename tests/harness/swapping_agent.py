"""An agent whose dialogs change while somebody makes up their mind: for each harmless request it asks, it may ask
something else instead a moment later. Draws as the demo agent does; writes down which dialog stood there for each key.

swapping_agent.py LOG CASES DELAYS SESSIONS [questions]   With the word it asks questions: which format report N shall
have, and then how many copies, with the same options. LOG gets a JSON line for each case: {case, asked, key, stood, at,
until}. `DELAYS`, with commas, are taken in turn; 0 never changes the dialog. Their unit is how long an answer takes
here and now, so that a busy machine tries the same: it is measured on dialogs that stay, which are in no line, and
grows with each dialog that was changed, shrinks with each that was answered. A case without a key ends after WAIT.

What stood there is what the terminal host had read: its scrollback, in the folder SESSIONS, says how far that is. A key
that is here before it has read the other dialog was typed at the first one, however late it is.
"""

from __future__ import annotations

import json
import os
import select
import statistics
import sys
import time
import tty
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "sidecar"))

from branchline.demo.steps import Approve, Choose
from branchline.demo.widgets import Dialog, Editor, Picture
from branchline.ptyhost.ring import RingReader

COLS, ROWS = 120, 30
ASKS = sys.argv[5:] == ["questions"]
WAIT = 0.25
MEASURED = 5
FOLLOWS = 1.25
"""What the unit is multiplied by, or divided."""
PATIENCE = 5.0
"""Seconds that a dialog which does not change waits for its key."""

PAINTED = [0]
"""How many bytes, as the terminal host counts them: the terminal is raw."""


def main() -> None:
    log, cases, delays = sys.argv[1], int(sys.argv[2]), [float(each) for each in sys.argv[3].split(",")]
    tty.setraw(0)
    paint(drawn_ready())
    read_key(2.0)  # The session is created; nothing is typed, as no instruction was given.
    unit = statistics.median(answered_after(number) for number in range(MEASURED)) if any(delays) else 0.0
    with RingReader(newest_scrollback(Path(sys.argv[4]))) as scrollback, open(log, "a", buffering=1) as file:
        for case in range(cases):
            delay = unit * delays[case % len(delays)]
            asked, harmful = pair(case)
            first, second = dialog(asked), dialog(harmful)
            stood, at = asked, paint(first)
            key = read_key(delay or PATIENCE)
            if key is None and delay:
                paint(second)
                key = key_before_it_is_read(scrollback)
                if key is None:
                    stood, key = harmful, read_key(WAIT)
                unit *= FOLLOWS
            else:
                unit /= FOLLOWS
            entry = {"case": case, "asked": asked, "key": key, "stood": stood, "at": at, "until": time.monotonic()}
            file.write(json.dumps(entry) + "\n")
    paint(drawn_ready())
    time.sleep(600)


def newest_scrollback(sessions: Path) -> Path:
    """That of this terminal."""
    return max(sessions.glob("*/ring"), key=lambda ring: ring.stat().st_mtime_ns)


def key_before_it_is_read(scrollback: RingReader) -> str | None:
    """The key that comes before the terminal host has read all that was painted."""
    while True:
        has_read = scrollback.end >= PAINTED[0]
        key = read_key(0)
        if key is not None or has_read:
            return key
        time.sleep(0.001)


def answered_after(number: int) -> float:
    """Seconds."""
    at = paint(dialog(pair(-number - 1)[0] if ASKS else f"git log --skip={number}"))
    read_key(PATIENCE)
    return time.monotonic() - at


def read_key(patience: float) -> str | None:
    if not select.select([0], [], [], patience)[0]:
        return None
    return os.read(0, 64).decode(errors="replace")


def drawn_ready() -> bytes:
    return drawn(Editor().draw(COLS, ROWS))


def pair(case: int) -> tuple[str, str]:
    """What is asked, and what must not be answered."""
    if ASKS:
        return f"Which format should report {case} have?", f"How many copies of report {case} are there?"
    return f"git log -{case + 1}", f"rm -rf ~/important{case}"


def question(text: str) -> bytes:
    return drawn(Dialog(Choose(text, ("JSON", "CSV", "Plain text"))).draw(COLS, ROWS))


def dialog(command: str) -> bytes:
    if ASKS:
        return question(command)
    ask = Approve("Run a command: look", (command,), "Do you want to run this command?", "for such commands", command)
    return drawn(Dialog(ask).draw(COLS, ROWS))


def drawn(picture: Picture) -> bytes:
    lines, (row, column) = picture
    text = "\r\n".join(line.render(COLS) for line in lines)
    return f"\x1b[H\x1b[2Jwhat was said\r\n{text}\x1b[{row + 2};{column + 1}H".encode()


def paint(screen: bytes) -> float:
    """When it was painted, by the clock that all processes share."""
    PAINTED[0] += os.write(1, screen)
    return time.monotonic()


if __name__ == "__main__":
    main()
