"""A program that kills the sidecar as soon as it has got so much of what is typed. Its own line editor draws a sign.

    python3 cutting_agent.py WHEN PASTES PIDFILE

WHEN is a number of characters, `pasted` or `enter`. What is sent is a line of `sent.txt` each, in its folder. It reads
nothing more, once it has killed, until the number in the file is another one.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
import tty
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "sidecar"))

from branchline.core.screen.typing_plan import CLEAR, PASTE_END, PASTE_START

SIGN = b"$ "
COLS = 120


def main(when: str, pastes: str, pid_file: str) -> None:
    tty.setraw(0, termios.TCSANOW)
    line, is_over = b"", False

    def cut(point: str) -> None:
        nonlocal is_over
        if is_over or point != when:
            return
        is_over = True
        first = Path(pid_file).read_text()
        os.kill(int(first), signal.SIGKILL)
        while Path(pid_file).read_text() == first:
            time.sleep(0.01)

    os.write(1, (b"\x1b[?2004h" if pastes == "on" else b"") + SIGN)
    rest = b""
    while data := os.read(0, 1):
        rest += data
        if PASTE_START.startswith(rest) or PASTE_END.startswith(rest):
            if rest == PASTE_END:
                cut("pasted")
            rest = b"" if rest in (PASTE_START, PASTE_END) else rest
        elif rest == b"\r":
            cut("enter")
            with Path("sent.txt").open("ab") as file:
                file.write(line + b"\n")
            os.write(1, b"\r\ndone\r\n" + SIGN)
            line = rest = b""
        elif rest == CLEAR.encode():
            rows = (len(SIGN) + len(line)) // COLS
            os.write(1, (f"\x1b[{rows}A" if rows else "").encode() + b"\r\x1b[J" + SIGN)
            line = rest = b""
        else:
            line += rest
            os.write(1, rest)
            rest = b""
            cut(str(len(line)))


if __name__ == "__main__":
    main(*sys.argv[1:])
