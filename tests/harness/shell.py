"""Branchline's commands as a user runs them in a shell."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

from branchline.machine.paths import self_command


async def branchline(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`branchline WORDS`, of the Branchline whose home that is."""
    return await asyncio.to_thread(
        subprocess.run,
        self_command(*words),
        env={"BRANCHLINE_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
