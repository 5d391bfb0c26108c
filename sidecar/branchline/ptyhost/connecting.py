"""From the sidecar to the ptyhost: connect to the one that runs, or start one."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.machine.paths import Paths, self_command
from branchline.machine.processes import detach_spawn
from branchline.machine.python_logging import current_level
from branchline.machine.sockets import is_genuine
from branchline.ptyhost.client import ANSWER_PATIENCE, READ_SIZE, PtyhostConnection, PtyhostListener
from branchline.ptyhost.link import HELLO, Link
from branchline.ptyhost.wire import WireError

START_PATIENCE = 15.0
"""Seconds for a new ptyhost to answer, on a busy machine."""
START_AGAIN = 2.0
"""Seconds after which one that was started and is not there is started once more."""


class LocalPtyhost:
    """The user's own, on this machine."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    async def connect(self, listener: PtyhostListener) -> PtyhostConnection:
        """See `connect_or_start`."""
        return await connect_or_start(self._paths, listener)


async def connect_or_start(paths: Paths, listener: PtyhostListener) -> PtyhostConnection:
    """A connection to the user's ptyhost, started first when there is none. Raises HOST_UNREACHABLE."""
    deadline, started = time.monotonic() + START_PATIENCE, float("-inf")
    while True:
        try:
            connection = await _connect(paths, listener)
            await connection.set_log_level(current_level())
            return connection
        except (OSError, EOFError, WireError) as error:
            cause = error  # None, or one that is just ending.
        if time.monotonic() > deadline:
            raise BranchlineError(
                ErrorCode.HOST_UNREACHABLE, f"The terminal host did not start ({cause}); its log is in {paths.log_dir}."
            ) from cause
        if time.monotonic() - started > START_AGAIN:
            # Two starters do no harm: the second one finds the lock taken, and ends.
            started = time.monotonic()
            await _start(paths)
        await asyncio.sleep(0.01)


async def _start(paths: Paths) -> None:
    command, output = self_command("ptyhost"), paths.log_dir / "ptyhost.err"
    try:
        await asyncio.to_thread(detach_spawn, command, os.environ, Path("/"), output)
    except OSError as error:
        raise BranchlineError(
            ErrorCode.HOST_UNREACHABLE, f"The terminal host could not be started: {error}."
        ) from error


async def _connect(paths: Paths, listener: PtyhostListener) -> PtyhostConnection:
    """Returns when the ptyhost has said HELLO. Raises OSError, EOFError, WireError."""
    reader, writer = await asyncio.open_unix_connection(str(paths.ptyhost_socket))
    link = Link()
    try:
        if not is_genuine(writer.get_extra_info("socket"), paths.ptyhost_lock):
            raise EOFError("something else answers in its place")
        writer.write(HELLO)
        while link.greeting is None:
            data = await asyncio.wait_for(reader.read(READ_SIZE), ANSWER_PATIENCE)
            if not data:
                raise EOFError("it closed the connection")
            link.feed(data)
    except asyncio.TimeoutError as error:
        writer.close()
        raise EOFError("it says nothing") from error
    except (OSError, EOFError, WireError):
        writer.close()
        raise
    return PtyhostConnection(reader, writer, link, listener, link.greeting)
