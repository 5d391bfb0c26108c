"""Saves what a session's terminal printed last as a recording without the user's own words, for a report."""

from __future__ import annotations

import base64
import getpass
import gzip
import json
import os
import time
from pathlib import Path

from branchline.core.model.session import Session
from branchline.core.screen.redaction import redact
from branchline.ptyhost.ring import RingReader
from branchline.service.terminals.readable import readable

MOST = 512 * 1024
"""Bytes of output, from the last ones: enough for what is on the screen."""
STEP = 4096
"""Bytes a line; when each came is not known any more."""


def save(folder: Path, ring: Path, session: Session, cols: int, rows: int) -> tuple[Path, str]:
    """The file written, mode 0600: a recording that `branchline replay` takes; and its text, to be read by a person.
    Raises OSError, ValueError."""
    with RingReader(ring) as reader:
        start = max(reader.start, reader.end - MOST)
        output = reader.read(start, reader.end - start)
    home = os.path.expanduser("~")
    places = [session.worktree, session.repo, home, os.path.basename(session.repo), session.branch, session.name]
    clean = redact(output, [*places, getpass.getuser(), os.uname().nodename])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{session.agent}-{time.strftime('%Y%m%d-%H%M%S')}-{session.id[:8]}.jsonl.gz"
    header = json.dumps({"agent": session.agent, "cols": cols, "rows": rows, "scenario": "unknown screen"})
    with (
        os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
        gzip.open(raw, "wt") as file,
    ):
        file.write(header + "\n")
        for number, at in enumerate(range(0, len(clean), STEP)):
            data = base64.b64encode(clean[at : at + STEP]).decode()
            file.write(json.dumps({"t": round(number / 100, 2), "d": data}) + "\n")
    return path, f"{header}\n\n{readable(clean)}\n"
