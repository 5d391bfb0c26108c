"""What serves connections. It takes most of the sidecar with it, and is loaded after what can be told without it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any

from branchline.machine.paths import Paths
from branchline.machine.peers import Peer
from branchline.machine.user_environment import Environment
from branchline.rpc.admission import Admission
from branchline.rpc.connection import Outgoing, read_messages
from branchline.rpc.framing import Reader
from branchline.rpc.handlers.asked import later, load
from branchline.rpc.hooks import serve_hook
from branchline.rpc.log_levels import LogLevels
from branchline.rpc.server import BranchlineServer
from branchline.rpc.viewers import serve_viewer
from branchline.service.base.base import Base
from branchline.service.service import Service

LEISURE = 0.05
"""Seconds between two things that are loaded before anybody asks for them."""
SOON = ("branchline.core.naming.better", "branchline.core.policy.deciding")
"""The first session that is made needs the one, the first prompt that is judged the other."""


class Serving:
    def __init__(self, paths: Paths, base: Base, admission: Admission) -> None:
        self.service = Service(paths, base=base)
        self._admission = admission
        self._log_levels = LogLevels(paths, self.service.terminals)

    async def start(self) -> None:
        self._admission.go_on(self.service.terminals, self.service.on_waiting)
        await self.service.start()

    async def load_rest(self) -> None:
        """What is first asked for waits for no loading, if the user is slower than that."""
        for module in SOON:
            await asyncio.sleep(LEISURE)
            import_module(module)
        while later():
            await asyncio.sleep(LEISURE)
            for noun in later()[:1]:  # Somebody may have asked for it meanwhile.
                load(noun)

    async def hook(self, peer: Peer, said: Mapping[str, Any], reader: asyncio.StreamReader) -> bytes:
        """What it shall print."""
        if not await self._admission.may_be_hook(peer, str(said.get("session"))):
            return b""
        return await serve_hook(self.service, said, reader)

    async def viewer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve_viewer(self.service, reader, writer)

    async def client(
        self,
        peer: Peer,
        environment: Environment | None,
        reader: Reader,
        writer: asyncio.StreamWriter,
        answered: int | str | None = None,
    ) -> None:
        """`answered` is the request that has its answer already."""
        server = BranchlineServer(self.service, self._log_levels, partial(self._admission.check, peer), environment)
        server.protocol.answered = answered
        server.protocol.set_writer(Outgoing(writer))
        try:
            await read_messages(reader, server.protocol)
        finally:
            server.detach()
            server.shutdown()  # type: ignore[no-untyped-call]  # pygls does not annotate it
            await self._log_levels.left(server.client)

    async def stop_everything(self) -> None:
        await self.service.running.stop_everything()
        await self.service.spares.drop_all()
