"""An hour with ten agents that ask at random and two windows: each question is told once, in time, in the right window,
in order; none that auto-yes answered. The agents and all of the service are real, the hour passes by its own clock."""

from __future__ import annotations

import heapq
import itertools
from pathlib import Path
from random import Random

import pytest

from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.service.prompts.telling import Telling
from harness.attended import Attended
from harness.proofs import times
from harness.service import InProcess

AGENTS = 10
BY_RULES = 2
"""So many of them have auto-yes."""
MINUTES = times("minutes of ten agents that ask at random", some=3, full=60)
SEEDS = range(times("such hours", some=1, full=5))
LIMITS = {"sameAnswers": 1000, "answersPerMinute": 1000, "answersWithoutLook": 100_000}


class Hour:
    def __init__(self, service: InProcess, random: Random) -> None:
        self.service = service
        self.random = random
        self.attended = Attended()
        self.telling: Telling = service.telling
        self.telling._clock = lambda: self.attended.now
        service.sessions.listeners.add(self.attended.heard)
        self.telling.listeners.add(self.attended.was_told)
        self.plan: list[tuple[float, int, str, str]] = []
        self.numbers = itertools.count()
        self.names: list[str] = []

    def soon(self, seconds: float, what: str, whom: str = "") -> None:
        heapq.heappush(self.plan, (self.attended.now + seconds, next(self.numbers), what, whom))

    async def run(self, until: float) -> None:
        while self.plan[0][0] < until:
            at, _, what, whom = heapq.heappop(self.plan)
            self.passes(at)
            if what == "window":
                self.window()
                self.soon(self.random.uniform(1, 40), "window")
            elif what == "instruct":
                await self.instruct(whom)
            else:
                await self.answer(whom)
        self.passes(until)

    def passes(self, until: float) -> None:
        while (due := self.telling.due) is not None and due <= until:
            self.attended.now = max(self.attended.now, due)
            self.telling.tick()
        self.attended.passed(until)

    # ------------------------------------------------------------ agents

    async def instruct(self, session_id: str) -> None:
        name = f"thing{next(self.numbers)}"
        before = self.service.sessions.get(session_id)
        assert before.status is Status.READY
        await self.service.instructions.send(session_id, f"Add a {name} feature", submit=True, queue=False)
        await self.goes_on(session_id, before)

    async def answer(self, session_id: str) -> None:
        session = self.service.sessions.get(session_id)
        assert session.prompt is not None
        await self.service.prompts.answer(session_id, session.prompt.id, "1")
        await self.goes_on(session_id, session)

    async def goes_on(self, session_id: str, before: Session) -> None:
        """Until it asks the user, or has done all."""
        old = before.prompt.id if before.prompt else None

        def rests(now: Session) -> bool:
            asks = now.status is Status.WAITING and now.prompt is not None and now.prompt.id != old
            is_done = now.status is Status.READY and now.evidence != before.evidence and not now.pending
            return is_done or (asks and (now.auto_yes == "off" or now.asked is not None))

        after = await self.service.until(session_id, rests)
        if after.status is Status.WAITING:
            self.soon(self.random.choice([0.5, 1.0, self.random.expovariate(1 / 60)]), "answer", session_id)
        else:
            self.soon(self.random.choice([1.0, self.random.uniform(2, 240)]), "instruct", session_id)

    # ------------------------------------------------------------ windows

    def window(self) -> None:
        windows = list(self.attended.windows)
        one = self.random.choice(windows) if windows else None
        what = self.random.choice(["focus", "focus", "look", "look", "leave", "close", "open"])
        if one is None or (what == "open" and len(windows) < 2):
            number = self.telling.opened(["/nowhere"])
            self.attended.opened(number)
        elif what == "close":
            self.attended.closed(one)
            self.telling.closed(one)
        elif what != "open":
            # One window at a time has the focus.
            for other in windows:
                if other != one or what == "leave":
                    self.tells(other, focused=False, session=None)
            if what != "leave":
                session = self.random.choice([each.id for each in self.service.sessions.all()])
                self.tells(one, focused=True, session=session if what == "look" else None)

    def tells(self, window: int, *, focused: bool, session: str | None) -> None:
        seen = self.attended.windows[window]
        if (seen.focused, seen.session) != (focused, session):
            self.attended.looked(window, focused, session)
            self.telling.looked(window, focused=focused, session=session)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", SEEDS)
async def test_none_is_missed_doubled_or_late_and_the_order_is_right(service: InProcess, repo: Path, seed: int) -> None:
    service.configure(autoYes=LIMITS, notifications="waiting")
    hour = Hour(service, Random(seed))  # noqa: S311  repeatable
    made = [
        await service.create(repo, "demo", name=f"agent-{n}", auto_yes="worktree" if n < BY_RULES else "off")
        for n in range(AGENTS)
    ]
    for session in made:
        await service.until_status(session.id, Status.READY)
        hour.soon(hour.random.choice([1.0, 1.5, hour.random.uniform(0, 60)]), "instruct", session.id)
    hour.soon(0.5, "window")
    await hour.run(60.0 * MINUTES)
    attended = hour.attended
    assert attended.faults == []
    assert attended.told > AGENTS, "there was something to tell"
    assert attended.messages < attended.told, "several at a time are one message"
    by_rules = {session.id for session in made[:BY_RULES]}
    assert {each.session_id for each in service.decided if each.by == "rule"} == by_rules, "auto-yes answered beside it"
