"""`branchline ptyhost`: from arguments to the one that runs."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from branchline import __version__
from branchline.machine.paths import Paths
from branchline.machine.prctl import adopt_orphans, close_to_others
from branchline.machine.process_lock import take_lock
from branchline.ptyhost.log import log
from branchline.ptyhost.server import Ptyhost
from branchline.ptyhost.spawning import raise_file_limit

_ENDING = 5.0
"""Seconds that one which is ending may still hold the lock."""


def main(argv: list[str]) -> int:
    """Returns the exit code; 0 too when another one already runs."""
    parser = argparse.ArgumentParser("branchline ptyhost")
    parser.add_argument("--grace", type=float, default=5.0, help="seconds that it goes on while it holds nothing")
    options = parser.parse_args(argv)
    close_to_others()
    adopt_orphans()
    paths = Paths.from_environment(os.environ)
    lock = take_lock(paths.ptyhost_lock, paths.ptyhost_socket, _ENDING)
    if lock is None:
        return 0
    log.open(paths.log_dir / "ptyhost.log")
    raise_file_limit()
    unready = paths.ptyhost_socket.with_suffix(".new")
    unready.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(unready))
        os.chmod(unready, 0o600)
        listener.listen(64)
        listener.setblocking(False)
        unready.replace(paths.ptyhost_socket)  # Whoever sees it can connect.
        ptyhost = Ptyhost(listener, paths.log_dir, options.grace)
        log.info("ready, version %s, pid %d", __version__, os.getpid())
        try:
            ptyhost.run()
        finally:
            # While the lock is held nobody else makes a socket there.
            paths.ptyhost_socket.unlink(missing_ok=True)
            log.info("ended")
            ptyhost.close()
            os.close(lock)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
