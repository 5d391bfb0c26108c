"""An agent whose dialogs change while somebody makes up their mind: for each harmless request it asks, it may ask
something else instead a moment later. Draws as Claude Code does; writes down which dialog stood there for each key.

swapping_agent.py LOG CASES DELAYS   LOG gets a JSON line for each case: {"case", "asked", "key", "stood", "at"}.
`DELAYS` are seconds, with commas, taken in turn; 0 never changes the dialog. A case without a key ends after WAIT seconds.
"""

from __future__ import annotations

import json
import os
import select
import sys
import time
import tty

RULE = "─" * 120
DASHES = "╌" * 120
WAIT = 0.25
PATIENCE = 5.0
"""Seconds that a dialog which does not change waits for its key."""


def main() -> None:
    log, cases, delays = sys.argv[1], int(sys.argv[2]), [float(each) for each in sys.argv[3].split(",")]
    tty.setraw(0)
    os.write(1, b"\x1b[?2004h")
    ready()
    read_key(2.0)  # The session is created; nothing is typed, as no instruction was given.
    with open(log, "a", buffering=1) as file:
        for case in range(cases):
            delay = delays[case % len(delays)]
            asked = f"git log -{case + 1}"
            stood, at = asked, dialog(asked)
            key = read_key(delay or PATIENCE)
            if key is None and delay:
                stood = f"rm -rf ~/important{case}"
                dialog(stood)
                key = read_key(WAIT)
            entry = {"case": case, "asked": asked, "key": key, "stood": stood, "at": at, "until": time.monotonic()}
            file.write(json.dumps(entry) + "\n")
    ready()
    time.sleep(600)


def read_key(patience: float) -> str | None:
    if not select.select([0], [], [], patience)[0]:
        return None
    return os.read(0, 64).decode(errors="replace")


def ready() -> None:
    write(f"\x1b[H\x1b[2J\r\n{RULE}\r\n❯ \r\n{RULE}\r\n  ? for shortcuts\x1b[2A\x1b[3G")


def dialog(command: str) -> float:
    """When it was painted, by the clock that all processes share."""
    write(
        f"\x1b[H\x1b[2J  what was said\r\n{RULE}\r\n Bash command\r\n{DASHES}\r\n {command}\r\n{DASHES}\r\n"
        " Do you want to proceed?\r\n ❯ 1. Yes\r\n   2. No\r\n\r\n Esc to cancel\x1b[3A\x1b[2G"
    )
    return time.monotonic()


def write(text: str) -> None:
    os.write(1, text.encode())


if __name__ == "__main__":
    main()
