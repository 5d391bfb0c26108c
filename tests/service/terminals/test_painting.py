"""A client's screens: those that it watches, no more often than can be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from branchline.rpc.messages.terminal import DidPaint
from branchline.rpc.painting import Painting
from harness.service import InProcess
from harness.waiting import until


class Told:
    def __init__(self, service: InProcess) -> None:
        self.paintings: list[DidPaint] = []
        self.painting = Painting(service.terminals, self.paintings.append)
        service.terminals.listeners.add(self.painting.altered)

    def last(self, text: str) -> DidPaint | None:
        return next((each for each in reversed(self.paintings) if any(text in line for line in each.lines)), None)


async def test_what_is_watched_is_painted_at_once_and_in_colours_where_they_are_asked_for(
    service: InProcess, repo: Path
) -> None:
    session = await service.create(repo)
    terminal = service.terminals.get(session.id)
    told = Told(service)
    told.painting.watch([session.id], False, None)
    (plain,) = told.paintings
    assert (plain.id, plain.cols, plain.rows, plain.styles) == (session.id, terminal.screen.cols, 30, None)
    service.program(session).prints("\r\n\x1b[1;31mred\x1b[0m words")
    await until(lambda: told.last("red words") is not None)
    told.painting.watch([session.id], True, None)
    await until(lambda: told.paintings[-1].styles is not None)
    painted = told.paintings[-1]
    assert painted.styles is not None
    assert len(painted.styles) == len(painted.lines) == painted.rows
    assert painted.styles[painted.lines.index("red words")] == "3:Bf1 6"


async def test_however_often_a_screen_alters_it_is_painted_once_and_then_once_more(
    service: InProcess, repo: Path
) -> None:
    session = await service.create(repo)
    terminal = service.terminals.get(session.id)
    told = Told(service)
    told.painting.watch([session.id], True, session.id)
    assert len(told.paintings) == 1
    for count in range(20):
        terminal.screen.feed(f"\r\nline {count}".encode())
        told.painting.altered(terminal)
    assert len(told.paintings) == 1
    await until(lambda: told.last("line 19") is not None)
    assert [each for each in told.paintings if each.lines != told.paintings[-1].lines] == told.paintings[:1]
    told.painting.altered(terminal)
    assert told.paintings[-1] is told.last("line 19"), "what looks the same is not told again"


async def test_what_is_not_watched_any_more_is_not_painted(service: InProcess, repo: Path) -> None:
    session = await service.create(repo)
    terminal = service.terminals.get(session.id)
    told = Told(service)
    ends: list[Callable[[], None]] = [lambda: told.painting.watch([], True, None), told.painting.close]
    for end in ends:
        told.painting.watch([session.id], True, None)
        terminal.screen.feed(b"\r\nmore")
        told.painting.altered(terminal)
        end()
        count = len(told.paintings)
        told.painting.altered(terminal)
        await asyncio.sleep(0)
        assert len(told.paintings) == count
    told.painting.watch(["nobody"], True, None)
    assert len(told.paintings) == count
