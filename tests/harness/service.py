"""The service, or what its parts rest on, in the test's own process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import attrs

from branchline.core.model import Evidence, Observation, Session, Status
from branchline.core.session.events import Effect
from branchline.machine.paths import Paths
from branchline.service.base.agents import Agents
from branchline.service.base.background import Background
from branchline.service.base.saving import Saving
from branchline.service.base.sessions import Changed, News, Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.service import Service
from branchline.service.sessions.create_request import CreateRequest
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.store.store import Store
from harness.scripted_ptyhost import Program, ScriptedPtyhost

PATIENCE = 20.0
"""Seconds: far more than anything takes, for a machine that is busy with other things."""


@attrs.frozen
class Base:
    paths: Paths
    store: Store
    saving: Saving
    settings: LiveSettings
    sessions: Sessions
    agents: Agents
    background: Background

    @classmethod
    def of(cls, paths: Paths) -> Base:
        store, notices = Store.open(paths.store)
        assert notices == []
        saving = Saving(store)
        settings = LiveSettings(store=store, saving=saving)
        return cls(
            paths=paths,
            store=store,
            saving=saving,
            settings=settings,
            sessions=Sessions(store=store, saving=saving),
            agents=Agents(settings=settings),
            background=Background(),
        )

    async def next(self) -> Base:
        """What a sidecar has that starts after this one."""
        await self.saving.saved()
        return Base.of(self.paths)

    async def close(self) -> None:
        await self.background.close()
        await self.saving.close()

    def effects(self, *kinds: type[Effect]) -> list[tuple[str, Effect]]:
        """Those of these kinds that are to be carried out from now on, where no part does it."""
        begun: list[tuple[str, Effect]] = []
        for kind in kinds:
            self.sessions.does(kind, lambda session_id, effect: begun.append((session_id, effect)))
        return begun


class InProcess(Service):
    """The whole service; `program` is what the agent of a session would be."""

    def __init__(self, paths: Paths, ptyhost: ScriptedPtyhost) -> None:
        super().__init__(paths, ptyhost)
        self.ptyhost = ptyhost
        self.settings.configure({"agents": {"scripted": {"command": ["/bin/sh"], "like": "demo"}}})

    async def create(self, repo: object, agent: str = "scripted", **fields: Any) -> Session:
        return await self.creation.create(CreateRequest(repo=str(repo), agent=agent, **fields))

    def program(self, session: Session | str) -> Program:
        return self.ptyhost.programs[session if isinstance(session, str) else session.id]

    async def until(self, session_id: str, condition: Callable[[Session], bool]) -> Session:
        """The session's record once that is true of it."""
        altered = asyncio.Event()

        def heard(news: News) -> None:
            if isinstance(news, Changed):
                altered.set()

        self.sessions.listeners.add(heard)
        try:
            async with timeout(f"still {self.sessions.find(session_id)}"):
                while not condition(session := self.sessions.get(session_id)):
                    altered.clear()
                    await altered.wait()
        finally:
            self.sessions.listeners.remove(heard)
        return session

    async def until_status(self, session_id: str, *statuses: Status) -> Session:
        return await self.until(session_id, lambda session: session.status in statuses)


@contextlib.asynccontextmanager
async def timeout(what: str) -> Any:
    """As `asyncio.timeout`, which Python 3.10 lacks."""
    task = asyncio.current_task()
    assert task is not None
    expired = False

    def expire() -> None:
        nonlocal expired
        expired = True
        task.cancel()

    timer = asyncio.get_running_loop().call_later(PATIENCE, expire)
    try:
        yield
    except asyncio.CancelledError:
        if expired:
            raise AssertionError(f"it did not come to pass: {what}") from None
        raise
    finally:
        timer.cancel()


def session(session_id: str, **fields: Any) -> Session:
    """A record with all that a session has to have."""
    plain: dict[str, Any] = {
        "name": session_id,
        "agent": "demo",
        "repo": "/nowhere",
        "worktree": "",
        "branch": "",
        "base": "",
        "status": Status.READY,
        "evidence": Evidence("rule", 1.0),
        "created_at": 1.0,
        "updated_at": 1.0,
    }
    return Session(id=session_id, **(plain | fields))


class SilentOwner:
    """Of a live terminal; takes what it is told."""

    def observed(self, session_id: str, observation: Observation) -> None: ...
    def answered(self, session_id: str, answers: bytes, mark: int) -> None: ...
    def painted(self, terminal: LiveTerminal) -> None: ...
