"""Work is ended when the sidecar ends, at whatever point it is."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from branchline.git.runner import Git
from branchline.service.base.background import Background, end_all


@pytest.mark.parametrize("turns", range(12))
async def test_a_git_that_is_just_being_started_is_ended(tmp_path: Path, turns: int) -> None:
    reads = [asyncio.create_task(Git(tmp_path).read(word)) for word in ("version", "--version", "--exec-path")]
    for _ in range(turns):
        await asyncio.sleep(0)
    assert await end_all(5) == set()
    assert all(read.done() for read in reads)


@pytest.mark.parametrize("turns", range(6))
async def test_a_git_that_is_being_started_is_reaped_however_often_it_is_cancelled(tmp_path: Path, turns: int) -> None:
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = children.read_text()
    read = asyncio.create_task(Git(tmp_path).read("version"))
    for _ in range(turns):
        await asyncio.sleep(0)
    for _ in range(8):
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            if "Git._run" in repr(task) or task is read:
                task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([read])
    assert children.read_text() == before


async def test_nothing_begins_once_it_is_closed() -> None:
    background, begun = Background(), list[str]()
    started: list[asyncio.Task[None]] = []

    async def work(name: str) -> None:
        begun.append(name)
        try:
            await asyncio.sleep(60)
        finally:
            started.append(background.start(work(f"after {name}"), "more work"))

    background.start(work("one"), "work")
    await asyncio.sleep(0)
    await background.close()
    started.append(background.start(work("late"), "late work"))
    await asyncio.wait(started)
    assert (begun, [task.cancelled() for task in started]) == (["one"], [True, True])


async def test_what_does_not_end_is_told() -> None:
    lasts = asyncio.Event()

    async def stubborn() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await lasts.wait()

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    assert await end_all(0.05) == {task}
    lasts.set()
    await task
