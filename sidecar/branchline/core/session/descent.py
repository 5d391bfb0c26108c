"""Which processes an agent started, wherever they went: into a group or session of their own, or on after its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

from branchline.core.errors import shown
from branchline.core.model.session import Process


@attrs.frozen
class Seen:
    """A process as it was seen. `session` is the pid of its session's leader; `mark` is the id of the session that its
    environment names, `folder` where it works: None where that cannot be seen."""

    process: Process
    parent: int
    group: int
    session: int
    name: str
    mark: str | None = None
    folder: str | None = None


@attrs.frozen
class Trace:
    """By what a session's processes are known."""

    session_id: str
    worktree: str
    agent: Process | None = None
    """The one that lives."""
    leaders: frozenset[Process] = frozenset()
    """Its agents until now: each led a session of processes."""
    known: frozenset[Process] = frozenset()
    """What was found before: it may have moved away since."""


@attrs.frozen
class Around:
    """`host` is the terminal host where it adopts what agents leave: whatever they started is below it then. `own` is
    the sidecar's pid, `agents` are those that live."""

    own: int
    host: Process | None = None
    agents: frozenset[Process] = frozenset()
    adopts: bool = True
    """Of this system: orphans stay below the terminal host."""


def started_by(trace: Trace, seen: Collection[Seen], around: Around) -> list[Seen]:
    """What the session's agents started and still runs, the oldest first; without the agent."""
    table = {each.process.pid: each for each in seen}
    found = []
    for each in seen:
        chain = _chain(each, table)
        if each.process == trace.agent or around.own in {above.process.pid for above in chain}:
            continue  # The latter is what the sidecar itself runs.
        below = next((at for at, one in enumerate(chain) if one.process == around.host), len(chain))
        if any(_is_known(one, chain[at:], trace, table, around) for at, one in enumerate(chain[:below])):
            found.append(each)
    return sorted(found, key=lambda each: (each.process.start_time, each.process.pid))


def _is_known(one: Seen, chain: list[Seen], trace: Trace, table: Mapping[int, Seen], around: Around) -> bool:
    """`chain` is the process and what is above it."""
    above = {each.process for each in chain}
    if one.process in trace.known or trace.agent in above:
        return True
    if one.mark is not None:
        return one.mark == trace.session_id
    if around.adopts and around.host not in above:
        return False  # A number or a folder alone proves nothing.
    if any(_leads(leader, one, table) for leader in trace.leaders):
        return True
    others = around.agents - {trace.agent}
    return around.adopts and _is_in(one.folder, trace.worktree) and not others & above


def _leads(leader: Process, one: Seen, table: Mapping[int, Seen]) -> bool:
    """A session's number is given to nobody else while one of its processes lives, but to a leader that came later."""
    holder = table.get(leader.pid)
    is_free = holder is None or holder.process == leader
    return one.session == leader.pid and is_free and one.process.start_time >= leader.start_time


def _is_in(folder: str | None, worktree: str) -> bool:
    return bool(worktree) and folder is not None and (folder == worktree or folder.startswith(f"{worktree}/"))


def _chain(each: Seen, table: Mapping[int, Seen]) -> list[Seen]:
    """The process and what is above it."""
    chain = [each]
    while (above := table.get(chain[-1].parent)) is not None:
        if above in chain or above.process.start_time > chain[-1].process.start_time:
            break  # The pid was given to another process meanwhile.
        chain.append(above)
    return chain


def as_data(found: Collection[Seen], kept: bool) -> dict[str, object]:
    """For a refusal: what still runs, and whether it would go on."""
    return {"processes": [{"pid": each.process.pid, "name": each.name} for each in found], "kept": kept}


def in_words(found: Collection[Seen], most: int = 5) -> str:
    """Names and pids, for a sentence."""
    named = [f"{shown(each.name)} ({each.process.pid})" for each in found]
    more = len(named) - most
    return ", ".join(named[:most]) + (f" and {more} more" if more > 0 else "")
