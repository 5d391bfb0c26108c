"""The whole service in the test's own process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from branchline.agents.registry import BUILT_IN
from branchline.core.errors import BranchlineError
from branchline.core.model.agent import HookEvent
from branchline.core.model.prompt import Meaning, Prompt
from branchline.core.model.screen import Observation
from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.core.policy.decisions import Decided
from branchline.core.policy.policy import Preset
from branchline.core.session.snapshot import Snapshot
from branchline.machine.paths import Paths
from branchline.service.base.sessions import Changed, News
from branchline.service.base.worktree_locks import WorktreeLocks
from branchline.service.service import Service
from branchline.service.sessions.create_request import CreateRequest
from branchline.service.terminals.live_terminal import LiveTerminal
from branchline.service.timeline.timeline import Listed, ThinnedOut
from harness.scripted_ptyhost import Program, ScriptedPtyhost
from harness.sidecar import SEAL
from harness.waiting import timeout, until


class InProcess(Service):
    """The whole service; `program` is what the agent of a session would be."""

    def __init__(self, paths: Paths, ptyhost: ScriptedPtyhost, seal: str | None = SEAL) -> None:
        is_first = not paths.store.exists()
        super().__init__(paths, ptyhost)
        if seal is not None:
            self.sealing.hand_over(seal, 0)
        self.paths = paths
        self.ptyhost = ptyhost
        self.listed: list[Listed] = []
        """What was told of timelines."""
        self.decided: list[Decided] = []
        """What was told of prompts."""
        self.timeline.listeners.add(self._listed)
        self.decisions.listeners.add(self.decided.append)
        if is_first:  # Else it has what the last client set.
            self.configure()

    def _listed(self, news: Listed | ThinnedOut) -> None:
        if isinstance(news, Listed):
            self.listed.append(news)

    def configure(self, **settings: Any) -> None:
        """As a client does. Every agent is installed, though none of them is ever started. Spare worktrees, and a disk
        that is ever full, have those that are about them."""
        agents = {"scripted": {"command": ["/bin/sh"], "like": "demo"}, **settings.pop("agents", {})}
        programs = {name: "/bin/sh" for name in BUILT_IN if name != "demo"}
        usual = {"agents": agents, "agentPaths": programs, "spareWorktrees": 0, "lowDiskGigabytes": 0}
        complaints = self.settings.configure({**usual, **settings})
        assert complaints == []

    async def next(self) -> InProcess:
        """What a sidecar has that starts after this one, which leaves as one does that is replaced."""
        await self.close()
        return await self.successor()

    async def successor(self) -> InProcess:
        """One that starts where this one was closed, with the store as it is by then."""
        service = InProcess(self.paths, self.ptyhost)
        await service.start()
        return service

    async def create(self, repo: object, agent: str = "scripted", **fields: Any) -> Session:
        if "auto_yes" in fields:
            fields["auto_yes"] = Preset(fields["auto_yes"])
        return await self.creation.create(CreateRequest(repo=str(repo), agent=agent, **fields))

    @property
    def locks(self) -> WorktreeLocks:
        """Whoever holds one is as one that works in that worktree."""
        return self.removal._locks

    async def until_started(self, session_id: str) -> None:
        """Or until the start that is under way failed, or found nothing to do."""
        await asyncio.gather(self.creation._starting.started(session_id), return_exceptions=True)

    async def half_typed(self, repo: object) -> Session:
        """A session whose agent is ready, with half a line in its input."""
        made = await self.create(repo, "demo")
        await self.until_status(made.id, Status.READY)
        self.program(made).takes("half a line")
        await until(lambda: (seen := self.terminals.get(made.id).observe()) is not None and not seen.takes_text)
        return made

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
            async with timeout(lambda: f"still {self.sessions.find(session_id)}"):
                while not condition(session := self.sessions.get(session_id)):
                    altered.clear()
                    await altered.wait()
        finally:
            self.sessions.listeners.remove(heard)
        return session

    async def hook(self, session: Session, name: str, **fields: Any) -> Any:
        """What the session's agent reads from a hook of its that is called in the worktree; None when that says
        nothing."""
        payload = {"hook_event_name": name, "cwd": session.worktree, **fields}
        said = await self.prompts.hooked(session.id, session.agent, HookEvent(name, payload))
        return json.loads(said) if said else None

    async def until_listed(self, session_id: str, reason: str) -> Snapshot:
        """The session's latest snapshot that was taken for this reason, once there is one."""

        def found() -> list[Snapshot]:
            shots = [each.snapshot for each in self.listed]
            return [each for each in shots if (each.session_id, each.reason) == (session_id, reason)]

        await until(found)
        return found()[-1]

    async def asking(self, session_id: str, before: Prompt | None = None) -> Session:
        """Once it asks something, and something else than `before`."""
        old = None if before is None else before.id
        return await self.until(session_id, lambda session: session.prompt is not None and session.prompt.id != old)

    async def approve_all(self, session_id: str) -> Session:
        """Say yes to whatever the agent asks until it is ready; the record then."""
        asked = await self.asking(session_id)
        while asked.status is Status.WAITING:
            prompt = asked.prompt
            assert prompt is not None
            await self.prompts.answer(session_id, prompt.id, option(prompt, Meaning.ACCEPT))
            asked = await self.until(
                session_id,
                lambda session, prompt=prompt: (
                    session.status is Status.READY  # type: ignore[misc]  # bound for each
                    or session.prompt not in (None, prompt)
                ),
            )
        return asked

    async def until_status(self, session_id: str, *statuses: Status) -> Session:
        return await self.until(session_id, lambda session: session.status in statuses)


def option(prompt: Prompt | None, meaning: Meaning) -> str:
    """The id of the one option that means this."""
    assert prompt is not None
    (found,) = [each.id for each in prompt.options if each.meaning is meaning]
    return found


async def refused(code: str, work: Awaitable[Any]) -> BranchlineError:
    """The error with which it is refused."""
    with pytest.raises(BranchlineError) as caught:
        await work
    assert caught.value.code == code, caught.value.message
    assert caught.value.message
    return caught.value


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
