"""Files that a request brings into the main checkout: what that may be then, and that it is as before again."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
from pygls.exceptions import JsonRpcException

from crash.invariants import Memory, Seen
from crash.operations import Operation
from harness.sidecar import git

Ask = Callable[..., Awaitable[Any]]


async def prepared(ask: Ask, memory: Memory, operation: Operation) -> Operation:
    """With the files that the session changed; where they do not fit, something else."""
    changed = {each["path"] for each in (await ask("session/changes", id=operation.session))["files"]}
    params = {**operation.params, "files": [each for each in operation.params["files"] if each in changed]}
    try:
        told = await ask("session/apply", **params, dryRun=True)
    except JsonRpcException:
        return Operation("snapshot/create", {"id": operation.session}, operation.session, keeps=True)
    memory.applied = (told["oldTree"], told["newTree"])
    return attrs.evolve(operation, params=params)


async def over(ask: Ask, operation: Operation) -> None:
    """A dry run waits for what may still be under way though its relay is gone."""
    with contextlib.suppress(JsonRpcException):
        await ask(operation.method, **operation.params, dryRun=True)


def take_back(memory: Memory, seen: Seen) -> None:
    """As a user who has seen enough of it."""
    git(memory.repo, "checkout", "--quiet", "--", ".")
    git(memory.repo, "clean", "--quiet", "-d", "--force")
    memory.applied = memory.main = None
    memory.rest(seen)
