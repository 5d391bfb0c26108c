"""An agent that asks one harmless command after the other, as the demo agent draws it, and writes down when each key
came.

asking_agent.py LOG   LOG gets a line for each key: milliseconds since the epoch.
"""

from __future__ import annotations

import os
import sys
import time
import tty
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "sidecar"))

from branchline.demo.steps import Approve
from branchline.demo.widgets import Dialog

COLS, ROWS = 100, 24


def main() -> None:
    tty.setraw(0)
    number = 0
    with open(sys.argv[1], "a", buffering=1) as log:
        while True:
            command = f"echo number {number}"
            ask = Approve("Run a command: look", (command,), "Do you want to run this command?", "for such", command)
            lines, (row, column) = Dialog(ask).draw(COLS, ROWS)
            text = "\r\n".join(line.render(COLS) for line in lines)
            os.write(1, f"\x1b[H\x1b[2Jwhat was said\r\n{text}\x1b[{row + 2};{column + 1}H".encode())
            if not os.read(0, 64):
                return
            log.write(f"{time.time() * 1000:.3f}\n")
            number += 1


if __name__ == "__main__":
    main()
