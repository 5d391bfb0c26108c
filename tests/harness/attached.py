"""What a viewer is attached to, and how its terminal looks then."""

from __future__ import annotations

from harness.pty_program import PtyProgram
from harness.viewers import Held

COLS, ROWS = 60, 12
DRAWN = r"""
import sys, time
print('\n'.join(f'line {n}' for n in range(40)))
sys.stdout.write('\x1b[?1049h\x1b[2J\x1b[3;5H\x1b[31mfull screen\x1b[?25l\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[?1004h'
                 '\x1b[?1h\x1b[>1u\x1b]2;its title\x07\x1b]11;rgb:10/20/30\x07\x1b[7;2H')
time.sleep(1000)
"""


def look(held: Held, *arguments: str, cols: int = COLS, rows: int = ROWS) -> PtyProgram:
    return PtyProgram(held.viewer(*arguments), held.home, held.env, cols, rows)
