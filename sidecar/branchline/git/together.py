"""Several works at once, none of which outlives the whole: a git that goes on after its caller failed would still
write where the next one begins."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


@overload
async def together(first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B], /) -> tuple[A, B]: ...
@overload
async def together(
    first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B], third: Coroutine[Any, Any, C], /
) -> tuple[A, B, C]: ...
async def together(*works: Coroutine[Any, Any, Any]) -> tuple[Any, ...]:
    """What each gives, in their order. The first failure, or being cancelled, cancels the others; all of them have
    ended before it is raised. (`asyncio.gather` leaves them running.)"""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await ended(tasks)
    failed = [task for task in tasks if not task.cancelled() and task.exception()]
    return tuple(task.result() for task in failed or tasks)


async def ended(tasks: Sequence[asyncio.Future[Any]]) -> None:
    """Returns when all of them have. Whoever is cancelled meanwhile cancels them, which makes them quicker, and still
    waits; what they end with is theirs to say."""
    cancelled: asyncio.CancelledError | None = None
    while not all(task.done() for task in tasks):
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError as error:
            cancelled = error
            for task in tasks:
                task.cancel()
    if cancelled:
        raise cancelled
