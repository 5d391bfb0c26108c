"""The environment in which something is run for the user: PATH, tokens, proxies, SSH_AUTH_SOCK.

The sidecar's own is that of the window which happened to start it. Each window hands over its own, and the last one
that is known counts, but where something is done for one window. It holds tokens: in memory alone, never in a log.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextvars import ContextVar

Environment = Mapping[str, str]
_wanted: ContextVar[Environment | None] = ContextVar("the environment of who asked", default=None)
_known: list[Environment] = []


def current() -> Environment:
    """Of whoever this is done for; else the last that is known, which is the process's own until there is another."""
    wanted = _wanted.get()
    return wanted if wanted is not None else last()


def last() -> Environment:
    return _known[0] if _known else os.environ


def remember(environment: Environment | None) -> None:
    """The last that is known from now on; None: the process's own."""
    _known[:] = [] if environment is None else [environment]


@contextlib.contextmanager
def of(environment: Environment) -> Iterator[None]:
    """What is awaited in this block is done for one who has this one."""
    token = _wanted.set(environment)
    try:
        yield
    finally:
        _wanted.reset(token)
