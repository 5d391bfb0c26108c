"""The sidecar at work: many connections, one service."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
from types import ModuleType
from typing import TYPE_CHECKING

from branchline import __version__
from branchline.machine.paths import Paths
from branchline.machine.peers import Peer
from branchline.relay.greeting import MAX_LINE, ROLES, greeting, read_line
from branchline.rpc import log_levels
from branchline.rpc.admission import Admission
from branchline.rpc.environment import read_environment
from branchline.rpc.first_list import tell_first_list
from branchline.rpc.framing import Rewindable
from branchline.service.base.background import end_all
from branchline.service.base.base import Base

if TYPE_CHECKING:
    from branchline.rpc.serving import Serving

log = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds without a connection and without a live session until the sidecar ends by itself."""


FIRST_GRACE = 2.0
"""Seconds that a sidecar which nobody has connected to yet stays: whoever started it tries all the time."""
ALONE = 0.3
"""Seconds that a sidecar stays without what makes it whole, for the one who started it to be told the list first."""
STUCK = 3.0
"""Seconds that work under way gets to end when the sidecar does."""


class Daemon:
    """Where no agent runs it listens at once and tells its list, before it loads what makes it whole; who wants more
    than the list waits for that. Else it takes over what runs first."""

    def __init__(self, paths: Paths, base: Base) -> None:
        self._paths = paths
        self._base = base
        self._admission = Admission(paths, base.sessions)
        self._connections: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}
        self._serving: asyncio.Future[Serving] = asyncio.get_running_loop().create_future()
        """What serves them, once it does."""
        self._listed = asyncio.Event()
        """A client was told the list, or somebody wants more than that."""
        self._server: asyncio.Server | None = None
        self._end = asyncio.Event()
        self._idle: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end.set)
        log_levels.begin(self._paths)
        try:
            await self._begin()
            await self._end.wait()
            log.info("ending")
        finally:
            self._serving.cancel()
            if self._server:
                self._server.close()
            # While the lock is still held nobody else makes a socket there.
            self._paths.sidecar_socket.unlink(missing_ok=True)
        await self._serving.result().service.close()
        for writer in self._connections:
            writer.close()
        if self._connections:
            await asyncio.wait(list(self._connections.values()), timeout=1)

    async def _begin(self) -> None:
        is_still = not any(each.status.is_live or each.under_way for each in self._base.sessions.all())
        if is_still:
            self._admission.begin()
            await self._listen()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._listed.wait(), ALONE)
        serving = _rest().Serving(self._paths, self._base, self._admission)
        await serving.start()
        self._serving.set_result(serving)
        if not is_still:
            await self._listen()
        log.info("ready")
        self._check_idle(FIRST_GRACE)
        serving.service.background.start(serving.load_rest(), "loading what may be asked for")

    async def _listen(self) -> None:
        socket_path = self._paths.sidecar_socket
        socket_path.unlink(missing_ok=True)
        log.info("listening, version %s, pid %d", __version__, os.getpid())
        self._server = await asyncio.start_unix_server(self._connected, socket_path, limit=MAX_LINE * 16)
        os.chmod(socket_path, 0o600)

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
            writer.write(await (await self._whole()).hook(peer, said, reader))
        elif refusal is not None:
            log.warning("%s is refused as %s: %s", self._admission.named(peer), role, refusal)
        elif role == "client":
            await self._serve_client(peer, await read_environment(said, reader), reader, writer)
        elif role == "viewer":
            await (await self._whole()).viewer(reader, writer)
        else:
            log.info("asked to end: %s by version %s", role, said.get("version"))
            serving = await self._whole()
            if role == "shutdown":
                await serving.stop_everything()
            self._end.set()

    async def _serve_client(
        self,
        peer: Peer,
        environment: dict[str, str] | None,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        taken = None if environment is None else self._base.environments.take(environment)
        again, answered = Rewindable(reader), None
        if not self._serving.done():
            try:
                answered = await tell_first_list(self._base, taken, again, writer)
                await writer.drain()
            finally:
                self._listed.set()
        again.rewind()
        await (await self._whole()).client(peer, taken, again, writer, answered)

    async def _whole(self) -> Serving:
        self._listed.set()
        return await asyncio.shield(self._serving)

    def _check_idle(self, grace: float = GRACE) -> None:
        if self._idle:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(grace, self._end_if_idle)

    def _end_if_idle(self) -> None:
        live = any(session.status.is_live for session in self._base.sessions.all())
        if not self._connections and not live:
            self._end.set()
        elif not self._connections:
            # Only the end of a session can make it idle now, and that is no event of ours: look again.
            self._idle = asyncio.get_running_loop().call_later(6 * GRACE, self._end_if_idle)


async def serve(paths: Paths) -> None:
    await Daemon(paths, Base.open(paths)).run()
    if stuck := await end_all(STUCK):
        # Everything is saved by now. Waiting on would keep the lock, and with it the next sidecar, for ever.
        for task in stuck:
            log.error("did not end: %s", task)
        logging.shutdown()
        os._exit(0)


def _rest() -> ModuleType:
    """All of it stays: to look through it for garbage takes a tenth of the start, and later more of each look than what
    comes and goes."""
    from branchline.rpc import lsp_types

    lsp_types.install()
    from branchline.rpc import serving

    gc.freeze()
    gc.enable()
    return serving
