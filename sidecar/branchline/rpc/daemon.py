"""The sidecar at work: many connections, one service."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from functools import partial

from branchline import __version__
from branchline.machine.paths import Paths
from branchline.machine.peers import Peer
from branchline.relay.greeting import MAX_LINE, ROLES, greeting, read_line
from branchline.rpc.admission import Admission
from branchline.rpc.connection import Outgoing, read_messages
from branchline.rpc.environment import read_environment
from branchline.rpc.hooks import serve_hook
from branchline.rpc.log_levels import LogLevels
from branchline.rpc.server import BranchlineServer
from branchline.rpc.viewers import serve_viewer
from branchline.service.base.background import end_all
from branchline.service.service import Service

log = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds without a connection and without a live session until the sidecar ends by itself."""


FIRST_GRACE = 2.0
"""Seconds that a sidecar which nobody has connected to yet stays: whoever started it tries all the time."""
STUCK = 3.0
"""Seconds that work under way gets to end when the sidecar does."""


class Daemon:
    def __init__(self, paths: Paths, service: Service) -> None:
        self._paths = paths
        self._service = service
        self._log_levels = LogLevels(paths, service.terminals)
        self._admission = Admission(paths, service.sessions, service.terminals, service.on_waiting)
        self._connections: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}
        self._end = asyncio.Event()
        self._idle: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end.set)
        self._log_levels.start()
        await self._service.start()
        socket_path = self._paths.sidecar_socket
        socket_path.unlink(missing_ok=True)
        server = await asyncio.start_unix_server(self._connected, socket_path, limit=MAX_LINE * 16)
        os.chmod(socket_path, 0o600)
        log.info("ready, version %s, pid %d", __version__, os.getpid())
        self._check_idle(FIRST_GRACE)
        await self._end.wait()
        log.info("ending")
        server.close()
        # While the lock is still held nobody else makes a socket there.
        socket_path.unlink(missing_ok=True)
        await self._service.close()
        for writer in self._connections:
            writer.close()
        if self._connections:
            await asyncio.wait(list(self._connections.values()), timeout=1)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  for the type checker: asyncio runs this in a task
        self._connections[writer] = task
        try:
            with contextlib.closing(Peer(writer.get_extra_info("socket"))) as peer:
                await self._serve(peer, reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
            log.warning("a connection was dropped: %s", error or type(error).__name__)
        finally:
            del self._connections[writer]
            writer.close()
            self._check_idle()

    async def _serve(self, peer: Peer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        refusal = self._admission.refusal(peer)
        writer.write(greeting(os.getpid(), refusal))
        said = read_line(await asyncio.wait_for(reader.readline(), 10)) or {}
        role = said.get("role")
        if role not in ROLES:
            log.warning("a connection was dropped: it named no role")
        elif not peer.is_ours:
            log.warning("a connection of another user was refused")
        elif role == "hook":
            if await self._admission.may_be_hook(peer, str(said.get("session"))):
                writer.write(await serve_hook(self._service, said, reader))
        elif refusal is not None:
            log.warning("%s is refused as %s: %s", self._admission.named(peer), role, refusal)
        elif role == "client":
            await self._serve_client(peer, await read_environment(said, reader), reader, writer)
        elif role == "viewer":
            await serve_viewer(self._service, reader, writer)
        else:
            log.info("asked to end: %s by version %s", role, said.get("version"))
            await self._asked_to_end(str(role))

    async def _serve_client(
        self,
        peer: Peer,
        environment: dict[str, str] | None,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        taken = None if environment is None else self._service.environments.take(environment)
        server = BranchlineServer(self._service, self._log_levels, partial(self._admission.check, peer), taken)
        server.protocol.set_writer(Outgoing(writer))
        try:
            await read_messages(reader, server.protocol)
        finally:
            server.detach()
            server.shutdown()  # type: ignore[no-untyped-call]  # pygls does not annotate it
            await self._log_levels.left(server.client)

    async def _asked_to_end(self, role: str) -> None:
        if role == "shutdown":
            await self._service.running.stop_everything()
            await self._service.spares.drop_all()
        self._end.set()

    def _check_idle(self, grace: float = GRACE) -> None:
        if self._idle:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(grace, self._end_if_idle)

    def _end_if_idle(self) -> None:
        live = any(session.status.is_live for session in self._service.sessions.all())
        if not self._connections and not live:
            self._end.set()
        elif not self._connections:
            # Only the end of a session can make it idle now, and that is no event of ours: look again.
            self._idle = asyncio.get_running_loop().call_later(6 * GRACE, self._end_if_idle)


async def serve(paths: Paths) -> None:
    await Daemon(paths, Service(paths)).run()
    if stuck := await end_all(STUCK):
        # Everything is saved by now. Waiting on would keep the lock, and with it the next sidecar, for ever.
        for task in stuck:
            log.error("did not end: %s", task)
        logging.shutdown()
        os._exit(0)
