"""What happens between a decision and its key: the dialog changes, or auto-yes is switched off.

On a terminal host in this process, where nothing is on its way: not one key may come too late. On a real one:
tests/sidecar/test_auto_yes_races.py.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from pathlib import Path

import attrs
import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.policy.policy import Preset
from harness.proofs import times
from harness.scripted_ptyhost import Program
from harness.service import InProcess
from harness.swapping_agent import dialog, drawn_ready
from harness.waiting import until

pytestmark = pytest.mark.timeout(180)
DIALOGS = times("dialogs that change while they are answered", some=20, full=100)
STOPS = times("moments at which auto-yes is switched off, in each of three ways", some=6, full=20)
NO_LIMITS = {"answersPerMinute": 1000, "answersWithoutLook": 100_000, "sameAnswers": 1000}


@attrs.define
class Swapping:
    """An agent whose dialogs change while somebody makes up their mind: it asks for `git log -N`, and after so many
    seconds for something harmful instead."""

    program: Program
    stood: str = ""
    answered: list[tuple[str, str]] = attrs.field(factory=list)
    """(what stood there, the key), for each key."""

    def __attrs_post_init__(self) -> None:
        self.program.reads = self._reads
        self.program.prints(drawn_ready())

    def shows(self, command: str) -> None:
        self.stood = command
        self.program.prints(dialog(command))

    def rests(self) -> None:
        self.stood = ""
        self.program.prints(drawn_ready())

    def _reads(self, key: str) -> None:
        self.answered.append((self.stood, key))
        self.rests()


async def swapping(service: InProcess, repo: Path) -> tuple[Session, Swapping]:
    service.configure(autoYes=NO_LIMITS)
    agents: list[Swapping] = []
    service.ptyhost.begins = lambda program: agents.append(Swapping(program))
    made = await service.create(repo, auto_yes="safe")
    return await service.until_status(made.id, Status.READY), agents[0]


async def usual(service: InProcess, session: Session, agent: Swapping) -> float:
    """Seconds in which a dialog is answered here and now: a busy machine takes longer."""
    took = []
    for case in range(5):
        answered, began = len(agent.answered), time.monotonic()
        agent.shows(f"git log --skip={case}")
        await until(lambda before=answered: len(agent.answered) > before)  # type: ignore[misc]  # bound for each
        took.append(time.monotonic() - began)
        await service.until(session.id, lambda now: now.prompt is None)
    agent.answered.clear()
    return statistics.median(took)


async def test_no_key_ever_meets_another_dialog(service: InProcess, repo: Path) -> None:
    """Dialogs that change within the time in which they are decided and answered, each another moment."""
    chance = random.Random(4)  # noqa: S311  no secret: the same moments in each run
    session, agent = await swapping(service, repo)
    moments = 2 * await usual(service, session, agent)
    changed = 0
    for case in range(DIALOGS):
        answered = len(agent.answered)
        agent.shows(f"git log -{case + 1}")
        await asyncio.sleep(moments * (case + chance.random()) / DIALOGS)  # From at once to long after.
        if len(agent.answered) == answered:
            changed += 1
            agent.shows(f"rm -rf ~/important{case}")
            await service.until(session.id, lambda now: now.asked is not None)
            agent.rests()
        await service.until(session.id, lambda now: now.prompt is None)
    assert [each for each in agent.answered if not each[0].startswith("git log") or each[1] != "1"] == []
    assert changed + len(agent.answered) == DIALOGS, "each was one or the other"
    assert changed > DIALOGS // 20, "some changed before"
    assert len(agent.answered) > DIALOGS // 20, "some were in time"


@pytest.mark.parametrize("how", ["stop all", "off", "a stricter preset"])
async def test_no_key_comes_after_auto_yes_is_off(service: InProcess, repo: Path, how: str) -> None:
    """Stopped at another moment of each decision, and switched on again for the next."""
    chance = random.Random(5)  # noqa: S311  no secret: the same moments in each run
    session, agent = await swapping(service, repo)
    moments = 2 * await usual(service, session, agent)
    held = 0

    def switch(preset: str) -> None:
        service.editing.update(session.id, name=None, task=None, auto_yes=Preset(preset), pinned=None, read=None)

    for case in range(STOPS):
        agent.shows(f"mkdir made{case}")
        await asyncio.sleep(moments * (case + chance.random()) / STOPS)
        if how == "stop all":
            service.auto_yes.stop_all()
        else:
            switch("off" if how == "off" else "read-only")
        answered = len(agent.answered)
        if agent.stood:
            held += 1
            await asyncio.sleep(moments)  # As long as a key would take.
            assert len(agent.answered) == answered
        switch("safe")
        await until(lambda answered=case + 1: len(agent.answered) == answered)  # type: ignore[misc]  # bound for each
        await service.until(session.id, lambda now: now.prompt is None)
    assert held > STOPS // 10, "a dialog stood there and was answered when it was on again"
