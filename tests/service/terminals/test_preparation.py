"""What a viewer hears of a session before its agent runs."""

from __future__ import annotations

import asyncio

import pytest

from branchline.core.model.preparing import Phase, Preparing
from branchline.core.model.session import Session
from branchline.core.session.preparing_events import PreparingMoved
from branchline.core.session.preparing_words import script_shown
from branchline.service.terminals.preparation import Comes, follow
from harness.service import InProcess, refused
from harness.slow_files import SlowFiles
from harness.waiting import until


@pytest.fixture
def slow(repo: object) -> SlowFiles:
    return SlowFiles(repo)  # type: ignore[arg-type]  # it is a path


class Viewer:
    def __init__(self, service: InProcess) -> None:
        self.service = service
        self.heard: list[str] = []

    async def hear(self, text: str) -> None:
        self.heard.append(text)

    def follows(self, wanted: str, *shown: str) -> asyncio.Task[Comes]:
        return asyncio.ensure_future(follow(self.service.sessions, wanted, shown, self.hear))


async def preparing(service: InProcess, slow: SlowFiles) -> tuple[Session, asyncio.Task[Session]]:
    creating = asyncio.ensure_future(service.create(slow.repo))
    await until(slow.begun.exists)
    return service.sessions.all()[0], creating


async def test_it_hears_how_far_it_is_and_then_of_the_agent(service: InProcess, slow: SlowFiles) -> None:
    session, creating = await preparing(service, slow)
    viewer = Viewer(service)
    following = viewer.follows(session.id[:8].upper())
    await until(lambda: viewer.heard)
    service.sessions.happened(session.id, PreparingMoved(Preparing(Phase.FILES, 1200, 10_000)))
    await until(lambda: viewer.heard[-1] == "Preparing the worktree: 1,200 of 10,000 files")
    slow.go()
    assert await following == Comes(session.id)
    assert viewer.heard == [*dict.fromkeys(viewer.heard)], "nothing twice"
    assert (await creating).process is not None


async def test_a_set_up_script_has_a_terminal_of_its_own_once(service: InProcess, slow: SlowFiles) -> None:
    session, creating = await preparing(service, slow)
    viewer = Viewer(service)
    service.sessions.happened(session.id, PreparingMoved(Preparing(Phase.SETUP)))
    script = script_shown(service.sessions.get(session.id))
    assert script is not None
    assert await viewer.follows(session.id) == Comes(script, is_agents=False)
    following = viewer.follows(session.id, script)
    await until(lambda: viewer.heard == ["Running the set-up script"])
    assert not following.done()
    slow.go()
    assert (await following).is_agents
    await creating


@pytest.mark.parametrize("how", ["stopped", "failed", "removed"])
async def test_it_hears_why_no_agent_comes(service: InProcess, slow: SlowFiles, how: str) -> None:
    session, creating = await preparing(service, slow)
    viewer = Viewer(service)
    following = viewer.follows(session.id)
    await until(lambda: viewer.heard)
    if how == "stopped":
        service.running.stop(session.id)
    elif how == "removed":
        await service.removal.remove(session.id, force=False, keep_branch=False)
    else:
        creating.cancel()
    comes = await following
    await asyncio.gather(creating, return_exceptions=True)
    assert comes.terminal is None
    assert comes.why


async def test_one_that_is_not_prepared_is_not_followed(service: InProcess, slow: SlowFiles) -> None:
    slow.go()
    made = await service.create(slow.repo)
    for wanted in (made.id, "", "00000000"):
        await refused("NO_SESSION", Viewer(service).follows(wanted))
