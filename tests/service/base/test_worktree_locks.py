"""One at a time in a session's worktree; sessions do not wait for each other."""

from __future__ import annotations

import asyncio

import pytest

from branchline.service.base.worktree_locks import WorktreeLocks
from harness.base import Base
from harness.service import session


async def test_the_next_one_waits_until_the_first_is_done(base: Base) -> None:
    locks, done = WorktreeLocks(base.sessions), list[str]()

    async def work(session_id: str, name: str) -> None:
        async with locks.of(session_id):
            done.append(f"{name} begins")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            done.append(f"{name} ends")

    await asyncio.gather(work("s", "first"), work("s", "second"), work("t", "other"))
    own = [each for each in done if not each.startswith("other")]
    assert own == ["first begins", "first ends", "second begins", "second ends"]
    assert done.index("other begins") < done.index("first ends"), "another session's does not wait"


async def test_one_that_fails_lets_go(base: Base) -> None:
    locks = WorktreeLocks(base.sessions)
    with pytest.raises(RuntimeError):
        async with locks.of("s"):
            raise RuntimeError
    async with locks.of("s"):  # It would wait for ever.
        pass


async def test_of_a_session_that_is_dropped_nothing_is_kept(base: Base) -> None:
    locks = WorktreeLocks(base.sessions)
    base.sessions.add(session("s"))
    async with locks.of("s"):
        base.sessions.drop("s")
    assert locks._locks == {}
