"""`branchline serve`: one sidecar a user. Who comes second leaves before it has loaded what makes a sidecar."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from collections.abc import Sequence
from types import ModuleType

from branchline.core.errors import BranchlineError
from branchline.machine.git_variables import is_of_one_command
from branchline.machine.paths import Paths
from branchline.machine.prctl import close_to_others
from branchline.machine.process_lock import take_lock
from branchline.machine.python_logging import log_to
from branchline.relay.trust import why_no_sidecar

log = logging.getLogger(__name__)

ENDING = 4.0
"""Seconds that a sidecar which is ending may still hold the lock."""


def run(_arguments: Sequence[str] = ()) -> int:
    """Returns the exit code; 0 too when another sidecar already runs."""
    close_to_others()
    for name in filter(is_of_one_command, [*os.environ]):
        del os.environ[name]  # Of a window that git opened, say: repositories are read here without git, too.
    paths = Paths.from_environment(os.environ)
    log_to(paths.log_dir / "sidecar.log")
    if reason := why_no_sidecar(paths):
        log.error("not started: %s", reason)
        return 1
    lock = take_lock(paths.sidecar_lock, paths.sidecar_socket, ENDING)
    if lock is None:
        log.info("another sidecar runs")
        return 0
    try:
        asyncio.run(_loaded().serve(paths))
    except BranchlineError as error:
        log.error("%s: %s", error.code, error.message)
        return 1
    except Exception:  # stderr goes to a file too, and would hold what the log's filter takes out
        log.exception("ended by a mistake")
        return 1
    finally:
        os.close(lock)
    return 0


def _loaded() -> ModuleType:
    """What begins a sidecar, which looks for garbage again once it has loaded the rest."""
    gc.disable()
    from branchline.rpc import daemon

    return daemon
