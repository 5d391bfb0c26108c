"""Tells a viewer how far a session is whose agent does not run yet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.session.preparing_words import PREPARING, how_far, is_prepared, script_shown, what_came
from branchline.service.base.sessions import News, Sessions


@attrs.frozen
class Comes:
    """What is to be shown then: the terminal of this id, after which more comes unless it is the agent's; or only why
    there is none."""

    terminal: str | None
    is_agents: bool = True
    why: str = ""


async def follow(
    sessions: Sessions, wanted: str, shown: Collection[str], say: Callable[[str], Awaitable[None]]
) -> Comes:
    """Say how far the session is, each time that alters, until there is something to show. `wanted` is its id or the
    beginning of it; of what is `shown` already no more is said. Raises NO_SESSION where no such session is prepared."""
    session = _found(sessions, wanted)
    altered = asyncio.Event()

    def heard(_news: News) -> None:
        altered.set()

    said = None
    sessions.listeners.add(heard)
    try:
        while is_prepared(session):
            altered.clear()
            script = script_shown(session)
            if script is not None and script not in shown:
                return Comes(script, is_agents=False)
            # What says more stays: files that are there are followed by what has no number.
            if (text := how_far(session)) != said and (said is None or text != PREPARING):
                said = text
                await say(text)
            else:
                await altered.wait()
            known = sessions.find(session.id)
            if known is None:
                return Comes(None, why="The session was not started, and is not there any more")
            session = known
    finally:
        sessions.listeners.remove(heard)
    return Comes(session.id) if session.process is not None else Comes(None, why=what_came(session))


def _found(sessions: Sessions, wanted: str) -> Session:
    found = [each for each in sessions.all() if each.id.startswith(wanted.lower()) and is_prepared(each)]
    if not wanted or len(found) != 1:
        raise BranchlineError(ErrorCode.NO_SESSION, "No session of this id is being prepared.")
    return found[0]
