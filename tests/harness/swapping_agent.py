"""An agent whose dialogs change while somebody makes up their mind: for each harmless request it asks, it may ask
something else instead a moment later. Draws as the demo agent does; writes down which dialog stood there for each key.

swapping_agent.py LOG CASES DELAYS [questions]   With the word it asks questions: which format report N shall have,
and then how many copies, with the same options. LOG gets a JSON line for each case: {case, asked, key, stood, at,
until, late}. `DELAYS`, with commas, are taken in turn; 0 never changes the dialog. Their unit is how long an answer
takes here and now, so that a busy machine tries the same: it is measured on dialogs that stay, which are in no line.
A case without a key ends after WAIT.
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

COLS, ROWS = 120, 30
ASKS = sys.argv[4:] == ["questions"]
WAIT = 0.25
MEASURED = 5
ON_ITS_WAY = 0.3
"""Of that unit, how long a key may take from the terminal host's last look to here. Unguarded ones take all of it."""
LEAST_ON_ITS_WAY = 0.005
"""Seconds."""
PATIENCE = 5.0
"""Seconds that a dialog which does not change waits for its key."""


def main() -> None:
    log, cases, delays = sys.argv[1], int(sys.argv[2]), [float(each) for each in sys.argv[3].split(",")]
    tty.setraw(0)
    paint(drawn_ready())
    read_key(2.0)  # The session is created; nothing is typed, as no instruction was given.
    unit = statistics.median(answered_after(number) for number in range(MEASURED)) if any(delays) else 0.0
    on_its_way = max(LEAST_ON_ITS_WAY, ON_ITS_WAY * unit)
    with open(log, "a", buffering=1) as file:
        for case in range(cases):
            delay = unit * delays[case % len(delays)]
            asked, harmful = pair(case)
            first, second = dialog(asked), dialog(harmful)
            stood, at = asked, paint(first)
            key, is_late = read_key(delay or PATIENCE), False
            if key is None and delay:
                paint(second)
                # What is there already was sent before: this process may have been held up right before it painted.
                key = read_key(0)
                if key is None:
                    # The terminal host may have been held up between its last look and the key.
                    key, is_late = read_key(on_its_way), True
                if key is None:
                    stood, key, is_late = harmful, read_key(WAIT), False
            entry = {"case": case, "asked": asked, "key": key, "stood": stood, "late": is_late}
            entry |= {"at": at, "until": time.monotonic()}
            file.write(json.dumps(entry) + "\n")
    paint(drawn_ready())
    time.sleep(600)


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
    os.write(1, screen)
    return time.monotonic()


if __name__ == "__main__":
    main()
