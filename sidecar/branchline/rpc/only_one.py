"""`branchline serve`: one sidecar a user. Who comes second leaves before it has loaded what makes a sidecar."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import logging.handlers
import os
import time
from pathlib import Path

from branchline.core.errors import BranchlineError
from branchline.machine.paths import Paths

log = logging.getLogger(__name__)

ENDING = 4.0
"""Seconds that a sidecar which is ending may still hold the lock."""


def run() -> int:
    """Returns the exit code; 0 too when another sidecar already runs."""
    paths = Paths.from_environment(os.environ)
    _log_to(paths.log_dir / "sidecar.log")
    lock = os.open(paths.sidecar_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not _take(lock, paths):
        log.info("another sidecar runs")
        return 0
    try:
        from branchline.rpc import daemon

        asyncio.run(daemon.serve(paths))
    except BranchlineError as error:
        log.error("%s: %s", error.code, error.message)
        return 1
    finally:
        os.close(lock)
    return 0


def _take(lock: int, paths: Paths) -> bool:
    """Lock it. One that holds the lock but has no socket is ending, or just starting: that shows in a moment."""
    deadline = time.monotonic() + ENDING
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if paths.sidecar_socket.exists() or time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        else:
            return True


def _log_to(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=2_000_000, backupCount=2, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # pygls logs every message's content at INFO.
    logging.getLogger("pygls").setLevel(logging.WARNING)
