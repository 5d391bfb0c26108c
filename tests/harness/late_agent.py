"""An agent that reads late: it takes the first Enter for a part of the text before it, as some do on a busy machine.

late_agent.py LOG   Draws as the demo agent does. LOG gets each text that was sent, a line each.
"""

from __future__ import annotations

import os
import sys
import tty
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "sidecar"))
sys.path.insert(0, str(Path(__file__).parent.parent))

from branchline.core.screen.typing_plan import PASTE_END, PASTE_START
from branchline.demo.widgets import Editor
from harness.swapping_agent import COLS, ROWS, drawn, paint


def main() -> None:
    tty.setraw(0)
    editor, ignored = Editor(), 1
    while True:
        paint(drawn(editor.draw(COLS, ROWS)))
        keys = os.read(0, 4096)
        if keys != b"\r":
            editor.insert(keys.removeprefix(PASTE_START).removesuffix(PASTE_END).decode())
        elif ignored:
            ignored -= 1
        else:
            with open(sys.argv[1], "a") as file:
                file.write(f"{editor.clear()}\n")


if __name__ == "__main__":
    main()
